"""What is done about members and peers: founded, signed, taken, rotated, suspended, warned of."""

from federation.peers.queries import NotAMember
from federation.peers.reasons import BadMembership, Reason
from federation.peers.restorations import BadRestoration

from .admitting import Replayed, TooMany, admit, forget_nonces, heard, speaks
from .listing_us import card
from .membership import Changes, compose, draft, found, sign, take
from .restoring import GivenUp, draft_restoration, keep_restoration, sign_restoration
from .rotating import StillCounts, retire_keys, retiring, rotate_key
from .suspending import AlreadySuspended, NotSuspended, resume, suspend
from .warning import warn_of_expiry

__all__ = [
    "AlreadySuspended",
    "BadMembership",
    "BadRestoration",
    "Changes",
    "GivenUp",
    "NotAMember",
    "NotSuspended",
    "Reason",
    "Replayed",
    "StillCounts",
    "TooMany",
    "admit",
    "card",
    "compose",
    "draft",
    "draft_restoration",
    "forget_nonces",
    "found",
    "heard",
    "keep_restoration",
    "resume",
    "retire_keys",
    "retiring",
    "rotate_key",
    "sign",
    "sign_restoration",
    "speaks",
    "suspend",
    "take",
    "warn_of_expiry",
]
