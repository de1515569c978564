"""What all provinces share and none owns."""
