"""The room provinces.citizens."""
