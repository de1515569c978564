"""What was done, by whom and about what, so that it cannot be undone; and what everybody may know.

Every service that changes something of consequence records an event here inside its own
transaction. The entry is a salted commitment that stays; the personal payload lives in a side
table that can be erased. What peers and the public are to know is published in the same way, in
full. Some seconds later both are sealed in Merkle logs whose heads the province signs, other
provinces cosign, and anybody can check a proof against. While sealing lags for hours, or a key is
missing, officials stop.
"""
