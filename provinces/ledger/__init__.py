"""What was done, by whom and about what, so that it cannot be undone.

Every service that changes something of consequence records an event here inside its own
transaction. The entry is a salted commitment that stays; the personal payload lives in a side
table that can be erased.
"""
