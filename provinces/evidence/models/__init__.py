"""Evidence as it is kept: pieces, and what has no effect on somebody for a while, or for good."""

from .pieces import (
    MOST_DAYS,
    PEER_DAYS,
    Evidence,
    EvidenceQuerySet,
    Origin,
    State,
)
from .suspensions import Suspension, Thing, Why

__all__ = [
    "MOST_DAYS",
    "PEER_DAYS",
    "Evidence",
    "EvidenceQuerySet",
    "Origin",
    "State",
    "Suspension",
    "Thing",
    "Why",
]
