"""The engines, started for real in directories of their own."""
