"""The nightly purge: what is ripe is erased batch by batch, each certified in its transaction.

A batch locks the rows it erases and nothing else; whoever reads meanwhile sees them until they
are gone. Whatever is interrupted is taken up the next night.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.retention.certificates import Gone
from provinces.retention.register import CLASSES
from provinces.retention.sweeps import SWEEPS, Sweep
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner

from .certifying import certify

BATCH = 5_000


def purge(*, now: datetime, batch: int = BATCH) -> dict[str, int]:
    """Erase whatever is ripe in the province in scope; return how many rows of each class.

    Raises NotTheOwner in a process without the owner's credentials, and CredentialMissing.
    """
    done: dict[str, int] = {}
    with as_owner(), scope.province(scope.current().slug):
        for sweep in SWEEPS:
            while count := _batch(sweep, now, batch):
                done[sweep.kind] = done.get(sweep.kind, 0) + count
    return done


def ripe(*, now: datetime) -> dict[str, int]:
    """Return how many rows of each class the next purge would erase."""
    found: dict[str, int] = {}
    for sweep in SWEEPS:
        count = sweep.ripe(_before(sweep, now)).count()
        found[sweep.kind] = found.get(sweep.kind, 0) + count
    return {kind: count for kind, count in found.items() if count}


def _before(sweep: Sweep, now: datetime) -> datetime:
    period = CLASSES[sweep.kind].lasts.period
    if period is None:
        raise ValueError(f"{sweep.kind} is purged by a period, and has none")
    return now - period


@transaction.atomic
def _batch(sweep: Sweep, now: datetime, most: int) -> int:
    before = _before(sweep, now)
    found = sweep.ripe(before).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    keys = [row.pk for row in found[:most]]
    if not keys:
        return 0
    model = found.model
    stays: list[bytes] = []
    if sweep.commitments is not None:
        kept = sweep.commitments._default_manager.filter(pk__in=keys).order_by("pk")
        stays = [bytes(each) for each in kept.values_list("commitment", flat=True)]
    model._default_manager.filter(pk__in=keys).delete()
    certify(Gone(sweep.kind, model._meta.db_table, before, keys, stays), now=now)
    return len(keys)
