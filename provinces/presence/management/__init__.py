"""Presences, from the command line."""
