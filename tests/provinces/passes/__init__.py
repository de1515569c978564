"""Tests of the room provinces.passes."""
