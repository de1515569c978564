"""The second signature: given by another office, and only then does evidence count."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.evidence.models import Evidence, State
from provinces.evidence.signatures import Hand, SecondHand
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .effects import hold_cases, mark, particulars


class AlreadyDecided(ValueError):
    """The piece no longer awaits a signature."""


class Expired(ValueError):
    """The piece would have expired before it came into force."""


class NoReason(ValueError):
    """A rejection, an ending or a withdrawal gives its reason."""


@transaction.atomic
def approve(evidence: Evidence, *, by: User, now: datetime) -> Evidence:
    """Put filed evidence into force by the signature of another office.

    Raises AlreadyDecided, Expired, CaseFallen, SameOfficial, NotAllowed, SameOffice, and Held.
    """
    case = Evidence.objects.values_list("case", flat=True).get(pk=evidence.pk)
    hold_cases([case] if case else [], now=now)
    piece = _lock_awaiting(evidence)
    sign(piece, hand=SecondHand(by, now))
    piece.save(
        update_fields=["state", "in_force_at", "approved_by", "approved_unit", "approved_at"]
    )
    body = {**particulars(piece), "second_office": piece.approved_unit}
    ledger.record(Event.EVIDENCE_APPROVED, by=by, about=piece, at=now, body=body)
    mark([piece], because=Event.EVIDENCE_APPROVED, at=now)
    return piece


def sign(piece: Evidence, *, hand: SecondHand) -> None:
    """Sign a piece that another has filed; it is for the caller to store. Raises as `approve`."""
    if piece.expires_at <= hand.at:
        raise Expired(f"{piece} expired at {piece.expires_at.isoformat()}")
    piece.approved_unit = hand.unit_for(piece)
    piece.approved_by, piece.approved_at = hand.user, hand.at
    piece.state, piece.in_force_at = State.IN_FORCE, hand.at


@transaction.atomic
def reject(evidence: Evidence, *, by: User, because: str, now: datetime) -> Evidence:
    """Turn filed evidence down; whoever filed it may also take it back.

    Nobody is restricted by it, so the power to approve is enough, in whatever office. Raises
    AlreadyDecided, NotAllowed, and NoReason.
    """
    because = reason(because)
    piece = _lock_awaiting(evidence)
    if by.pk != piece.proposed_by_id:
        Hand(by, Power.APPROVE_EVIDENCE, now).unit_for(piece.citizen)
    piece.state = State.REJECTED
    piece.rejected_by, piece.rejected_at, piece.rejected_because = by, now, because
    piece.save(update_fields=["state", "rejected_by", "rejected_at", "rejected_because"])
    body = {"citizen": piece.citizen.reference, "because": because}
    ledger.record(Event.EVIDENCE_REJECTED, by=by, about=piece, at=now, body=body)
    return piece


def reason(because: str) -> str:
    """Return a reason as it is stored; raises NoReason."""
    because = because.strip()
    if not because or not because.isprintable() or len(because) > 300:
        raise NoReason("the reason is missing, cannot be printed, or is longer than 300 characters")
    return because


def _lock_awaiting(evidence: Evidence) -> Evidence:
    pieces = Evidence.objects.select_for_update(of=("self",))
    related = ("citizen__area", "proposed_by", "hold__decided_by")
    piece = pieces.select_related(*related).get(pk=evidence.pk)
    if piece.state != State.AWAITING:
        raise AlreadyDecided(f"{piece} is {piece.get_state_display().lower()}")
    return piece
