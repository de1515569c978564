"""Which URL leads to which door."""
