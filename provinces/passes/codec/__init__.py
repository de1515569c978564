"""A pass as text, and back: COSE_Sign1 with ES256 in Base45. Pure: no Django, no clock.

CC1: ─► Base45 ─► COSE_Sign1 ─► key id ─► signature ─► claims ─► issuer ─► time
        NotAPass  WrongAlgorithm UnknownKey Tampered   NotAPass Untrusted  NotYetValid, Expired
"""

from .claims import ALWAYS, PLACES, Admits, Asks, Claims, Entry, Follows, Kind, StatusReference
from .failures import (
    BadPass,
    Expired,
    NotAPass,
    NotYetValid,
    Tampered,
    UnknownKey,
    Untrusted,
    Withdrawn,
    WrongAlgorithm,
)
from .lists import BadList, StatusList, TrustedKey, TrustList
from .passes import LONGEST, PREFIX, SKEW, Known, check_time, decode, encode

__all__ = [
    "ALWAYS",
    "LONGEST",
    "PLACES",
    "PREFIX",
    "SKEW",
    "Admits",
    "Asks",
    "BadList",
    "BadPass",
    "Claims",
    "Entry",
    "Expired",
    "Follows",
    "Kind",
    "Known",
    "NotAPass",
    "NotYetValid",
    "StatusList",
    "StatusReference",
    "Tampered",
    "TrustList",
    "TrustedKey",
    "UnknownKey",
    "Untrusted",
    "Withdrawn",
    "WrongAlgorithm",
    "check_time",
    "decode",
    "encode",
]
