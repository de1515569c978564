"""Presences come in: one at a time from phones, by the million from files."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import h3.api.basic_int as h3
import numpy as np
from django.conf import settings
from django.db import transaction

from core.cells.classes import RADIUS_M
from core.cells.datum import Datum
from core.cells.ranks import NotACell
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import cells, minimising, queries
from .formats.batch import Batch
from .formats.fix import Refused
from .models import CheckIn, Device
from .staging import Staging
from .storing import NoSuchDay, Rows, days_of, lock, store_day

__all__ = [
    "NoSuchDay",
    "NotACell",
    "OutOfTime",
    "Report",
    "Rows",
    "check_in",
    "forget_cells",
    "forget_check_ins",
    "ingest",
    "ingest_many",
    "oldest_kept",
    "pair_device",
    "revoke_device",
    "use_device",
]


class OutOfTime(ValueError):
    """A check-in in the future, or of a day that is not kept."""


DRAIN = "provinces.status.tasks.drain"

# A phone posts every few minutes: that it did is written once in a while.
TO_THE_HOUR = timedelta(hours=1)

# So many refusals are told record by record; all of them are counted.
TOLD = 1000


@dataclass(slots=True)
class Report:
    """What became of the records that came in: `read = kept + duplicates + refused`.

    A record is kept if it said something new. `presences` are the rows added or bettered and
    `stays` those that came or grew, so that nothing comes of what is taken in a second time.
    """

    read: int = 0
    kept: int = 0
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    first_line: dict[str, int] = field(default_factory=dict)
    told: list[Refused] = field(default_factory=list)
    presences: int = 0
    stays: int = 0

    def add_refused(self, refused: Iterable[Refused]) -> None:
        """Count refusals by reason, remembering the first line of each."""
        for record in refused:
            reason = str(record.reason)
            self.refused[reason] += 1
            self.first_line[reason] = min(record.line, self.first_line.get(reason, record.line))
            if len(self.told) < TOLD:
                self.told.append(record)

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
    report. Batches may come in any order, from a stream of any length. Raises UnknownDatum, and
    NoSuchDay.
    """
    datum, oldest = Datum(datum), oldest_kept(now)
    staging, report = Staging(citizen.pk, scope.current().zone), Report()
    for batch in batches:
        found = minimising.minimise(batch, datum=datum, now=now, oldest=oldest)
        report.read += batch.read
        report.add_refused(found.refused)
        staging.add(found)
    taken = staging.store(now=now)
    report.presences, report.stays, report.kept = taken.presences, taken.stays, taken.records
    report.duplicates = report.read - report.refused.total() - report.kept
    if report.read:
        _record(report, about=citizen, now=now)
    return report


@transaction.atomic
def ingest_many(rows: Rows, *, source: str, now: datetime) -> Report:
    """Take in minimised presences of many citizens at once, as from a bulk file.

    `rows` must be cut at local midnights (`minimising.within_days`) and lie within retention.
    Raises NoSuchDay.
    """
    report = Report(read=len(rows))
    of_days = list(days_of(rows.started, scope.current().zone))
    cells.note(rows.cell)
    lock(np.unique(rows.citizen_id), [day for day, _ in of_days])
    for day, members in of_days:
        stored = store_day(rows.take(members), day, now=now)
        report.presences += stored.presences
        report.stays += stored.stays
    report.kept = report.presences
    report.duplicates = report.read - report.kept
    _record(report, about=source, now=now)
    return report


def _record(report: Report, *, about: Citizen | str, now: datetime) -> None:
    body = {"read": report.read, "kept": report.kept}
    ledger.record(Event.PRESENCE_INGESTED, by=None, about=about, at=now, body=body)
    if report.stays:
        nudge(DRAIN)


@transaction.atomic
def pair_device(citizen: Citizen, *, now: datetime, name: str = "") -> str:
    """Pair a phone with a citizen and return its token, which is shown once and not kept."""
    token = secrets.token_urlsafe(32)
    hashed = queries.hash_of(token)
    Device.objects.create(citizen=citizen, token_hash=hashed, paired_at=now, name=name)
    ledger.record(Event.DEVICE_PAIRED, by=citizen, about=citizen, at=now)
    return token


def use_device(token: str, *, now: datetime) -> Citizen:
    """Return whose phone calls with this token, noting that it did; raises DeviceUnknown."""
    device = queries.device_of(token)
    if device.used_at is None or now - device.used_at >= TO_THE_HOUR:
        Device.objects.filter(pk=device.pk).update(used_at=now)
    return device.citizen


@transaction.atomic
def revoke_device(citizen: Citizen, device: int, *, now: datetime) -> None:
    """Unpair a citizen's phone: its token opens nothing from then on; raises DeviceUnknown."""
    if not queries.devices_of(citizen).filter(pk=device).update(revoked_at=now):
        raise queries.DeviceUnknown
    ledger.record(Event.DEVICE_REVOKED, by=citizen, about=citizen, at=now)


@transaction.atomic
def revoke_devices(citizen: Citizen, *, now: datetime) -> int:
    """Have no phone of a citizen post presences any more; return how many there were.

    Whoever asks for it records why.
    """
    return Device.objects.filter(citizen=citizen, revoked_at=None).update(revoked_at=now)


@transaction.atomic
def check_in(
    citizen: Citizen, *, venue: str, cell: int | None, at: datetime, now: datetime
) -> CheckIn:
    """Keep that somebody checked in at a venue: a reason to ask, never a presence.

    `cell` is the venue's, in a resolution that presences have, or None where it is not known.
    Said again, it changes nothing. Raises NotACell, and OutOfTime.
    """
    if cell is not None and not _has_a_class(cell):
        raise NotACell(cell)
    if not oldest_kept(now) <= at <= now + minimising.TOLERANCE:
        raise OutOfTime(at)
    known, is_new = CheckIn.objects.get_or_create(
        citizen=citizen, venue=venue, at_minute=epoch_minute(at), defaults={"cell": cell}
    )
    if is_new:
        ledger.record(Event.CHECKED_IN, by=citizen, about=citizen, at=now)
        citizens.mark_stale([citizen.pk], because=Event.CHECKED_IN, at=now)
        nudge(DRAIN)
    return known


@transaction.atomic
def forget_cells() -> int:
    """Forget in which cells nobody has stayed on any kept day; return how many."""
    return cells.forget()


def forget_check_ins(*, before: int) -> int:
    """Remove the check-ins before a minute; return how many there were."""
    return CheckIn.objects.filter(at_minute__lt=before).delete()[0]


def _has_a_class(cell: int) -> bool:
    is_cell = 0 < cell < 1 << 63 and h3.is_valid_cell(cell)
    return is_cell and h3.get_resolution(cell) in RADIUS_M
