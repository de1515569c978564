"""The room provinces.jurisdictions."""
