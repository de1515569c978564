"""Evidence comes to its end, or is withdrawn: once each, and never back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.claims import TOLERANCE, whole_minute
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.evidence.models import Evidence, Origin
from provinces.evidence.signatures import NotAllowed, refuse_oneself, unit_to_lessen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .approving import reason
from .effects import counts, is_excluded, mark, stands

STORE_ENDINGS = """
UPDATE evidence_evidence e
SET ended_at = said.at, ended_because = said.because, end_noted_at = %s
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS said (id, at, because)
WHERE e.id = said.id
"""


class NotInForce(ValueError):
    """The piece does not count: it awaits its signature, or was rejected, withdrawn, or expired."""


class NoEnding(ValueError):
    """Evidence of this class ends by expiry alone."""


class AlreadyEnded(ValueError):
    """When the piece came to its end has been said."""


class OutsidePeriod(ValueError):
    """A piece ends after it happened, before it expires, and not in the time to come."""


@dataclass(frozen=True, slots=True)
class Ending:
    """When a piece came to its end, and why."""

    evidence: Evidence
    at: datetime
    because: str


@transaction.atomic
def end(
    evidence: Evidence, *, at: datetime, by: User | None, because: str, now: datetime
) -> Evidence:
    """Say when somebody was discharged, released, cleared of a suspicion, or left.

    One signature is enough, of whoever may file or approve evidence about the person. Without
    `by` it is the source itself that says so: a register, a laboratory, a peer. It is said when it
    has happened: what begins at the end, such as care after a discharge, would else be put off by
    one hand. With a suspicion that is excluded go the contacts that rest on it. Raises NotInForce,
    NoEnding, AlreadyEnded, OutsidePeriod, NotAllowed, and NoReason.
    """
    piece = _lock_counting(evidence, now)
    unit = _end(piece, Ending(evidence, at, because), by=by, now=now)
    piece.save(update_fields=["ended_at", "ended_by", "end_noted_at", "ended_because"])
    resting = _resting_on_nothing(piece, now)
    body = {**_ending(piece), "office": unit, "resting_on_it": [each.pk for each in resting]}
    ledger.record(Event.EVIDENCE_ENDED, by=by, about=piece, at=now, body=body)
    mark([piece], because=Event.EVIDENCE_ENDED, at=now)
    _let_fall(resting, piece, by=by, because=piece.ended_because, now=now)
    return piece


@transaction.atomic
def end_many(endings: Sequence[Ending], *, now: datetime) -> list[Evidence]:
    """Say when pieces of registers, laboratories and peers ended, as their sources tell.

    As `end` does one by one, at the cost of few statements; the ledger holds one entry for all of
    them, and one for each contact that goes with them. All or nothing. Raises as `end` does.
    """
    said = {ending.evidence.pk: ending for ending in endings}
    pieces = list(_locked().filter(pk__in=said).order_by("pk"))
    for piece in pieces:
        _refuse_idle(piece, now)
        _end(piece, said[piece.pk], by=None, now=now)
    if pieces:
        _store_endings(pieces, now)
        body = {"pieces": [_ending(piece) for piece in pieces]}
        ledger.record(Event.EVIDENCE_ENDED, by=None, about=None, at=now, body=body)
        mark(pieces, because=Event.EVIDENCE_ENDED, at=now)
        for piece in pieces:
            resting = _resting_on_nothing(piece, now)
            _let_fall(resting, piece, by=None, because=piece.ended_because, now=now)
    return pieces


def _store_endings(pieces: Sequence[Evidence], now: datetime) -> None:
    keys = [piece.pk for piece in pieces]
    ended = [piece.ended_at for piece in pieces]
    because = [piece.ended_because for piece in pieces]
    with connection.cursor() as cursor:
        cursor.execute(STORE_ENDINGS, [now, keys, ended, because])


def _end(piece: Evidence, ending: Ending, *, by: User | None, now: datetime) -> str:
    """Say of a piece when it ended, without storing it; return in whose name."""
    because = reason(ending.because)
    if not FORMS[EvidenceClass(piece.evidence_class)].ended:
        raise NoEnding(f"{piece} ends by expiry alone")
    if piece.ended_at is not None:
        raise AlreadyEnded(f"{piece} ended at {piece.ended_at.isoformat()}")
    unit = _unit(piece, by, now)
    piece.ended_at, piece.ended_by = _within(piece, ending.at, now), by
    piece.end_noted_at, piece.ended_because = now, because
    return unit


def _ending(piece: Evidence) -> dict[str, Any]:
    """Return what the ledger commits to of an ending."""
    return {
        "evidence": ledger.name(piece),
        "citizen": piece.citizen.reference,
        "ended_at": piece.ended_at and piece.ended_at.isoformat(),
        "because": piece.ended_because,
    }


@transaction.atomic
def withdraw(evidence: Evidence, *, by: User | None, because: str, now: datetime) -> list[Evidence]:
    """Take a piece back, as wrong: from now on it has no effect, nor has what rests on it.

    One signature is enough, of whoever may file or approve evidence about the person. Without
    `by` it is the source itself that takes it back. A piece that has expired is taken back while
    anything that rests on it counts. Returns the piece and the contacts that rested on it. Raises
    NotInForce, NotAllowed, and NoReason.
    """
    because = reason(because)
    piece = _locked().get(pk=evidence.pk)
    resting = _resting_on(piece, now) if stands(piece) else []
    if not resting:
        _refuse_idle(piece, now)
    unit = _unit(piece, by, now)
    return _withdraw(piece, resting, by=by, because=because, unit=unit, now=now)


@transaction.atomic
def retract(evidence: Evidence, *, of: Citizen, now: datetime) -> Evidence:
    """Take back what a citizen has declared of themselves.

    Raises NotAllowed where it is not their own declaration, and NotInForce.
    """
    piece = _lock_counting(evidence, now)
    if piece.source != Origin.SELF or piece.citizen_id != of.pk:
        raise NotAllowed(f"{piece} is not what {of} declared")
    _store_withdrawal([piece], by=None, because="taken back by the person", now=now)
    body = {"citizen": of.reference, "because": piece.withdrawn_because}
    ledger.record(Event.EVIDENCE_WITHDRAWN, by=of, about=piece, at=now, body=body)
    mark([piece], because=Event.EVIDENCE_WITHDRAWN, at=now)
    return piece


def take_back(
    piece: Evidence, *, by: User, because: str, unit: str, now: datetime
) -> list[Evidence]:
    """Withdraw a piece, and what rests on it, for whoever may decide about the hold it is in."""
    piece = _locked().get(pk=piece.pk)
    return _withdraw(piece, _resting_on(piece, now), by=by, because=because, unit=unit, now=now)


def _withdraw(
    piece: Evidence,
    resting: Sequence[Evidence],
    *,
    by: User | None,
    because: str,
    unit: str,
    now: datetime,
) -> list[Evidence]:
    _store_withdrawal([piece], by=by, because=because, now=now)
    body = {
        "citizen": piece.citizen.reference,
        "because": because,
        "office": unit,
        "resting_on_it": [each.pk for each in resting],
    }
    ledger.record(Event.EVIDENCE_WITHDRAWN, by=by, about=piece, at=now, body=body)
    mark([piece], because=Event.EVIDENCE_WITHDRAWN, at=now)
    _let_fall(resting, piece, by=by, because=because, now=now)
    return [piece, *resting]


def _let_fall(
    resting: Sequence[Evidence], piece: Evidence, *, by: User | None, because: str, now: datetime
) -> None:
    """Take back what rested on a piece, for the same reason as that; raises NotAllowed."""
    _refuse_own(resting, by)
    _store_withdrawal(resting, by=by, because=because, now=now)
    for each in resting:
        fallen = {"citizen": each.citizen.reference, "because": because, "with": piece.pk}
        ledger.record(Event.EVIDENCE_WITHDRAWN, by=by, about=each, at=now, body=fallen)
    mark(resting, because=Event.EVIDENCE_WITHDRAWN, at=now)


def _resting_on_nothing(piece: Evidence, now: datetime) -> list[Evidence]:
    """Return what rests on a piece that has ended, where its end says that there was no case."""
    return _resting_on(piece, now) if is_excluded(piece) else []


def _refuse_own(pieces: Iterable[Evidence], by: User | None) -> None:
    """Raise NotAllowed where an official would let themselves go together with others."""
    for piece in pieces:
        if by is not None:
            refuse_oneself(by, piece.citizen)


def _resting_on(piece: Evidence, now: datetime) -> list[Evidence]:
    """Return what rests on a piece and counts: its contacts, and theirs in turn.

    What has expired in between is passed through: what rests on it may count for longer.
    """
    found: list[Evidence] = []
    basis = [piece.pk]
    while basis:
        rows = list(_locked().filter(case__in=basis).order_by("pk"))
        found += [row for row in rows if counts(row, now)]
        basis = [row.pk for row in rows]
    return found


def _store_withdrawal(
    pieces: Iterable[Evidence], *, by: User | None, because: str, now: datetime
) -> None:
    for piece in pieces:
        piece.withdrawn_by, piece.withdrawn_at, piece.withdrawn_because = by, now, because
        piece.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_because"])


def _lock_counting(evidence: Evidence, now: datetime) -> Evidence:
    piece = _locked().get(pk=evidence.pk)
    _refuse_idle(piece, now)
    return piece


def _locked() -> QuerySet[Evidence]:
    return Evidence.objects.select_for_update(of=("self",)).select_related("citizen__area")


def _refuse_idle(piece: Evidence, now: datetime) -> None:
    if not counts(piece, now):
        raise NotInForce(f"{piece} does not count at {now.isoformat()}")


def _unit(piece: Evidence, by: User | None, now: datetime) -> str:
    if by is not None:
        return unit_to_lessen(by, piece.citizen, now)
    if piece.source in (Origin.MANUAL, Origin.SELF):
        raise NotAllowed(f"{piece} has no source that speaks for itself")
    return ""


def _within(piece: Evidence, at: datetime, now: datetime) -> datetime:
    if at.tzinfo is None:
        raise OutsidePeriod("the moment has no time zone")
    if at > now + TOLERANCE:
        raise OutsidePeriod(f"{at.isoformat()} is to come; an end is told when it has happened")
    at = whole_minute(at)
    if not piece.happened_at <= at <= piece.expires_at:
        raise OutsidePeriod(
            f"{at.isoformat()} is not between {piece.happened_at.isoformat()}"
            f" and {piece.expires_at.isoformat()}"
        )
    return at
