"""Tests of the room provinces.zones."""
