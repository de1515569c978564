"""Tests of what is done to zones."""
