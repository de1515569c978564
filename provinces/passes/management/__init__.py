"""Commands about passes."""
