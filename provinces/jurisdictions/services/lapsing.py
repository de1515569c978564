"""Proposals whose time is over: they lapse, and what they did alone is undone, with an alarm."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.jurisdictions.models import Change, State
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .deciding import undo
from .proposing import told


def keep_time(*, now: datetime) -> int:
    """Let all proposals lapse that nobody signed in time; return how many there were."""
    due = Change.objects.filter(state=State.AWAITING, expires_at__lte=now).order_by("pk")
    return sum(_lapse(pk, now) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _lapse(pk: int, now: datetime) -> bool:
    due = Change.objects.select_for_update().filter(
        pk=pk, state=State.AWAITING, expires_at__lte=now
    )
    change = due.first()
    if change is None:
        return False
    change.state, change.decided_at = State.LAPSED, now
    change.save(update_fields=["state", "decided_at"])
    undo(change, by=None, now=now)
    event, body = Event.OFFICE_CHANGE_LAPSED, told(change)
    if change.is_emergency:
        # Alarms say of what kind they are, and whose doing.
        source = {"actor": ledger.name(change.proposed_by), "network": ""}
        event, body = Event.SUSPENSION_LAPSED, {**body, "kind": "suspension", "source": source}
    ledger.record(event, by=None, about=change.subject, at=now, body=body)
    return True
