"""The room core.merkle."""
