"""Drafts of rules tried on everybody, for whoever is to decide on them: asked, done, read.

    asked ──► a worker leases it ──► done: counts that may be told, of one document's digest
                     │
                     └──► failed: in a word, why there are none

The rows are the truth, the queue only nudges: whoever finds one without a lease may take it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.rules import gate
from provinces.rules.compiling import NotUnderstood
from provinces.rules.labels import digest_of
from provinces.rules.models import Draft
from provinces.rules.signatures import NotAllowed, unit_of
from provinces.tenancy.tasks import nudge

from . import whatif
from .models import Trial

# Everybody of a large province is judged in a quarter of this.
LEASE = timedelta(minutes=30)
EDITED, PAST, UNREADABLE, BROKEN = "edited", "past", "unreadable", "broken"


@transaction.atomic
def ask(draft: Draft, *, by: User, now: datetime) -> Trial:
    """Have a draft tried as it is now, by whoever drafts or signs rules for the province.

    Where that is under way, or was done, it is that trial; a failed one is tried again. Raises
    NotAllowed, and what the gate raises.
    """
    unit = _unit_of(by, now)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    digest = digest_of(draft.document)
    known = Trial.objects.filter(draft=draft, digest=digest, state=Trial.State.ASKED).first()
    if known is None:
        gate.require(draft.document)
        known = Trial.objects.create(
            draft=draft, edition=draft.edition, digest=digest, asked_by=by, asked_at=now
        )
        body = {"edition": draft.edition, "digest": digest, "office": unit}
        ledger.record(Event.RULESET_TRIED, by=by, about=draft, at=now, body=body)
    nudge("provinces.status.tasks.try_draft", trial=known.pk)
    return known


def work(number: int, *, now: datetime) -> Trial | None:
    """Try what was asked, unless somebody else does; return it with what was found.

    The draft is compared with the statuses that read now.
    """
    trial = _lease(number, now)
    if trial is None:
        return None
    document = trial.draft.document
    if digest_of(document) != trial.digest:
        return _finish(trial, trouble=EDITED, now=now)
    try:
        found = whatif.rules(document, as_of=now)
    except whatif.BeforeTheLastRun:
        return _finish(trial, trouble=PAST, now=now)
    except NotUnderstood:
        return _finish(trial, trouble=UNREADABLE, now=now)
    except DatabaseError:
        _finish(trial, trouble=BROKEN, now=now)
        raise
    trial.as_of, trial.shown = now, found.shown()
    return _finish(trial, now=now)


def waiting(now: datetime) -> QuerySet[Trial]:
    """Return what was asked and nobody works on, the first asked first."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Trial.objects.filter(free, state=Trial.State.ASKED).order_by("pk")


def latest(draft: Draft) -> Trial | None:
    """Return the latest trial of a draft, of whichever edition."""
    found = Trial.objects.filter(draft=draft).select_related("asked_by")
    return found.order_by("-pk").first()


def done(draft: Draft) -> Trial | None:
    """Return the latest trial of a draft as it is now, if one has come to its end well."""
    digest = digest_of(draft.document)
    found = Trial.objects.filter(draft=draft, digest=digest, state=Trial.State.DONE)
    return found.order_by("-pk").first()


def _unit_of(by: User, at: datetime) -> str:
    try:
        return unit_of(by, Power.DRAFT_RULES, at)
    except NotAllowed:
        return unit_of(by, Power.SIGN_RULES, at)


@transaction.atomic
def _lease(number: int, now: datetime) -> Trial | None:
    found = waiting(now).filter(pk=number).select_for_update(skip_locked=True).first()
    if found is not None:
        found.leased_until = now + LEASE
        found.save(update_fields=["leased_until"])
    return found


def _finish(trial: Trial, *, now: datetime, trouble: str = "") -> Trial:
    trial.state = Trial.State.FAILED if trouble else Trial.State.DONE
    trial.trouble, trial.finished_at, trial.leased_until = trouble, now, None
    trial.save()
    return trial
