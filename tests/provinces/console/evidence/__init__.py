"""Pages of cases and contacts, of evidence filed and signed, and of holds."""
