"""The signed QR pass: issued, revoked, verified."""
