"""Tests of what is done with passes."""
