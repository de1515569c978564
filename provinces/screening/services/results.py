"""Results come in, batch by batch; what a laboratory got wrong is voided, and told anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from django.conf import settings
from django.db import transaction

from core.db import locks
from provinces.citizens import services as citizens
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Outcome, Result
from provinces.screening.reports import Report, ReportedResult, checked_result
from provinces.tenancy.tasks import nudge

from .batches import DRAIN, columns, finish, in_pieces, keep, reason, valid

SAME = (
    "citizen_id", "sampled_at", "resulted_at", "outcome", "method", "pooled", "specimen",
)  # fmt: skip


class AlreadyVoided(ValueError):
    """The result does not stand any more."""


@transaction.atomic
def record(results: Sequence[ReportedResult], *, source: str, now: datetime) -> Report:
    """Take in results; whoever they are of is marked stale.

    Records that cannot be kept are refused one by one, with the field and the reason, in the
    report; what is there already is a duplicate. `source` says who sent them.
    """
    report = Report(read=len(results))
    # What a laboratory sends is taken one after another, so that no sample is kept twice.
    laboratories = {_number_of(result.laboratory) for result in results}
    locks.hold("results of a laboratory", laboratories)
    check = partial(checked_result, now=now)
    for start, some in in_pieces(results):
        rows = _fresh(valid(start, some, report, check), report, now)
        Result.objects.bulk_create(rows)
        keep(report, rows, because=Event.RESULTS_RECEIVED, at=now)
    finish(report, Event.RESULTS_RECEIVED, source=source, at=now)
    return report


def _number_of(laboratory: object) -> int:
    """Return the number under which a laboratory is held, whatever is told in its place."""
    return crc32(str(laboratory).strip().encode(errors="backslashreplace"))


def _fresh(
    valid: Sequence[tuple[int, ReportedResult]], report: Report, now: datetime
) -> list[Result]:
    """Return the results that say something new as rows, not yet stored."""
    standing = _standing([result for _, result in valid])
    rows = []
    for index, result in valid:
        row = Result(**columns(result), received_at=now, lapses_at=_lapse(result))
        known = standing.setdefault(_sample(row), row)
        if known is row:
            rows.append(row)
        elif all(getattr(known, name) == getattr(row, name) for name in SAME):
            report.duplicates += 1
        else:
            report.refuse(index, "sample_reference", "has another result, which is not voided")
    return rows


def _lapse(result: ReportedResult) -> datetime | None:
    """Return when a result ends by itself: of a tube it is only a suspicion of each person."""
    if not result.pooled or result.outcome == Outcome.NEGATIVE:
        return None
    return result.resulted_at + timedelta(hours=settings.SCREENING_POOL_HOURS)


def _standing(results: Sequence[ReportedResult]) -> dict[tuple[str, str, int], Result]:
    """Return the results that stand of the samples that some reports are of, by sample."""
    found = {}
    # One after the other, for each has an index of its own.
    for pooled in (False, True):
        some = [result for result in results if result.pooled is pooled]
        rows = Result.objects.filter(
            laboratory__in={result.laboratory for result in some},
            sample_reference__in={result.sample_reference for result in some},
            pooled=pooled,
            voided_at=None,
        )
        found.update({_sample(row): row for row in rows})
    return found


def _sample(row: Result) -> tuple[str, str, int]:
    """Return what a result is of: a sample, or somebody's part in a pooled one."""
    return row.laboratory, row.sample_reference, row.citizen_id if row.pooled else 0


@transaction.atomic
def void(result: Result, *, because: str, source: str, now: datetime) -> Result:
    """Take a result back, as its laboratory corrects it; the right one is recorded anew.

    Raises AlreadyVoided, and NoReason.
    """
    because = reason(because)
    found = Result.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if found.voided_at is not None:
        raise AlreadyVoided(f"{found} was voided at {found.voided_at.isoformat()}")
    found.voided_at, found.voided_because = now, because
    found.save(update_fields=["voided_at", "voided_because"])
    body = {"sample": found.sample_reference, "because": because}
    ledger.record(Event.RESULT_VOIDED, by=source, about=found, at=now, body=body)
    citizens.mark_stale([found.citizen_id], because=Event.RESULT_VOIDED, at=now)
    nudge(DRAIN)
    return found
