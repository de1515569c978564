"""Presences: the formats they come in, what is kept of them, and the stays derived from them."""
