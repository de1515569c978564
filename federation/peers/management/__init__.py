"""Membership from the command line."""
