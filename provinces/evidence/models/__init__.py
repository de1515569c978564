"""Evidence as it is kept: pieces, lists, holds, what has no effect on somebody, and trips."""

from .holds import Batch, Hold, HoldQuerySet
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
    "Batch",
    "Evidence",
    "EvidenceQuerySet",
    "Hold",
    "HoldQuerySet",
    "Means",
    "Origin",
    "State",
    "Suspension",
    "Thing",
    "Trip",
    "Why",
]
