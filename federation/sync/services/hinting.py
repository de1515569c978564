"""Telling peers that our feed has grown: a hint to pull, which may be lost without harm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from federation.sync.backoff import wait
from federation.sync.models import Hint


@transaction.atomic
def hints_due(peers: Iterable[str], *, size: int, now: datetime) -> list[Hint]:
    """Return the hints to be given now: to peers that do not know of so many entries.

    Those that took the last one come first: who does not answer holds up nobody who does.
    """
    peers = list(peers)
    Hint.objects.bulk_create(
        [Hint(peer=peer, next_try_at=now) for peer in peers], ignore_conflicts=True
    )
    due = Hint.objects.filter(peer__in=peers, size__lt=size, next_try_at__lte=now)
    return list(due.order_by("failures", "peer"))


@transaction.atomic
def hint_given(hint: Hint, *, size: int, now: datetime) -> None:
    """Note that a peer was told of so many entries."""
    Hint.objects.filter(pk=hint.pk).update(size=size, failures=0, next_try_at=now)


@transaction.atomic
def hint_failed(hint: Hint, *, now: datetime) -> None:
    """Put off a hint that was not taken; the peer pulls without it as well."""
    failures = hint.failures + 1
    Hint.objects.filter(pk=hint.pk).update(failures=failures, next_try_at=now + wait(failures))
