"""Tests of legal requests."""
