"""Three provinces, each on a node of its own: real processes, real databases, a real network."""
