"""Results on their way reach their people, once and apart from the laboratory's request.

First what is corrected or withdrawn is taken back; then whoever is enrolled under a document, or
gave the sample at a site, is given the result. The rest wait some days, in case they enrol; those
of guests are told home (`guests`).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection, transaction

from core.db import locks
from provinces.screening import sealing
from provinces.screening.models import ReportVersion, SealedResult, ToldHome
from provinces.screening.queries import standing
from provinces.screening.reports import ReportedResult

from .results import record, void
from .watching import touch_canaries

log = logging.getLogger(__name__)

AT_ONCE = 1000
BECAUSE = {
    ReportVersion.Status.CORRECTED: "corrected by its laboratory",
    ReportVersion.Status.WITHDRAWN: "withdrawn by its laboratory",
}
MIXED_UP = "the sample is of one person, the document of another"

# Where something could not be taken back, nothing more is given of that report.
PAGE = """
SELECT s.id FROM screening_sealedresult s
WHERE s.stopped_because = '' AND s.id > %s AND s.received_at >= %s AND NOT EXISTS (
    SELECT FROM screening_reportversion v
    JOIN screening_reportversion w USING (laboratory_id, identifier)
    WHERE v.id = s.version_id AND w.settled_at IS NULL)
ORDER BY s.id LIMIT %s
"""
# Whoever may be given what waits: by document, and by the number that a site gave the sample.
KNOWN = """
SELECT s.id, i.citizen_id, NULL::integer, NULL::boolean, FALSE
FROM screening_sealedresult s
JOIN citizens_identity i ON i.document_hash = s.document_hash
WHERE s.id = ANY(%(page)s)
UNION ALL
SELECT s.id, NULL, a.citizen_id, a.pooled, k.citizen_id IS NOT NULL
FROM screening_sealedresult s
JOIN screening_reportversion v ON v.id = s.version_id
JOIN screening_appointment a ON a.site_id = s.site_id AND a.sample_reference = v.sample_reference
LEFT JOIN citizens_identity k ON k.citizen_id = a.citizen_id
WHERE s.id = ANY(%(page)s) AND v.sample_reference <> ''
"""


@dataclass(slots=True)
class Found:
    """Whoever a sealed result may be of."""

    by_document: int | None = None
    at_site: dict[int, bool] = field(default_factory=dict)
    is_pooled: bool = False


def deliver(*, since: datetime, now: datetime) -> int:
    """Take back what is corrected or withdrawn, and give results to their people.

    Looks at what was received since a moment. Returns how many results were given to somebody.
    Those of planted documents raise an alarm.
    """
    touch_canaries(since=since, now=now)
    settle(now=now)
    given, after = 0, 0
    while True:
        some, after = _deliver_some(after, since, now)
        given += some
        if not after:
            return given


@transaction.atomic
def settle(*, now: datetime) -> int:
    """Take back what came of versions that were corrected or withdrawn; return of how many.

    One that fails waits, and the log says which.
    """
    locks.hold("results on their way", [0])
    waiting = ReportVersion.objects.filter(settled_at=None).order_by("pk")
    return sum(_settled(key, now) for key in list(waiting.values_list("pk", flat=True)))


def _settled(key: int, now: datetime) -> bool:
    row = ReportVersion.objects.filter(pk=key)
    try:
        with transaction.atomic():
            _take_back(row.select_related("laboratory").get(), now)
            row.update(settled_at=now)
    except Exception:  # one that fails keeps no other waiting
        log.exception("what came of a report could not be taken back: version %s", key)
        return False
    return True


def _take_back(version: ReportVersion, now: datetime) -> None:
    earlier = ReportVersion.objects.filter(
        laboratory=version.laboratory_id,
        identifier=version.identifier,
        version__lt=version.version,
    )
    SealedResult.objects.filter(version__in=earlier).delete()
    because = BECAUSE[ReportVersion.Status(version.status)]
    ToldHome.objects.filter(version__in=earlier, wrong_because="").update(wrong_because=because)
    # Of those before the last one nothing stands, and their samples may have got other reports.
    last = earlier.order_by("version").last()
    if last is None or last.status == ReportVersion.Status.WITHDRAWN or not last.sample_reference:
        return
    for result in standing(version.laboratory.name, last.sample_reference):
        void(result, because=because, source=_source(version.laboratory.reference), now=now)


@transaction.atomic
def _deliver_some(after: int, since: datetime, now: datetime) -> tuple[int, int]:
    """Give a page of results to their people; return how many, and after which the next begins."""
    locks.hold("results on their way", [0])
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [after, since, AT_ONCE])
        page = [row[0] for row in cursor.fetchall()]
        cursor.execute(KNOWN, {"page": page})
        found = _by_result(cursor.fetchall())
    return _give(found, now), page[-1] if len(page) == AT_ONCE else 0


def _by_result(rows: Iterable[tuple]) -> dict[int, Found]:
    found: dict[int, Found] = defaultdict(Found)
    for result, by_document, at_site, pooled, is_identified in rows:
        if by_document is not None:
            found[result].by_document = by_document
        else:
            found[result].at_site[at_site] = is_identified
            found[result].is_pooled |= pooled
    return found


def _give(found: dict[int, Found], now: datetime) -> int:
    rows = SealedResult.objects.filter(pk__in=found).select_related("version__laboratory", "site")
    reported: dict[str, list[tuple[SealedResult, ReportedResult]]] = defaultdict(list)
    for row in rows.order_by("pk"):
        people = _people(row, found[row.pk])
        if not people:
            SealedResult.objects.filter(pk=row.pk).update(stopped_because=MIXED_UP)
        for citizen in people:
            result = sealing.unseal(
                bytes(row.sealed), identifier=row.version.identifier, citizen=citizen
            )
            told = reported[row.version.laboratory.reference]
            told.append((row, _as_pooled(result, found[row.pk])))
    return sum(_record(reference, told, now) for reference, told in reported.items())


def _people(row: SealedResult, found: Found) -> list[int]:
    """Return whom a result is given to; nobody where sample and document are of two people."""
    if row.document_hash is None:
        return sorted(found.at_site)
    if not found.at_site:
        return [found.by_document] if found.by_document is not None else []
    if found.by_document is not None:
        return [found.by_document] if found.by_document in found.at_site else []
    # The document is nobody's here: whoever gave the sample has another one, or none is kept.
    unnamed = [citizen for citizen, is_identified in found.at_site.items() if not is_identified]
    return unnamed if len(found.at_site) == 1 else []


def _as_pooled(result: ReportedResult, found: Found) -> ReportedResult:
    return replace(result, pooled=True) if found.is_pooled else result


def _record(reference: str, told: list[tuple[SealedResult, ReportedResult]], now: datetime) -> int:
    """Record a laboratory's results; one that cannot be kept waits, with the reason."""
    report = record([result for _, result in told], source=_source(reference), now=now)
    stopped = {told[each.index][0].pk: f"{each.field} {each.problem}" for each in report.told}
    for key, because in stopped.items():
        SealedResult.objects.filter(pk=key).update(stopped_because=because[:200])
    done = {row.pk for row, _ in told} - stopped.keys()
    SealedResult.objects.filter(pk__in=done).delete()
    return report.kept


def _source(reference: str) -> str:
    return f"laboratory:{reference}"
