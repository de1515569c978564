"""Pages about offices and officials: who holds what, what is proposed, and the second signature."""
