"""Tests of what a rule set says in plain words."""
