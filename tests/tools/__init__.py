"""The programs for others."""
