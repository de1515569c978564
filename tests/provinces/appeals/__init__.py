"""The room provinces.appeals."""
