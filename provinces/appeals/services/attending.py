"""Every minute, and at once when one is filed: appeals are checked again, given out, and timed.

    filed ─► checked again ─► ground gone, or ended by itself: answered by the machine
                     └──────► stands: to an official of another office
    clock missed ─► to a higher office; what is weak has no effect until it is answered

The machine never refuses: what it cannot lift, a person looks at.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from provinces.appeals import rechecking
from provinces.appeals.assigning import chosen
from provinces.appeals.models import Appeal, Outcome, Recheck, Reversal, Review
from provinces.citizens import services as citizens
from provinces.evidence import services as evidence
from provinces.evidence.models import Why
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.status import pipeline
from provinces.status import queries as status
from provinces.status.models import Outcome as Decided

from .closing import Answer, close, lock
from .effects import overturn, suspendable
from .mailing import file_mailed
from .settling import settle_laboratories
from .telling import Step, tell

log = logging.getLogger(__name__)


def attend(*, now: datetime) -> int:
    """Take up what is new, lies with nobody, or is late; return how many appeals were looked at.

    Each is a transaction: one that fails keeps no other waiting.
    """
    evidence.end_due_suspensions(now=now)
    settle_laboratories(now=now)
    file_mailed(now=now)
    _recheck_new(now)
    to_do = Appeal.objects.open().exclude(rechecked_at=None).order_by("answer_by")
    done = 0
    for key in to_do.values_list("pk", flat=True):
        try:
            _take_up(key, now)
        except Exception:  # one that fails keeps no other waiting
            log.exception("appeal %s could not be taken up", key)
        else:
            done += 1
    return done


def _recheck_new(now: datetime) -> None:
    new = Appeal.objects.filter(rechecked_at=None, answered_at=None)
    people = sorted(set(new.values_list("citizen", flat=True)))
    if not people:
        return
    with transaction.atomic():
        citizens.mark_stale(people, because=Event.APPEAL_FILED, at=now)
    pipeline.drain(now=now)
    for key in list(new.order_by("filed_at").values_list("pk", flat=True)):
        recheck(key, now=now)


@transaction.atomic
def recheck(key: int, *, now: datetime) -> Appeal:
    """Have the machine look again, the road having been walked; it may lift, and never refuses."""
    appeal = lock(key)
    if appeal.rechecked_at is not None or not appeal.is_open:
        return appeal
    bases = list(appeal.bases.order_by("pk"))
    reversal = _reversal(appeal)
    appeal.rechecked_at = now
    appeal.recheck = Recheck.REVERSED if reversal else _standing(appeal, now)
    appeal.findings = [str(seen) for seen in rechecking.look(appeal, bases, now=now)]
    appeal.save(update_fields=["rechecked_at", "recheck", "findings"])
    body = {"recheck": str(appeal.recheck), "findings": appeal.findings}
    ledger.record(Event.APPEAL_RECHECKED, by=None, about=appeal, at=now, body=body)
    if reversal is not None:
        of_cause = [basis for basis in bases if basis.cause == reversal.cause]
        overturn(appeal, of_cause, by=None, because=reversal.because, now=now)
        if len(of_cause) == len(bases):
            close(appeal, Answer(Outcome.UPHELD, reversal.signed_unit), now=now)
    elif appeal.recheck == Recheck.GONE:
        close(appeal, Answer(Outcome.UPHELD, step=Step.GONE), now=now)
    elif appeal.recheck == Recheck.ENDED:
        close(appeal, Answer(Outcome.ENDED), now=now)
    else:
        tell(appeal, Step.STANDS, now=now)
    return appeal


def _standing(appeal: Appeal, now: datetime) -> Recheck:
    """Tell whether the contested ground still holds, has fallen, or ended: by time or by a test."""
    holding = {ground.ground for ground in status.status_of(appeal.citizen, now).grounds}
    if appeal.ground in holding:
        return Recheck.STANDS
    decided = Decided.objects.filter(pk=appeal.decision_id).first()
    grounds = decided.grounds if decided is not None else []
    until = next((one["until"] for one in grounds if one["ground"] == appeal.ground), None)
    is_over = until is not None and datetime.fromisoformat(until) <= now
    return Recheck.GONE if not is_over and rechecking.has_fallen(appeal, now) else Recheck.ENDED


def _reversal(appeal: Appeal) -> Reversal | None:
    """Return the reversal that another office has signed of a cause of this appeal, if any."""
    causes = appeal.bases.filter(overturned_at=None).values_list("cause", flat=True)
    return Reversal.objects.filter(cause__in=list(causes)).exclude(signed_at=None).first()


@transaction.atomic
def _take_up(key: int, now: datetime) -> None:
    appeal = lock(key)
    if not appeal.is_open:
        return
    if appeal.clock <= now:
        _miss(appeal, now)
    if _lies_elsewhere(appeal, now) or not appeal.is_open:
        return
    lying = appeal.reviews.filter(answered_at=None, released_at=None).first()
    if lying is None:
        _assign(appeal, now)
    elif lying.answer_by <= now:
        _escalate(appeal, lying, now)


def _lies_elsewhere(appeal: Appeal, now: datetime) -> bool:
    """Tell whether another province has to answer first: not once its clock is missed."""
    forwarded = getattr(appeal, "forwarded", None)
    if appeal.level != 1 or forwarded is None or appeal.clock <= now:
        return False
    if forwarded.returned_at is not None or forwarded.answered_at is not None:
        return False
    return forwarded.taken_at is not None or forwarded.piece is not None


def _assign(appeal: Appeal, now: datetime, *, after: Review | None = None) -> bool:
    """Give an appeal to an official; tell whether there is one."""
    office = chosen(appeal, now=now, above=after.area if after else None)
    if office is None:
        return False
    if after is not None:
        after.released_at, after.released_because = now, "late"
        after.save(update_fields=["released_at", "released_because"])
    is_late = appeal.clock <= now
    later = now + timedelta(hours=settings.APPEALS_ESCALATED_HOURS)
    made = Review.objects.create(
        appeal=appeal,
        level=appeal.level,
        reviewer=office.user,
        unit=office.unit,
        area=office.area,
        assigned_at=now,
        answer_by=later if is_late else appeal.clock,
    )
    body = {"office": made.unit, "level": made.level, "answer_by": made.answer_by.isoformat()}
    ledger.record(Event.APPEAL_ASSIGNED, by=None, about=appeal, at=now, body=body)
    tell(appeal, Step.ESCALATED if after else Step.ASSIGNED, now=now)
    return True


def _escalate(appeal: Appeal, late: Review, now: datetime) -> None:
    if _assign(appeal, now, after=late):
        body = {"from": late.unit, "level": appeal.level}
        ledger.record(Event.APPEAL_ESCALATED, by=None, about=appeal, at=now, body=body)


def _miss(appeal: Appeal, now: datetime) -> None:
    """Note that nobody answered in time, and relieve the person where that may be, once each."""
    if appeal.escalated_at is None:
        appeal.escalated_at = now
        appeal.save(update_fields=["escalated_at"])
    if _may_be_relieved(appeal):
        _relieve(appeal, now)


def _may_be_relieved(appeal: Appeal) -> bool:
    """Tell whether all that a ground rests on is weak; a laboratory's positive never is."""
    return not appeal.bases.filter(Q(is_weak=False) | ~Q(overturned_at=None)).exists()


def _relieve(appeal: Appeal, now: datetime) -> None:
    things = [
        suspendable(basis, appeal.citizen_id, now=now, is_open_ended=True)
        for basis in appeal.bases.all()
    ]
    name = ledger.name(appeal)
    if not evidence.suspend(things, why=Why.UNANSWERED, because_of=name, now=now):
        return
    if appeal.relieved_at is None:
        appeal.relieved_at = now
        appeal.save(update_fields=["relieved_at"])
    body = {"clock": appeal.clock.isoformat(), "things": len(things)}
    ledger.record(Event.APPEAL_RELIEVED, by=None, about=appeal, at=now, body=body)
    tell(appeal, Step.RELIEVED, now=now)
