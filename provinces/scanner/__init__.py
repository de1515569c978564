"""Door: checkpoints."""
