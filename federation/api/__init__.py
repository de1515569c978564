"""Door: other provinces."""
