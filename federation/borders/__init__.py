"""Whose zone rules on which cell, and why."""
