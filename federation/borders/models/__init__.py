"""Claims held, offers, treaties, conflict cases, maps resolved, and policies of entry."""

from .claims import Counting, Held
from .conflicts import UNSETTLED, Conflict, ConflictState
from .maps import CompiledZone, HandedDown, HandedPart, OwnOutcome, PeerMap, ResolvedMap
from .offers import Offer, OfferState, Treaty
from .policies import EntryPolicy, PolicyState

__all__ = [
    "UNSETTLED",
    "CompiledZone",
    "Conflict",
    "ConflictState",
    "Counting",
    "EntryPolicy",
    "HandedDown",
    "HandedPart",
    "Held",
    "Offer",
    "OfferState",
    "OwnOutcome",
    "PeerMap",
    "PolicyState",
    "ResolvedMap",
    "Treaty",
]
