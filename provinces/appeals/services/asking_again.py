"""Whoever was refused asks another office to look, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from provinces.accounts.models import User
from provinces.appeals.models import Appeal, Outcome
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy.tasks import nudge

from .closing import lock
from .filing import ATTEND, Complaint, keep_statement
from .telling import Step, tell


class NotAgain(ValueError):
    """There is nothing to look at again: not refused, asked for already, or too long ago."""


@transaction.atomic
def ask_again(appeal: Appeal, complaint: Complaint, *, by: User, now: datetime) -> Appeal:
    """Have another office look at a refused appeal; it has 72 hours.

    Raises NotAgain, NothingSaid, TooManyFiles, and NotAFile.
    """
    found = lock(appeal.pk)
    if not may_ask_again(found, now):
        raise NotAgain(f"{found} cannot be looked at again")
    keep_statement(found, complaint, by=by, now=now)
    found.again_at = now
    found.again_answer_by = now + timedelta(hours=settings.APPEALS_AGAIN_HOURS)
    found.save(update_fields=["again_at", "again_answer_by"])
    body = {"level": 2, "answer_by": found.again_answer_by.isoformat()}
    ledger.record(Event.APPEAL_FILED, by=by, about=found, at=now, body=body)
    tell(found, Step.AGAIN, now=now)
    nudge(ATTEND)
    return found


def may_ask_again(appeal: Appeal, now: datetime) -> bool:
    """Tell whether a second look may be asked for."""
    if appeal.answered_at is None or appeal.again_at is not None:
        return False
    is_recent = now < appeal.answered_at + timedelta(days=settings.APPEALS_AGAIN_DAYS)
    return is_recent and appeal.outcome in (Outcome.REFUSED, Outcome.PARTLY)
