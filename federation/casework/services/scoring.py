"""The province's security baseline is scored, and the score is published."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from federation.casework import conformance
from federation.casework.conformance import Score
from federation.peers import instants
from provinces.ledger import announcing
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind


@transaction.atomic
def publish_score(*, now: datetime) -> Score:
    """Score the baseline and publish the score, good or bad; purposes are listed before."""
    announcing.publish_purposes(now=now)
    score = conformance.score(now)
    body = {
        "checks": dict(score.checks),
        "passed": score.passed,
        "of": score.of,
        "scored_at": instants.text(now),
    }
    ledger.publish(Kind.CONFORMANCE_SCORED, body, at=now)
    ledger.record(Event.CONFORMANCE_SCORED, by=None, about=None, at=now, body=body)
    return score
