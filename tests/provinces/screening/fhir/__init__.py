"""Bundles of laboratories, read."""
