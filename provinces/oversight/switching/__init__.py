"""Any part of the service can be switched off within a minute, and says so to everybody."""
