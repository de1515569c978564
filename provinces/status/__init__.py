"""The decision, its reasons, and how it is recomputed.

Stale marks and due clocks come in; append-only decisions go out, visible all at once when their
run is published.
"""
