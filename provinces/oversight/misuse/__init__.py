"""Misuse: found in what was recorded, examined by auditors of other offices, told and undone."""
