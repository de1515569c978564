"""The room's services, one module each."""
