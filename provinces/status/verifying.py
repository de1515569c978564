"""Do decisions still say what was decided, and does the ledger still bind them?

A batch's entry in the ledger holds a digest over the commitments of its decisions, and each
commitment binds an outcome: so neither can be changed, left out or slipped in afterwards, though
outcomes may be erased.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from provinces.facts import snapshot
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload

from . import deciding
from .decision import Told, commitment, grounds_from
from .models import Outcome

OF_BATCH = f"""
SELECT count(*), encode(sha256({deciding.DIGEST}), 'hex') FROM status_decision
WHERE id BETWEEN %(first)s AND %(last)s AND made_at = %(made_at)s
  AND run_id IS NOT DISTINCT FROM %(run)s::integer
"""


def holds(outcome: Outcome) -> bool:
    """Tell whether an outcome, with its facts, is what its decision committed to."""
    digest = outcome.facts_digest
    if not _is_over(outcome.facts, digest):
        return False
    told = Told(
        citizen=outcome.citizen_id,
        status=outcome.status,
        since=outcome.since,
        until=outcome.until,
        grounds=grounds_from(outcome.grounds),
        facts_digest=bytes(digest) if digest is not None else None,
        ruleset=outcome.decision.ruleset_id,
    )
    return commitment(bytes(outcome.salt), told) == bytes(outcome.decision.commitment)


def _is_over(facts: dict[str, Any], digest: bytes | memoryview | None) -> bool:
    """Tell whether a digest is over some facts; where there was no sheet there is none."""
    if digest is None:
        return facts == {}
    try:
        return snapshot.digest(facts) == bytes(digest)
    except ValueError:
        return False


def is_bound(batch: Payload) -> bool:
    """Tell whether the ledger's entry of a batch still matches all of its decisions.

    Requires an entry of DECISION_MADE.
    """
    if batch.entry.event != Event.DECISION_MADE or not ledger.holds(batch):
        return False
    values = {
        "first": batch.body["first"],
        "last": batch.body["last"],
        "made_at": batch.entry.recorded_at,
        "run": batch.about.rpartition(":")[2] or None,
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_BATCH, values)
        found: tuple[int, str] = cursor.fetchone()
    return found == (batch.body["count"], batch.body["digest"])
