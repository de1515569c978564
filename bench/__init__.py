"""Benchmarks: the road beside the peers a user would take instead, in one run on the same rows."""
