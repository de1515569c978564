"""Conflict cases: opened at both desks for claims that tie, settled by a treaty of both.

open ── 24 hours ──► escalated     to those who sign for each province, and before all members
  └───────┬──────────────┘
          └── a treaty of both ──► settled      until then the less restrictive holds
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from federation.borders.models import UNSETTLED, Conflict, ConflictState, Treaty
from federation.borders.resolution import Key, Tie, TreatyKind
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope

CLOCK = timedelta(hours=24)


def open_cases(ties: Iterable[Tie], *, now: datetime) -> int:
    """Open a case for each tie that a claim of this province is part of; return how many.

    What ties already has its case, by its digest; how far it reaches is brought up to date.
    """
    own, opened = scope.current().slug, 0
    for tie in ties:
        parties = sorted({key.origin for key in tie.claims})
        if own not in parties:
            continue
        extent = {"cells": tie.cells.pieces.tolist(), "fine_cells": tie.cells.count()}
        kept = Conflict.objects.filter(pk=tie.digest, state__in=UNSETTLED).first()
        if kept is not None:
            if kept.cells != extent["cells"]:
                Conflict.objects.filter(pk=tie.digest).update(**extent)
        elif not Conflict.objects.filter(pk=tie.digest).exists():
            _open(tie, parties, now)
            opened += 1
    return opened


def _open(tie: Tie, parties: list[str], now: datetime) -> None:
    claims = [list(key) for key in tie.claims]
    conflict = Conflict.objects.create(
        digest=tie.digest,
        claims=claims,
        chosen=[list(key) for key in tie.chosen],
        parties=parties,
        cells=tie.cells.pieces.tolist(),
        fine_cells=tie.cells.count(),
        opened_at=now,
        clock_at=now + CLOCK,
    )
    body = {"tie": tie.digest, "claims": claims, "fine_cells": tie.cells.count()}
    ledger.publish(Kind.CONFLICT_OPENED, body, at=now)
    ledger.record(Event.CONFLICT_OPENED, by=None, about=_name(conflict), at=now, body=body)


def _name(conflict: Conflict) -> str:
    """Return how the ledger refers to a case, whose whole digest is too long for it."""
    return f"{Conflict._meta.label_lower}:{conflict.pk[:40]}"


def close_settled(*, now: datetime) -> int:
    """Close the cases whose claims a settlement names that both provinces have signed."""
    signed = Treaty.objects.filter(
        kind=TreatyKind.SETTLEMENT, signed_at__isnull=False, partner_signed_at__isnull=False
    )
    settled = {treaty: {Key(*claim) for claim in treaty.terms["settles"]} for treaty in signed}
    closed = 0
    for conflict in Conflict.objects.select_for_update().filter(state__in=UNSETTLED):
        claims = {Key(*claim) for claim in conflict.claims}
        treaty = next((each for each, keys in settled.items() if claims <= keys), None)
        if treaty is not None:
            _close(conflict, treaty, now)
            closed += 1
    return closed


def _close(conflict: Conflict, treaty: Treaty, now: datetime) -> None:
    conflict.state, conflict.treaty, conflict.settled_at = ConflictState.SETTLED, treaty, now
    conflict.outcome = f"{treaty.decider} decides"
    conflict.save()
    body = {"tie": conflict.pk, "treaty": treaty.pk, "decider": treaty.decider}
    ledger.publish(Kind.CONFLICT_SETTLED, body, at=now)
    ledger.record(Event.CONFLICT_SETTLED, by=None, about=_name(conflict), at=now, body=body)


@transaction.atomic
def escalate(*, now: datetime) -> int:
    """Escalate the cases that nobody settled by their clock; return how many.

    It is published, so that the other party and all members see it. Nothing in effect changes.
    """
    due = Conflict.objects.select_for_update(skip_locked=True, of=("self",))
    found = list(due.filter(state=ConflictState.OPEN, clock_at__lte=now).order_by("pk"))
    for conflict in found:
        conflict.state, conflict.escalated_at = ConflictState.ESCALATED, now
        conflict.save(update_fields=["state", "escalated_at"])
        body = {
            "tie": conflict.pk,
            "claims": conflict.claims,
            "parties": conflict.parties,
            "fine_cells": conflict.fine_cells,
        }
        ledger.publish(Kind.CONFLICT_ESCALATED, body, at=now)
        ledger.record(Event.CONFLICT_ESCALATED, by=None, about=_name(conflict), at=now, body=body)
    return len(found)


def hear(origin: str, body: Mapping[str, Any], *, at: datetime) -> None:
    """Note that another party has escalated a case; its clock may differ from ours."""
    tie = body.get("tie")
    if isinstance(tie, str):
        known = Conflict.objects.filter(pk=tie, parties__contains=[origin])
        known.filter(escalated_there_at=None).update(escalated_there_at=at)
