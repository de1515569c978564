"""Much evidence at once: filed by one official, approved by another, written set by set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.evidence.claims import Claim, InvalidClaim
from provinces.evidence.models import Evidence
from provinces.evidence.signatures import Hand, SecondHand
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .approving import sign
from .effects import AT_ONCE, cases_of, hold_cases, mark, particulars
from .proposing import filed


@transaction.atomic
def effect_many(
    claims: Sequence[Claim], *, by: User, approved_by: User, now: datetime
) -> list[Evidence]:
    """File and approve evidence as `propose` and `approve` do one by one, for a province set up.

    Nothing of it is held, however much it is: no door and no command of a province has it.

    The same checks, rows and four eyes, at the cost of few statements; the ledger holds one
    entry for all filings and one for all approvals. All or nothing. Raises as those do; an
    InvalidClaim says which claim it is.
    """
    pieces = filed_all(claims, Hand(by, Power.PROPOSE_EVIDENCE, now))
    hold_cases(cases_of(claims), now=now)
    second = SecondHand(approved_by, now)
    for piece in pieces:
        sign(piece, hand=second)
    Evidence.objects.bulk_create(pieces, AT_ONCE)
    if pieces:
        body = {"pieces": [particulars(piece) for piece in pieces]}
        ledger.record(Event.EVIDENCE_PROPOSED, by=by, about=None, at=now, body=body)
        ledger.record(Event.EVIDENCE_APPROVED, by=approved_by, about=None, at=now, body=body)
        mark(pieces, because=Event.EVIDENCE_APPROVED, at=now)
    return pieces


def filed_all(claims: Sequence[Claim], hand: Hand) -> list[Evidence]:
    """Return pieces that an official files, not yet stored; an InvalidClaim says which it is."""
    pieces = []
    for index, claim in enumerate(claims):
        try:
            pieces.append(filed(claim, hand=hand))
        except InvalidClaim as problem:
            raise InvalidClaim(problem.problems, index) from problem
    return pieces
