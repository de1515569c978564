"""What provinces tell each other about people."""
