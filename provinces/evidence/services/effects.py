"""What every change of evidence does besides: it is recorded, and whoever it is about is stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from provinces.citizens import services as citizens
from provinces.evidence.claims import Claim
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

DRAIN = "provinces.status.tasks.drain"
AT_ONCE = 1000


class CaseFallen(ValueError):
    """The case that a contact would rest on does not count: withdrawn, expired, or not yet.

    Nor does a suspicion that was excluded.
    """


def mark(pieces: Iterable[Evidence], *, because: Event, at: datetime) -> None:
    """Mark whoever the pieces are about, and have the road walked on commit."""
    stale = sorted({piece.citizen_id for piece in pieces})
    if stale:
        citizens.mark_stale(stale, because=because, at=at)
        nudge(DRAIN)


def hold_cases(cases: Iterable[int], *, now: datetime) -> None:
    """Keep the cases that contacts rest on from being withdrawn meanwhile; raises CaseFallen.

    Taken in ascending order, so that two transactions never wait for each other.
    """
    wanted = sorted(set(cases))
    if not wanted:
        return
    found = Evidence.objects.filter(pk__in=wanted).select_for_update(no_key=True).order_by("pk")
    counting = {case.pk for case in found if counts(case, now) and not is_excluded(case)}
    for pk in wanted:
        if pk not in counting:
            raise CaseFallen(f"evidence {pk} does not count; nothing can rest on it")


def cases_of(claims: Sequence[Claim]) -> list[int]:
    """Return the cases kept here that claims rest on."""
    return [claim.contact.case.pk for claim in claims if claim.contact and claim.contact.case]


def counts(piece: Evidence, at: datetime) -> bool:
    """Tell whether a piece counts at a moment, as `EvidenceQuerySet.counting` does."""
    begun = piece.in_force_at is not None and piece.in_force_at <= at < piece.expires_at
    return begun and (piece.withdrawn_at is None or piece.withdrawn_at > at)


def is_excluded(piece: Evidence) -> bool:
    """Tell whether a piece is a suspicion that was excluded: there was no case."""
    is_suspicion = piece.evidence_class == EvidenceClass.SUSPECTED_CASE
    return is_suspicion and piece.ended_at is not None


def stands(piece: Evidence) -> bool:
    """Tell whether a piece came into force and was not withdrawn, expired or not."""
    return piece.in_force_at is not None and piece.withdrawn_at is None


def particulars(piece: Evidence) -> dict[str, Any]:
    """Return what the ledger commits to of a piece."""
    moments = {name: getattr(piece, name) for name in ("happened_at", "onset_at", "ends_at")}
    return {
        "class": str(piece.evidence_class),
        "citizen": piece.citizen.reference,
        **{name: moment.isoformat() for name, moment in moments.items() if moment},
        "expires_at": piece.expires_at.isoformat(),
        "details": piece.details,
        "source": str(piece.source),
        "source_reference": piece.source_reference,
        "authority": piece.authority,
        "legal_basis": piece.legal_basis,
        "case": f"evidence.evidence:{piece.case_id}" if piece.case_id else piece.case_reference,
        "method": piece.method,
        "office": piece.proposed_unit,
    }
