"""Whom we trust, with which keys, for what."""
