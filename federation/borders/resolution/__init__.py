"""Whose zone rules on which cell and when, and why: from signed claims to zones in effect.

One pure function of a set: the same in every province, whatever the order, repetition or delay
of what it is given.

    sifting     what counts of the input: valid, said last, signed by both
    standing    where each claim stands, by right of ground, treaty or answer
    atoms       cells cut where claims of several provinces meet
    weighing    there, minute by minute: settlement > owner > treaty > later and finer > leniency
    explaining  who decides on a cell, and why nobody else does
"""

from .claims import Acceptance, Claim, Ended, Key, Treaty, TreatyKind, ZoneClaim
from .explaining import Explanation, explain
from .outcome import (
    ALGORITHM,
    Contest,
    Effective,
    Flaw,
    Loser,
    Powerless,
    Reason,
    Rejected,
    Resolution,
    Rule,
    Tie,
    digest_of,
)
from .resolving import resolve
from .sifting import OFFER_LASTS, PART, sift

__all__ = [
    "ALGORITHM",
    "OFFER_LASTS",
    "PART",
    "Acceptance",
    "Claim",
    "Contest",
    "Effective",
    "Ended",
    "Explanation",
    "Flaw",
    "Key",
    "Loser",
    "Powerless",
    "Reason",
    "Rejected",
    "Resolution",
    "Rule",
    "Tie",
    "Treaty",
    "TreatyKind",
    "ZoneClaim",
    "digest_of",
    "explain",
    "resolve",
    "sift",
]
