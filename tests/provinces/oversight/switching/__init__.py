"""Tests of the incident switch."""
