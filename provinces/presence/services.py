"""Presences come in: one at a time from phones, by the million from files. One road for both."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction

from core.cells.datum import Datum
from core.db.days import Day, day_of
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import days, minimising
from .formats.batch import Batch
from .formats.fix import Refused
from .models import CheckIn, Device
from .storing import Rows, store_day

DRAIN = "provinces.status.tasks.drain"


class DeviceUnknown(LookupError):
    """No paired device has this token."""


@dataclass(slots=True)
class Report:
    """What became of the records that came in: `read = kept + duplicates + refused`."""

    read: int = 0
    kept: int = 0
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first_line: dict[str, int] = field(default_factory=dict)
    presences: int = 0
    stays: int = 0

    def add_refused(self, refused: Iterable[Refused]) -> None:
        """Count refusals by reason, remembering the first line of each."""
        for record in refused:
            reason = str(record.reason)
            self.refused[reason] += 1
            self.first_line[reason] = min(record.line, self.first_line.get(reason, record.line))

    def refusals(self) -> list[dict[str, object]]:
        """Return the refusals as `reason, count, first_line`, the most frequent first."""
        return [
            {"reason": reason, "count": count, "first_line": self.first_line[reason]}
            for reason, count in self.refused.most_common()
        ]


def oldest_kept(now: datetime) -> datetime:
    """Return the first moment of the oldest day whose presences are kept."""
    zone = scope.current().zone
    first = now.astimezone(zone).date() - timedelta(days=settings.PRESENCE_KEEP_DAYS - 1)
    return datetime(first.year, first.month, first.day, tzinfo=zone)


@transaction.atomic
def ingest(citizen: Citizen, batches: Iterable[Batch], *, datum: Datum, now: datetime) -> Report:
    """Take in one citizen's fixes: minimised at the door, stored, stays derived, marked stale.

    All or nothing; records that cannot be kept are refused one by one, with the reason, in the
    report. Raises UnknownDatum.
    """
    report = Report()
    for batch in batches:
        report.read += batch.read
        found = minimising.minimise(batch, datum=datum, now=now, oldest=oldest_kept(now))
        report.add_refused(found.refused)
        _store(citizen.pk, found, report, now)
    if report.read:
        body = {"read": report.read, "kept": report.kept}
        ledger.record(Event.PRESENCE_INGESTED, by=None, about=citizen, at=now, body=body)
        nudge(DRAIN)
    return report


def _store(citizen: int, found: minimising.Minimised, report: Report, now: datetime) -> None:
    cut = minimising.within_days(found, scope.current().zone)
    people = np.full(len(cut.cell), citizen, np.int32)
    rows = Rows(people, cut.cell, cut.started, cut.ended, cut.moving, cut.line)
    new: set[int] = set()
    for day, of_day in by_day(rows):
        stored = store_day(of_day, day, now=now)
        report.presences += stored.presences
        report.stays += stored.stays
        new |= stored.lines
    report.kept += len(new)
    report.duplicates += found.duplicates + len(found.cell) - len(new)


@transaction.atomic
def ingest_many(rows: Rows, *, source: str, now: datetime) -> Report:
    """Take in minimised presences of many citizens at once, as from a bulk file.

    `rows` must be cut at local midnights (`minimising.within_days`) and lie within retention.
    """
    report = Report(read=len(rows))
    for day, of_day in by_day(rows):
        stored = store_day(of_day, day, now=now)
        report.presences += stored.presences
        report.stays += stored.stays
    report.kept = report.presences
    report.duplicates = report.read - report.kept
    body = {"read": report.read, "kept": report.kept, "source": source}
    ledger.record(Event.PRESENCE_INGESTED, by=None, about=source, at=now, body=body)
    nudge(DRAIN)
    return report


def by_day(rows: Rows) -> Iterator[tuple[Day, Rows]]:
    """Yield the rows of each local day, oldest first."""
    zone = scope.current().zone
    local = days.local_days(rows.started, zone)
    for number in np.unique(local):
        on = date(1970, 1, 1) + timedelta(days=int(number))
        yield day_of(on, zone), rows.take(np.flatnonzero(local == number))


@transaction.atomic
def pair_device(citizen: Citizen, *, now: datetime) -> str:
    """Pair a phone with a citizen and return its token, which is shown once and not kept."""
    token = secrets.token_urlsafe(32)
    Device.objects.create(citizen=citizen, token_hash=_hash(token), paired_at=now)
    ledger.record(Event.DEVICE_PAIRED, by=citizen, about=citizen, at=now)
    return token


def citizen_of_device(token: str) -> Citizen:
    """Return whose phone has this token; raises DeviceUnknown."""
    found = Device.objects.filter(token_hash=_hash(token), revoked_at=None)
    device = found.select_related("citizen").first()
    if device is None:
        raise DeviceUnknown
    return device.citizen


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def check_in(citizen: Citizen, *, venue: str, cell: int | None, at: datetime) -> CheckIn:
    """Keep that somebody checked in at a venue: a reason to ask, never a presence."""
    known, _ = CheckIn.objects.get_or_create(
        citizen=citizen, venue=venue, at_minute=epoch_minute(at), defaults={"cell": cell}
    )
    return known
