"""Tests of the room federation.sync."""
