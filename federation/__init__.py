"""What happens between provinces."""
