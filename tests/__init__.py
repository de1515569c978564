"""What the project promises, tried on a real PostgreSQL."""
