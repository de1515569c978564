"""Tests of who decides on a cell."""
