"""Evidence goes when its time is over."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from provinces.citizens import services as citizens
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

# A piece that another one still rests on stays until that has gone, too; whatever of them can
# go together goes together. So does one whose end holds for what happened before it, while that
# is not over.
DROP = """
WITH RECURSIVE over AS (
    SELECT id, case_id FROM evidence_evidence e
    WHERE expires_at < %(before)s
      AND (coalesce(ended_at, ends_at) IS NULL OR in_force_at IS NULL OR withdrawn_at IS NOT NULL
           OR NOT EXISTS (
               SELECT FROM evidence_evidence b
               WHERE b.citizen_id = e.citizen_id AND b.evidence_class = e.evidence_class
                 AND b.happened_at <= e.happened_at AND b.expires_at >= %(before)s
                 AND b.in_force_at IS NOT NULL AND b.withdrawn_at IS NULL))),
needed AS (
    SELECT case_id AS id FROM evidence_evidence e
    WHERE case_id IS NOT NULL AND NOT EXISTS (SELECT FROM over o WHERE o.id = e.id)
    UNION
    SELECT o.case_id FROM needed n JOIN over o USING (id) WHERE o.case_id IS NOT NULL)
DELETE FROM evidence_evidence e USING over o
WHERE e.id = o.id AND NOT EXISTS (SELECT FROM needed n WHERE n.id = e.id)
RETURNING e.citizen_id, e.state = 'in_force'
"""

DROP_SUSPENSIONS = "DELETE FROM evidence_suspension WHERE ends_at < %(before)s"


@transaction.atomic
def drop_expired(*, before: datetime, now: datetime) -> int:
    """Remove the evidence that expired before a moment; return how many pieces.

    Only the owner of the tables may. It has had no effect since it expired; whoever it was about
    is marked all the same, so that nothing can go on resting on it. What was suspended until then
    goes with it.
    """
    with connection.cursor() as cursor:
        cursor.execute(DROP, {"before": before})
        gone = cursor.fetchall()
        cursor.execute(DROP_SUSPENSIONS, {"before": before})
    if gone:
        stale = sorted({citizen for citizen, was_in_force in gone if was_in_force})
        citizens.mark_stale(stale, because=Event.EVIDENCE_DROPPED, at=now)
        body = {"pieces": len(gone), "before": before.isoformat()}
        ledger.record(Event.EVIDENCE_DROPPED, by=None, about=None, at=now, body=body)
    return len(gone)
