"""What all provinces share."""
