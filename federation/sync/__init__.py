"""What we offer, what we have read, and where we stopped."""
