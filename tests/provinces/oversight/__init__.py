"""Tests of oversight: switches, requests of the law, breaches."""
