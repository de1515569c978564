"""Tests of the door federation.api."""
