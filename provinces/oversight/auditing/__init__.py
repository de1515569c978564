"""Auditors: they read all that was done, by people without names, and may have a thing wait."""
