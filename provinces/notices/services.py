"""Each changed outcome becomes a notice, in the transaction in which it becomes visible."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import connection

from provinces.citizens.models import Citizen

from .models import Notice

Kind = Notice.Kind
# Those that tell of no decision, but of what another province says of somebody.
OF_WORDS = (Kind.UPHELD, Kind.WITHDRAWN, Kind.SUSPENDED)

# Ended where nothing is held any more, began where nothing was. What was held is what could be
# read: an outcome that was published, its grounds that had not ended.
# Who has gone to another province is told by that one.
# A pause, and the wait for a hold that is yet to begin, have no rank: nobody is held by them.
WRITE = """
INSERT INTO notices_notice (citizen_id, kind, decision_id, "of", created_at)
SELECT o.citizen_id,
       CASE WHEN NOT held.is_held THEN 'ended'
            WHEN before.is_held THEN 'changed'
            ELSE 'began' END,
       d.id, '', %(now)s
FROM unnest(%(decisions)s::bigint[]) AS told (id)
JOIN status_decision d ON d.id = told.id
JOIN status_outcome o ON o.decision_id = d.id
JOIN status_current c ON c.citizen_id = o.citizen_id AND c.decision_id = d.id
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS is_held FROM jsonb_to_recordset(o.grounds) AS g (rank integer)
    WHERE g.rank > 0) AS held
LEFT JOIN LATERAL (
    SELECT b.status, b.until, was.was_held, was.is_held FROM status_outcome b
    JOIN status_decision m ON m.id = b.decision_id
    LEFT JOIN status_run r ON r.id = m.run_id
    CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS was_held, count(*) FILTER (WHERE g.until > d.as_of) > 0 AS is_held
        FROM jsonb_to_recordset(b.grounds) AS g (rank integer, until timestamptz)
        WHERE g.rank > 0) AS was
    WHERE b.citizen_id = o.citizen_id AND b.decision_id < d.id
      AND (m.run_id IS NULL OR r.state = 'published')
    ORDER BY b.decision_id DESC LIMIT 1) before ON true
WHERE (o.status, o.until) IS DISTINCT FROM (before.status, before.until)
  AND (held.is_held OR before.was_held)
  AND NOT EXISTS (SELECT FROM citizens_departure g WHERE g.citizen_id = o.citizen_id)
ON CONFLICT (decision_id) DO NOTHING
"""


def write_for(decisions: list[int], *, now: datetime) -> int:
    """Write a notice for each of the decisions that changed what its citizen lives under."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"decisions": decisions, "now": now})
        return cursor.rowcount


def tell(citizen: Citizen, *, kind: Kind, of: str, now: datetime) -> Notice:
    """Tell a citizen what became of what another province, `of`, says of them.

    For the caller's transaction. Raises ValueError for a kind that tells of a decision.
    """
    if kind not in OF_WORDS:
        raise ValueError(f"a notice of the kind {kind} is written for a decision")
    return Notice.objects.create(citizen=citizen, kind=kind, of=of[:120], created_at=now)


def tell_of_appeals(citizens: Iterable[int], *, of: str, now: datetime) -> int:
    """Tell people of a step of an appeal; return how many. NOTICES_WORDED_BY says who words it."""
    rows = [
        Notice(citizen_id=citizen, kind=Kind.APPEAL, of=of, created_at=now) for citizen in citizens
    ]
    return len(Notice.objects.bulk_create(rows, 1000))


def tell_of_check(citizen: Citizen, *, of: str, now: datetime) -> Notice:
    """Tell a citizen that an office asked whether they are under an order of isolation.

    For the caller's transaction.
    """
    return Notice.objects.create(citizen=citizen, kind=Kind.CHECKED, of=of[:120], created_at=now)


def tell_of_emergency(citizen: Citizen, *, of: str, now: datetime) -> Notice:
    """Tell a citizen that their record was opened in an emergency, or what was found about that.

    `of` is "opened:", "justified:" or "unjustified:" and the office. For the caller's transaction.
    """
    return Notice.objects.create(citizen=citizen, kind=Kind.EMERGENCY, of=of[:120], created_at=now)


def tell_of_opening(citizen: Citizen, *, now: datetime) -> Notice:
    """Tell a citizen that who opens their record, or how, has changed.

    A mark was lifted, or their case assigned to an area or taken back. A notice goes to phones that
    others see, too: it does not say which. For the caller's transaction.
    """
    return Notice.objects.create(citizen=citizen, kind=Kind.LIFTED, created_at=now)


def tell_of(citizens: Iterable[int], *, kind: Kind, of: str, now: datetime) -> int:
    """Tell people of something that another room words, by its reference; return how many.

    For the caller's transaction. Raises ValueError for a kind that NOTICES_WORDED_BY does not have.
    """
    if kind not in settings.NOTICES_WORDED_BY:
        raise ValueError(f"nobody words notices of the kind {kind}")
    rows = [Notice(citizen_id=key, kind=kind, of=of[:120], created_at=now) for key in citizens]
    return len(Notice.objects.bulk_create(rows, 1000))


def tell_of_misuse(citizens: Iterable[int], *, of: str, now: datetime) -> int:
    """Tell people that an official misused their data, in the case `of`; return how many.

    For the caller's transaction.
    """
    rows = [
        Notice(citizen_id=citizen, kind=Kind.MISUSED, of=of[:120], created_at=now)
        for citizen in citizens
    ]
    return len(Notice.objects.bulk_create(rows, 1000))


def mark_read(citizen: Citizen, *, now: datetime) -> int:
    """Remember that a citizen has seen their notices; return how many were new."""
    return Notice.objects.filter(citizen=citizen, read_at=None).update(read_at=now)
