"""Presences come in: one at a time from phones, by the million from files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction

from core.cells.datum import Datum
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import cells, minimising
from provinces.presence.formats.batch import Batch
from provinces.presence.formats.fix import Refused
from provinces.presence.staging import Staging
from provinces.presence.storing import Rows, days_of, lock, store_day
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

DRAIN = "provinces.status.tasks.drain"

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
def forget_cells() -> int:
    """Forget in which cells nobody has stayed on any kept day; return how many."""
    return cells.forget()
