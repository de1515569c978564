"""Settings, addresses and engines."""
