"""Tests of the room federation.borders."""
