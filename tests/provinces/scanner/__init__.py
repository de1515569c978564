"""Tests of the door provinces.scanner."""
