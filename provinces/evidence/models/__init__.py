"""Evidence as it is kept: pieces, what has no effect on somebody, and trips to come."""

from .pieces import (
    MOST_DAYS,
    PEER_DAYS,
    Evidence,
    EvidenceQuerySet,
    Origin,
    State,
)
from .suspensions import Suspension, Thing, Why
from .trips import Means, Trip

__all__ = [
    "MOST_DAYS",
    "PEER_DAYS",
    "Evidence",
    "EvidenceQuerySet",
    "Means",
    "Origin",
    "State",
    "Suspension",
    "Thing",
    "Trip",
    "Why",
]
