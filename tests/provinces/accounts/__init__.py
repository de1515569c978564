"""The room provinces.accounts."""
