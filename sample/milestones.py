"""How far a province of the sample has come, as its own ledger says.

A milestone is recorded in the transaction of what it is about: nothing half done passes for
done, and no file beside the database has to agree with it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from provinces.ledger import queries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event


class Milestone(StrEnum):
    """What the ledger calls the sample's steps."""

    POPULATION = "sample:population"
    PRESENCES = "sample:presences"
    STORY = "sample:story"
    EVIDENCE = "sample:evidence"


EVENTS = {
    Milestone.POPULATION: Event.CITIZEN_ENROLLED,
    Milestone.PRESENCES: Event.PRESENCE_INGESTED,
    Milestone.STORY: Event.ZONE_DECLARED,
    Milestone.EVIDENCE: Event.EVIDENCE_RECORDED,
}


def reached(milestone: Milestone) -> dict[str, Any] | None:
    """Return what was last recorded of a milestone in the province in scope, if anything."""
    payload = queries.about(str(milestone)).first()
    return payload.body if payload else None


def reach(milestone: Milestone, body: dict[str, Any], *, at: datetime) -> None:
    """Record a milestone, in the transaction of what it is about."""
    ledger.record(EVENTS[milestone], by=None, about=str(milestone), at=at, body=body)
