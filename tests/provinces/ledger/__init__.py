"""The room provinces.ledger."""
