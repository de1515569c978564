"""Misuse cases, the incident switch, lawful requests, breaches, and figures for the public."""
