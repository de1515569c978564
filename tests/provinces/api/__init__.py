"""Tests of the door provinces.api."""
