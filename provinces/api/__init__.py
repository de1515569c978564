"""Door: devices, laboratories, auditors."""
