"""Tests of the sample's people and days."""
