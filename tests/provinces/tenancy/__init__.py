"""The room provinces.tenancy."""
