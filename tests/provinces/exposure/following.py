"""Cases and lists are followed, and stays matched: helpers that say who is marked by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest

from core.db.days import day_of
from provinces.citizens.models import Citizen, StaleMark
from provinces.exposure import observing, services
from provinces.exposure.services import Span
from provinces.ledger.events import Event
from provinces.presence.models import Stay
from provinces.tenancy import scope
from tests import cast
from tests.factories import road
from tests.provinces.exposure.crowds import ASKED, DAY, NOW, Asked

YESTERDAY = NOW - DAY
PLACE = h3.cell_to_parent(road.HERE, 8)
ELSEWHERE = h3.cell_to_center_child(h3.grid_ring(PLACE, 2)[0], 11)

# Stays that changed are marked one by one, or by the day where they are many.
BOTH_MARKS = pytest.mark.parametrize("by_day", [False, True], ids=["by stay", "by day"])


def follow(
    *, asked: Asked | None = ASKED, as_of: datetime = NOW, everything: bool = False
) -> set[int]:
    """Follow cases and lists; return who is marked by it."""
    StaleMark.objects.all().delete()
    observing.follow(asked, as_of=as_of, now=NOW, everything=everything)
    return marked()


def match(days: int = 1) -> set[int]:
    """Take the marks of the days since; return who is marked for facts by it."""
    first = day_of(cast.TODAY - timedelta(days=days), scope.current().zone)
    services.rematch(Span(first.lo, 2**31 - 2000), zones=[], now=NOW)
    return marked()


def marked() -> set[int]:
    """Return whose facts are marked."""
    return {mark.citizen_id for mark in StaleMark.objects.filter(day=None) if mark.citizen_id}


def stay(citizen: Citizen, **values: Any) -> None:
    """Let a citizen have stayed somewhere yesterday, as nobody has looked at yet."""
    road.stay(citizen, **{"at": YESTERDAY, "minutes": 60, "marked": False, **values})


def ingest(citizen: Citizen, *, by_day: bool, **values: Any) -> None:
    """Let a citizen have stayed somewhere, and mark that as ingestion does."""
    stay(citizen, **values)
    one = Stay.objects.filter(citizen_id=citizen.pk).latest("started")
    if by_day:
        StaleMark.objects.create(day=one.day, because=Event.PRESENCE_INGESTED, marked_at=NOW)
    else:
        road.mark(citizen.pk, day=one.day, cell=one.cell, at=NOW)


def vanish(citizen: Citizen) -> None:
    """Have a citizen's stays vanish, and mark that as ingestion does."""
    for one in Stay.objects.filter(citizen_id=citizen.pk):
        road.mark(citizen.pk, day=one.day, cell=one.cell, at=NOW)
    Stay.objects.filter(citizen_id=citizen.pk).delete()
