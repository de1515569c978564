"""The ledger from the command line."""
