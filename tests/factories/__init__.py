"""Rows for tests, one module a room: what a test does not care about is filled in."""
