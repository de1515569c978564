"""Another province's word is for that province to answer; the person's own stays their only desk.

queued ─► taken: the federation has sent it, and a clock runs there ─► answered
     └──► returned: nobody can be asked; the person's province answers by itself
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.appeals.models import Appeal, Forwarded, Outcome
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from .closing import Answer, close, lock
from .filing import ATTEND
from .telling import Step, tell


@dataclass(frozen=True, slots=True)
class Taken:
    """Under which name the federation carries it, to whom, and until when they have to answer."""

    contest: uuid.UUID
    issuer: str
    answer_by: datetime


@transaction.atomic
def hold_forwarded(key: int) -> bool:
    """Have a queued appeal stay as it is in this transaction; tell whether it still waits.

    For whoever is about to ask another province, which cannot be unsaid.
    """
    forwarded = _lock(key)
    is_queued = forwarded.taken_at is None and forwarded.returned_at is None
    return is_queued and forwarded.appeal.answered_at is None


@transaction.atomic
def take_forwarded(key: int, taken: Taken, *, now: datetime) -> bool:
    """Note that the issuer was asked; tell whether it still waited for that."""
    forwarded = _lock(key)
    if forwarded.taken_at is not None or forwarded.returned_at is not None:
        return False
    forwarded.taken_at, forwarded.contest = now, taken.contest
    forwarded.issuer, forwarded.answer_by = taken.issuer, taken.answer_by
    forwarded.save(update_fields=["taken_at", "contest", "issuer", "answer_by"])
    appeal = lock(forwarded.appeal_id)
    lying = appeal.reviews.filter(answered_at=None, released_at=None)
    lying.update(released_at=now, released_because="forwarded")
    body = {"issuer": taken.issuer, "answer_by": taken.answer_by.isoformat()}
    ledger.record(Event.APPEAL_FORWARDED, by=None, about=appeal, at=now, body=body)
    tell(appeal, Step.FORWARDED, now=now)
    return True


@transaction.atomic
def return_forwarded(key: int, *, because: str, now: datetime) -> bool:
    """Note that nobody can be asked elsewhere; tell whether that was still open."""
    forwarded = _lock(key)
    if forwarded.taken_at is not None or forwarded.returned_at is not None:
        return False
    forwarded.returned_at, forwarded.returned_because = now, because
    forwarded.save(update_fields=["returned_at", "returned_because"])
    nudge(ATTEND)
    return True


@transaction.atomic
def answered_elsewhere(key: int, *, is_taken_back: bool, reasons: str, now: datetime) -> bool:
    """Take the issuer's answer down to the person; tell whether there was none before.

    What it takes back, or leaves unanswered, the federation has undone by now. What it upholds is
    refused, where the ground rests on nothing else; the person may ask for a second look at home.
    """
    forwarded = _lock(key)
    if forwarded.taken_at is None or forwarded.answered_at is not None:
        return False
    outcome = Outcome.UPHELD if is_taken_back else Outcome.REFUSED
    forwarded.answered_at, forwarded.outcome = now, outcome
    forwarded.reasons = reasons[:2000]
    forwarded.save(update_fields=["answered_at", "outcome", "reasons"])
    appeal = lock(forwarded.appeal_id)
    if is_taken_back:
        key_of = forwarded.piece or forwarded.result
        appeal.bases.filter(piece=key_of, overturned_at=None).update(overturned_at=now)
    if appeal.answered_at is None and _rests_on_that_alone(appeal):
        close(appeal, Answer(outcome, forwarded.issuer), now=now)
    nudge(ATTEND)
    return True


def _rests_on_that_alone(appeal: Appeal) -> bool:
    return appeal.bases.count() == 1


def _lock(key: int) -> Forwarded:
    return Forwarded.objects.select_for_update(of=("self",)).get(pk=key)
