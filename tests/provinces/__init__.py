"""What happens inside one province."""
