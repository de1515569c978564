"""Test sites, appointments and results."""
