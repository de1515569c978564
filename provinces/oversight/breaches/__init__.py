"""Whose records were read that should not have been: found in the read log, and told."""
