"""A citizen contests a decision; an official answers."""
