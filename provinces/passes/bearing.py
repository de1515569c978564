"""Whose pass somebody shows: told by the text of it, or by its letters, and by nothing else.

    day, paper     a row, for as long as the pass lasts
    live           a row for some minutes, if its person shows it to be asked about; else nobody's

A pass that was withdrawn because it was not true any more is still its person's. One that they took
back, or had replaced, may be in anybody's hands.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from provinces.tenancy import scope

from . import codec, listing, spoken
from .codec import BadPass, Claims
from .models import Issued, Shown

LONGEST = 2000
_NOBODY = 0


def bearer(said: str, at: datetime) -> int:
    """Return the number of the citizen whose pass this is, 0 for nobody's, whatever is wrong."""
    said = said.strip()[:LONGEST]
    claims = _read(said, at)
    letters = said if claims is None else spoken.letters(claims.opaque_id)
    hashed = spoken.hashed(letters)
    shown = Shown.objects.filter(letters_hash=hashed, expires_at__gt=at)
    found = [*shown.values_list("citizen", flat=True), *_issued(claims, hashed, at)]
    return found[0] if found else _NOBODY


def _read(said: str, at: datetime) -> Claims | None:
    """Return what the text of one of this province's own passes says; None for any other."""
    try:
        claims = codec.decode(said, listing.trusted(at).known)
        codec.check_time(claims, int(at.timestamp()))
    except BadPass:
        return None
    return claims if claims.issuer == scope.current().slug else None


def _issued(claims: Claims | None, hashed: bytes, at: datetime) -> list[int]:
    which = Q(letters_hash=hashed)
    if claims is not None and claims.status is not None:
        which = Q(list=claims.status.list, index=claims.status.index)
    its_persons = Q(withdrawn_at=None) | Q(because=Issued.Because.UNTRUE)
    found = Issued.objects.filter(which, its_persons, expires_at__gt=at, issued_at__lte=at)
    return list(found.values_list("citizen", flat=True))
