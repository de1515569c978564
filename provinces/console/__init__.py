"""Door: officials."""
