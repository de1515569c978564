"""The code that a venue shows: another one each minute, told from a forged one by the province.

    key of the province ─► key of the venue, by reference and number ─► HMAC of the minute
                                                                          │
    K7Q2 - 4XPM - 9RTB  =  reference and eight letters of it ◄────────────┘

A code that was seen can be sent on while it counts, to anybody anywhere. Nothing could tell; so a
check-in is a reason to ask, and no more.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings

from core.signing.letters import grouped, letters, typed
from provinces.citizens import identities
from provinces.tenancy import credentials, scope

REFERENCE, PROOF = 4, 8


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is shown, and from when on another one is."""

    text: str
    until: datetime


def code_at(reference: str, key: int, at: datetime) -> Code:
    """Return the code of a venue at a moment."""
    step = _step(at)
    until = datetime.fromtimestamp((step + 1) * _seconds(), UTC)
    return Code(grouped(reference + _proof(reference, key, step)), until)


def reference_in(said: str) -> str:
    """Return which venue a code would be of."""
    return typed(said)[:REFERENCE]


def counts(said: str, key: int, at: datetime) -> bool:
    """Tell whether a code is its venue's, of this minute or the one before: it takes time to type.

    Equal work whatever is said.
    """
    code, now = typed(said), _step(at)
    known = [_proof(reference_in(said), key, step) for step in (now, now - 1)]
    fits = [hmac.compare_digest(each.encode(), code[REFERENCE:].encode()) for each in known]
    return any(fits)


def word_hash(reference: str, word: str) -> bytes:
    """Return what is kept of the word by which somebody shows a venue's codes."""
    return _keyed(b"venue word", f"{reference} {typed(word)}")


def _proof(reference: str, key: int, step: int) -> str:
    secret = _keyed(b"venue", f"{reference} {key}")
    return letters(hmac.digest(secret, str(step).encode(), hashlib.sha256), PROOF)


def _keyed(purpose: bytes, what: str) -> bytes:
    return identities.keyed(credentials.key_of(scope.current().slug), purpose, what.encode())


def _step(at: datetime) -> int:
    return int(at.timestamp()) // _seconds()


def _seconds() -> int:
    seconds: int = settings.PRESENCE_VENUE_CODE_SECONDS
    return seconds
