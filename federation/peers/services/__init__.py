"""What is done about members and peers: founded, signed, taken, rotated, suspended, warned of."""

from federation.peers.queries import NotAMember
from federation.peers.reasons import BadMembership, Reason

from .admitting import Replayed, admit, forget_nonces, heard, speaks
from .listing_us import card
from .membership import Changes, compose, draft, found, sign, take
from .rotating import StillCounts, retire_keys, retiring, rotate_key
from .suspending import AlreadySuspended, NotSuspended, resume, suspend
from .warning import warn_of_expiry

__all__ = [
    "AlreadySuspended",
    "BadMembership",
    "Changes",
    "NotAMember",
    "NotSuspended",
    "Reason",
    "Replayed",
    "StillCounts",
    "admit",
    "card",
    "compose",
    "draft",
    "forget_nonces",
    "found",
    "heard",
    "resume",
    "retire_keys",
    "retiring",
    "rotate_key",
    "sign",
    "speaks",
    "suspend",
    "take",
    "warn_of_expiry",
]
