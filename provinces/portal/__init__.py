"""Door: citizens."""
