"""An office ends or withdraws what it has filed or signed: one hand is enough to free somebody.

What burdens a person takes two offices, what frees them takes one of the two; to burden them anew
takes two again.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.evidence.corrections import Over, Wrong
from provinces.evidence.models import Evidence, Origin
from provinces.evidence.signatures import issuing_units

from .approving import NoReason
from .lessening import end, withdraw


class NotIssued(ValueError):
    """Another office than the official's filed and signed it, or its source speaks for itself."""


@transaction.atomic
def correct(evidence: Evidence, because: str, *, by: User, now: datetime) -> list[Evidence]:
    """Withdraw a piece of the official's office as wrong, with what rests on it; return all of it.

    Raises NotIssued, NoReason for what is not on the list, and what `withdraw` raises.
    """
    if because not in set(Wrong):
        raise NoReason("it is withdrawn for a reason of the list")
    _require_issued(evidence, by, now)
    return withdraw(evidence, by=by, because=because, now=now)


@transaction.atomic
def conclude(
    evidence: Evidence, because: str, *, at: datetime, by: User, now: datetime
) -> Evidence:
    """Say when a piece of the official's office came to its end.

    Raises NotIssued, NoReason for what is not on the list, and what `end` raises.
    """
    if because not in set(Over):
        raise NoReason("it is ended for a reason of the list")
    _require_issued(evidence, by, now)
    return end(evidence, at=at, by=by, because=because, now=now)


def _require_issued(evidence: Evidence, by: User, now: datetime) -> None:
    units = {evidence.proposed_unit, evidence.approved_unit} - {""}
    if evidence.source != Origin.MANUAL or not units & issuing_units(by, now):
        raise NotIssued(f"{evidence} is not of an office of {by}")
