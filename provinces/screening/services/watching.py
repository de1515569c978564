"""A laboratory's results that are nobody's raise an alarm, apart from its requests.

What counts is how many found nobody, and not how many there are: a laboratory with a day's results
is never stopped. Guests, who are told home, are nobody's here as well, for whoever has a key could
name a home. Nor is it told: whoever were stopped at the hundredth stranger would know of a hundred
people that they are strangers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core.db import locks
from provinces.citizens import budgets, canaries
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.screening.models import SealedResult

DAY = timedelta(hours=24)
# Of the networks that a laboratory reported from, an alarm names so many.
NETWORKS = 5

UNMATCHED = """
SELECT l.reference
FROM (SELECT laboratory_id, count(DISTINCT person) AS people
      FROM (SELECT v.laboratory_id, s.document_hash AS person
            FROM screening_sealedresult s JOIN screening_reportversion v ON v.id = s.version_id
            WHERE s.received_at > %(since)s AND s.document_hash IS NOT NULL
            UNION ALL
            SELECT v.laboratory_id, t.counted_as
            FROM screening_toldhome t JOIN screening_reportversion v ON v.id = t.version_id
            WHERE v.received_at > %(since)s) strangers
      GROUP BY laboratory_id HAVING count(DISTINCT person) > %(limit)s) w
JOIN screening_laboratory l ON l.id = w.laboratory_id
WHERE w.people * 100 > %(share)s * (
    SELECT count(*) FROM screening_reportversion v
    WHERE v.laboratory_id = l.id AND v.received_at > %(since)s)
ORDER BY l.reference
"""
CANARIES = """
SELECT s.id, s.document_hash, l.reference
FROM screening_sealedresult s
JOIN citizens_canary c ON c.document_hash = s.document_hash
JOIN screening_reportversion v ON v.id = s.version_id
JOIN screening_laboratory l ON l.id = v.laboratory_id
WHERE s.received_at >= %s ORDER BY s.id
"""


@transaction.atomic
def touch_canaries(*, since: datetime, now: datetime) -> int:
    """Raise an alarm for each result of a planted document, and let go of it; return how many."""
    locks.hold("results on their way", [0])
    found = _rows(CANARIES, [since])
    for _result, hashed, reference in found:
        source = {"actor": _actor(reference), "network": _networks(reference, now)}
        canaries.touch(bytes(hashed), "laboratory", source=source, now=now)
    SealedResult.objects.filter(pk__in=[row[0] for row in found]).delete()
    return len(found)


@transaction.atomic
def count_unmatched(*, now: datetime) -> int:
    """Raise an alarm about each laboratory of whose results too many are nobody's.

    Once as long as it goes on. Returns how many alarms were raised.
    """
    limit = settings.CITIZENS_BUDGETS["unmatched"]["actor"]
    values = {"since": now - DAY, "limit": limit, "share": settings.SCREENING_UNMATCHED_SHARE}
    raised = 0
    for (reference,) in _rows(UNMATCHED, values):
        if budgets.is_first("unmatched", actor=_actor(reference), now=now):
            source = {"actor": _actor(reference), "network": _networks(reference, now)}
            budgets.alarm("unmatched", source=source, limit=limit, now=now)
            raised += 1
    return raised


def _rows(statement: str, values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _actor(reference: str) -> str:
    return f"laboratory:{reference}"


def _networks(reference: str, now: datetime) -> str:
    """Return from where a laboratory's key was used within a day."""
    received = Payload.objects.filter(
        by=_actor(reference),
        entry__event=Event.REPORTS_RECEIVED,
        entry__recorded_at__gt=now - DAY,
    )
    networks = {body.get("network", "") for body in received.values_list("body", flat=True)}
    return ", ".join(sorted(networks - {""})[:NETWORKS])
