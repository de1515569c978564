"""What a peer broke is kept, counted, and, where it told two histories, stops its imports."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from federation.sync.backoff import wait
from federation.sync.models import Cursor, Fork, Refusal
from federation.sync.violations import FORKS, Violated
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope

# Of one peer so many are kept each by itself; evidence weighs up to 128 KiB. Whoever finds a new
# thing to do wrong every time adds to the count of those before.
MOST = 500


@transaction.atomic
def refuse(
    peer: str, violated: Violated, *, now: datetime, log: str = "", told_by: str = ""
) -> Refusal:
    """Keep a violation; the same one again is only counted.

    A fork stops the imports of both logs of that peer, and of nobody else, until officials have
    looked at it: the notes are kept side by side.
    """
    if violated.code in FORKS:
        _fork(peer, violated, now=now, log=log, told_by=told_by)
    elif log and peer != scope.current().slug:
        _put_off(peer, log, violated, now)
    refusal = _counted(peer, violated, now, log)
    if refusal.times == 1:
        event = Event.PEER_FORKED if violated.code in FORKS else Event.PEER_VIOLATED
        body = {"code": str(violated.code), "log": log, "detail": violated.detail}
        ledger.record(event, by=None, about=f"peer:{peer}", at=now, body=body)
    return refusal


def _fork(peer: str, violated: Violated, *, now: datetime, log: str, told_by: str) -> None:
    first, second = (str(violated.evidence.get(name, "")) for name in ("first", "second"))
    known = Fork.objects.filter(peer=peer, log=log, first=first, second=second)
    if not known.exists():
        Fork.objects.create(
            peer=peer, log=log, first=first, second=second, told_by=told_by, found_at=now
        )
    Cursor.objects.filter(peer=peer).update(
        state=Cursor.State.FORKED, trouble=str(violated), is_refused=True
    )


def _put_off(peer: str, log: str, violated: Violated, now: datetime) -> None:
    held = Cursor.objects.select_for_update().get(peer=peer, log=log)
    held.failures += 1
    held.trouble, held.is_refused = str(violated), True
    held.next_try_at = now + wait(held.failures)
    held.save(update_fields=["failures", "trouble", "is_refused", "next_try_at"])


def _counted(peer: str, violated: Violated, now: datetime, log: str) -> Refusal:
    known = Refusal.objects.select_for_update().filter(peer=peer, log=log, code=violated.code)
    refusal = known.filter(detail=violated.detail).first()
    if refusal is None and Refusal.objects.filter(peer=peer).count() >= MOST:
        refusal = known.order_by("-pk").first()
    if refusal is not None:
        refusal.times, refusal.last_at = refusal.times + 1, now
        refusal.save(update_fields=["times", "last_at"])
        return refusal
    return Refusal.objects.create(
        peer=peer,
        log=log,
        code=violated.code,
        detail=violated.detail,
        evidence=violated.evidence,
        first_at=now,
        last_at=now,
    )
