"""Officials file evidence; it has no effect before another office has approved it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.evidence.claims import Claim, checked, piece_of
from provinces.evidence.classes import SELF_DECLARED
from provinces.evidence.models import Evidence, Origin
from provinces.evidence.signatures import Hand
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import holding
from .effects import cases_of, hold_cases, particulars


class OnlyThePerson(ValueError):
    """Evidence of this class is what the person declares; nobody else can."""


@transaction.atomic
def propose(claim: Claim, *, by: User, now: datetime) -> Evidence:
    """File evidence about a citizen; it awaits the approval of another office.

    If it is too much, together with what was filed lately, it is held instead. Raises NotAllowed,
    OnlyThePerson, InvalidClaim, and CaseFallen.
    """
    piece = filed(claim, hand=Hand(by, Power.PROPOSE_EVIDENCE, now))
    holding.stand_in_line()
    hold_cases(cases_of([claim]), now=now)
    piece.save(force_insert=True)
    ledger.record(Event.EVIDENCE_PROPOSED, by=by, about=piece, at=now, body=particulars(piece))
    if holding.look_over([piece], by=by, now=now):
        piece.refresh_from_db(fields=["hold", "held_at"])
    return piece


def filed(claim: Claim, *, hand: Hand) -> Evidence:
    """Return a piece that an official files, not yet stored.

    Whose case a contact rests on is for those to say who have power there, too; others name it
    by its reference. Raises as `propose`.
    """
    unit = hand.unit_for(claim.citizen)
    refuse_own_word(claim)
    claim = checked(claim, source=Origin.MANUAL, now=hand.at)
    if claim.contact and claim.contact.case:
        hand.unit_for(claim.contact.case.citizen)
    if claim.contact and claim.contact.investigator is None:
        claim = replace(claim, contact=replace(claim.contact, investigator=hand.user))
    piece = piece_of(claim, Origin.MANUAL)
    piece.proposed_by, piece.proposed_unit, piece.proposed_at = hand.user, unit, hand.at
    return piece


def refuse_own_word(claim: Claim) -> None:
    """Raise OnlyThePerson where a claim is for the person alone to make."""
    if claim.evidence_class in SELF_DECLARED:
        raise OnlyThePerson(f"{claim.evidence_class} is for the person alone to declare")
