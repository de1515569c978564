"""Commands about oversight."""
