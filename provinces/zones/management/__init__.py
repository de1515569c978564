"""Zones, from the command line."""
