"""The room core.signing."""
