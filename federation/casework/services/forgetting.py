"""What is over and told goes when its time is over; that a hold was decided stays, in counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from federation.casework.classes import VALID
from federation.casework.models import (
    Assertion,
    Contest,
    Handover,
    Incoming,
    Issued,
    Line,
    Outgoing,
    Proposal,
)
from provinces.retention import services as retention
from provinces.retention.certificates import Gone

# Older messages are refused for their age, so that none can be taken twice.
LONGEST = VALID + timedelta(days=1)


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Remove messages, assertions, contests and hand-overs whose time is over; return how many.

    Assertions stay as long after their end as evidence does, so that people can see what was
    said of them; what is about nobody goes with its validity.
    """
    expired = now - timedelta(days=settings.EVIDENCE_KEEP_DAYS)
    _note_numbers(now)
    over: list[QuerySet[Any]] = [
        Incoming.objects.filter(received_at__lt=now - LONGEST),
        Outgoing.objects.filter(expires_at__lt=now - timedelta(days=1)),
        Assertion.objects.filter(citizen=None, expires_at__lt=now),
        Assertion.objects.filter(expires_at__lt=expired),
        Issued.objects.filter(expires_at__lt=expired),
        Proposal.objects.filter(expires_at__lt=expired),
        # As long as messages about them may still come: those must find that it is over.
        Contest.objects.filter(closed_at__lt=expired - VALID),
        Handover.objects.filter(closed_at__lt=expired - VALID),
    ]
    return sum(_drop(rows, now) for rows in over)


def _drop(rows: QuerySet[Any], now: datetime) -> int:
    """Drop rows, and certify how many of their table went."""
    table = rows.model._meta.db_table
    total, by_model = rows.delete()
    if gone := by_model.get(rows.model._meta.label, 0):
        retention.certify(Gone("casework", table, now, lot=table, rows=gone), now=now)
    return total


def _note_numbers(now: datetime) -> None:
    """Note up to which number a peer's messages are forgotten: they are not missing."""
    old = Incoming.objects.filter(received_at__lt=now - LONGEST)
    for peer, last in old.values_list("peer").annotate(last=Max("seq")):
        Line.objects.filter(peer=peer, forgotten__lt=last).update(forgotten=last)
