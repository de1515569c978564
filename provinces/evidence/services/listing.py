"""Lists: filed in one go as one batch, and signed or turned down as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction

from provinces.accounts.models import User
from provinces.evidence.claims import Claim
from provinces.evidence.models import Batch, Evidence, State
from provinces.evidence.signatures import Hand, SecondHand
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import holding
from .approving import AlreadyDecided, reason, sign
from .bulk import filed_all
from .effects import AT_ONCE, cases_of, hold_cases, mark, particulars


class NotAList(ValueError):
    """A list has at least one claim, not too many, all of one class, and nobody twice."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a list; `known` says that the same one was taken before."""

    batch: Batch
    known: bool = False
    is_held: bool = False


@transaction.atomic
def file_list(claims: Sequence[Claim], *, digest: str, by: User, now: datetime) -> Taken:
    """File a list as one batch, which awaits the approval of another office; all or nothing.

    `digest` is the SHA-256 of what the list says, in hex: the same list of a unit is taken once.
    Too much is held. Raises NotAList, and what `propose` raises; an InvalidClaim says which claim
    it is.
    """
    _refuse_other_lists(claims)
    holding.stand_in_line()
    pieces = filed_all(claims, Hand(by, Power.PROPOSE_EVIDENCE, now))
    unit = pieces[0].proposed_unit
    if known := Batch.objects.filter(filed_unit=unit, digest=digest).first():
        return Taken(known, known=True)
    hold_cases(cases_of(claims), now=now)
    batch = Batch.objects.create(
        evidence_class=pieces[0].evidence_class,
        digest=digest,
        count=len(pieces),
        filed_by=by,
        filed_unit=unit,
        filed_at=now,
    )
    for piece in pieces:
        piece.batch = batch
    Evidence.objects.bulk_create(pieces, AT_ONCE)
    body = {"digest": digest, "pieces": [particulars(piece) for piece in pieces]}
    ledger.record(Event.EVIDENCE_PROPOSED, by=by, about=batch, at=now, body=body)
    is_held = bool(holding.look_over(pieces, by=by, now=now))
    return Taken(batch, is_held=is_held)


@transaction.atomic
def approve_list(batch: Batch, *, by: User, now: datetime) -> list[Evidence]:
    """Put what is left of a list into force by the signature of another office; all or nothing.

    Raises AlreadyDecided where nothing is left, and what `approve` raises.
    """
    awaiting = Evidence.objects.filter(batch=batch, state=State.AWAITING)
    cases = awaiting.values_list("case", flat=True).distinct()
    hold_cases([case for case in cases if case is not None], now=now)
    pieces = _locked_awaiting(batch)
    second = SecondHand(by, now)
    for piece in pieces:
        sign(piece, hand=second)
    for unit, some in groupby(sorted(pieces, key=_unit), key=_unit):
        Evidence.objects.filter(pk__in=[piece.pk for piece in some]).update(
            state=State.IN_FORCE,
            in_force_at=now,
            approved_by=by,
            approved_unit=unit,
            approved_at=now,
        )
    body = {"pieces": [particulars(piece) for piece in pieces]}
    ledger.record(Event.EVIDENCE_APPROVED, by=by, about=batch, at=now, body=body)
    mark(pieces, because=Event.EVIDENCE_APPROVED, at=now)
    return pieces


@transaction.atomic
def reject_list(batch: Batch, *, by: User, because: str, now: datetime) -> int:
    """Turn down what is left of a list; whoever filed it may also take it back.

    Raises AlreadyDecided, NotAllowed, and NoReason.
    """
    because = reason(because)
    pieces = _locked_awaiting(batch)
    hand = Hand(by, Power.APPROVE_EVIDENCE, now)
    for piece in pieces:
        if by.pk != piece.proposed_by_id:
            hand.unit_for(piece.citizen)
    left = Evidence.objects.filter(pk__in=[piece.pk for piece in pieces])
    left.update(state=State.REJECTED, rejected_by=by, rejected_at=now, rejected_because=because)
    references = [piece.citizen.reference for piece in pieces]
    body = {"citizens": references, "because": because}
    ledger.record(Event.EVIDENCE_REJECTED, by=by, about=batch, at=now, body=body)
    return len(pieces)


def _unit(piece: Evidence) -> str:
    return piece.approved_unit


def _locked_awaiting(batch: Batch) -> list[Evidence]:
    found = Evidence.objects.filter(batch=batch, state=State.AWAITING).order_by("pk")
    found = found.select_related("citizen__area", "proposed_by", "hold__decided_by")
    pieces = list(found.select_for_update(of=("self",)))
    if not pieces:
        raise AlreadyDecided(f"nothing of {batch} awaits a signature")
    return pieces


def _refuse_other_lists(claims: Sequence[Claim]) -> None:
    if not 1 <= len(claims) <= settings.EVIDENCE_LIST_LINES:
        raise NotAList(f"a list has 1 to {settings.EVIDENCE_LIST_LINES} claims")
    if len({claim.evidence_class for claim in claims}) > 1:
        raise NotAList("a list is of one class")
    if len({claim.citizen.pk for claim in claims}) < len(claims):
        raise NotAList("nobody is on a list twice")
