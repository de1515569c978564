"""Misuse cases, the incident switch, and figures for the public."""
