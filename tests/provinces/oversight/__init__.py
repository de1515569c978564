"""Oversight: switches, the law, breaches; figures, misuse, and what auditors have wait."""
