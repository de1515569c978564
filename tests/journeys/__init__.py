"""Whole stories, across rooms and provinces."""
