"""Tests of the sample federation."""
