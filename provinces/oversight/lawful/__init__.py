"""What authorities of the law ask about one person: examined by two, told, and counted."""
