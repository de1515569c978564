"""An auditor has the whole ledger read again; a worker does it, and the page shows the result."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.ledger import services as ledger
from provinces.ledger import verifying
from provinces.ledger.events import Event
from provinces.oversight.models import LedgerCheck
from provinces.tenancy.tasks import nudge

TASK = "provinces.oversight.tasks.check_ledger"
# More findings than this are not listed one by one: the first ones say where it broke.
MOST = 100
# A worker that has not finished by then has died; it may be asked for again.
PATIENCE = timedelta(hours=6)


class AlreadyAsked(ValueError):
    """The ledger is being checked."""


@transaction.atomic
def ask(*, by: User, now: datetime) -> LedgerCheck:
    """Ask for the ledger to be read again, from end to end; raises AlreadyAsked."""
    locks.hold("checks of the ledger", [0])
    LedgerCheck.objects.filter(finished_at=None, asked_at__lte=now - PATIENCE).delete()
    if LedgerCheck.objects.filter(finished_at=None).exists():
        raise AlreadyAsked("the ledger is being checked")
    made = LedgerCheck.objects.create(asked_by=by, asked_at=now)
    ledger.record(Event.LEDGER_CHECK_ASKED, by=by, about=made, at=now)
    nudge(TASK, number=made.pk)
    return made


def work(number: int, *, now: datetime) -> LedgerCheck | None:
    """Read the ledger for a check that was asked for, and keep what came of it."""
    asked = LedgerCheck.objects.filter(pk=number, finished_at=None).first()
    if asked is None:
        return None
    found = [str(finding) for finding in verifying.verify_own(now)]
    with transaction.atomic():
        asked.findings, asked.finished_at = found[:MOST], now
        asked.save(update_fields=["findings", "finished_at"])
        body = {"count": len(found)}
        ledger.record(Event.LEDGER_CHECKED, by=None, about=asked, at=now, body=body)
    return asked


def latest(most: int) -> list[LedgerCheck]:
    """Return the latest checks, the newest first."""
    return list(LedgerCheck.objects.select_related("asked_by").order_by("-pk")[:most])
