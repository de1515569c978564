"""The room core.cells."""
