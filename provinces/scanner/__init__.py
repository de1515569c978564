"""Door: checkpoints.

A page that scans a pass and says what to do next, in the browser and without a network: its own
scripts read and verify passes by the signed lists it has fetched. It asks nobody about a pass, and
keeps nothing of whom it scanned.
"""
