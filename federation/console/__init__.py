"""Door: officials who manage peers and conflicts."""
