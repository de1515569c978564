"""A status as pages show it: the same words for the person and for an official who may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from core.db.days import day_of
from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.tenancy import scope

from . import queries, wording


def page_of(citizen: Citizen, at: datetime) -> dict[str, Any]:
    """Return what a page says of a status: its words, reasons, rules, and who answers."""
    found = queries.status_of(citizen, at)
    reasons = _with_answers(citizen, wording.reasons(found.ruleset, found.grounds))
    named = [reason.answerable for reason in reasons if reason.answerable]
    return {
        "status": found,
        "ruleset_name": wording.name(found.ruleset),
        "words": wording.status(found.ruleset, found.status),
        "reasons": reasons,
        "answerable": list(dict.fromkeys(named)) or wording.answerable(found.ruleset),
    }


def _with_answers(citizen: Citizen, reasons: list[wording.Reason]) -> list[wording.Reason]:
    """Say of which reasons the person said themselves that they were there."""
    if not any(reason.place for reason in reasons):
        return reasons
    said = exposures.said_yes(citizen)
    return [replace(one, said_yes=said.get(_zone_day(one.place))) for one in reasons]


def _zone_day(place: wording.Place | None) -> tuple[str, int]:
    """Return the zone and the day's first minute as questions have them; a day ends at midnight."""
    if place is None or place.left_at is None:
        return "", 0
    zone = scope.current().zone
    last = (place.left_at - timedelta(minutes=1)).astimezone(zone)
    return place.zone, day_of(last.date(), zone).lo
