"""What travels the road: zones in effect, stays, and the rule set that judges them."""

from __future__ import annotations

from datetime import datetime, timedelta

import h3.api.basic_int as h3
import numpy as np
from django.utils import timezone

from core.db.days import day_of
from core.periods import epoch_minute
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.presence import cells
from provinces.presence.models import Stay
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.rules.models import Ruleset
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, Level, ZoneRange
from tests import cast

# An own zone would have to be declared and signed.
ELSEWHERE = "west"
# A cell of class 11 in the middle of Beijing.
HERE: int = h3.latlng_to_cell(39.9042, 116.4074, 11)


def first_ruleset(*, now: datetime = cast.NOW - timedelta(days=30)) -> Ruleset:
    """Publish the first rule set as it ships."""
    return shipped_ruleset("first", now=now)


def shipped_ruleset(name: str, *, now: datetime = cast.NOW - timedelta(days=30)) -> Ruleset:
    """Publish a rule set as it ships."""
    return publishing.publish(rules.shipped(name), now=now)


def zone(
    *,
    level: Level = Level.HIGH,
    cells: list[int] | None = None,
    starts: datetime = cast.NOW - timedelta(days=5),
    ends: datetime = cast.NOW + timedelta(days=5),
    certain: bool = True,
) -> EffectiveZone:
    """Put a zone of some cells into effect, as if it had been compiled and received."""
    effective = EffectiveZone.objects.create(
        source=ELSEWHERE,
        reference=f"Z{EffectiveZone.objects.count() + 1}",
        version=1,
        level=level,
        name_zh="某小区",
        name_en="Some compound",
        starts=epoch_minute(starts),
        ends=epoch_minute(ends),
        revised_at=timezone.now(),
    )
    ZoneRange.objects.bulk_create(
        ZoneRange(
            lo=cell,
            hi=cell,
            zone=effective,
            starts=effective.starts,
            ends=effective.ends,
            certain=certain,
        )
        for cell in cells or [HERE]
    )
    return effective


def stay(
    citizen: Citizen, *, at: datetime, minutes: int = 60, cell: int = HERE, marked: bool = True
) -> None:
    """Let a citizen have stayed in a cell, and mark their day stale as ingestion does."""
    entry = scope.current()
    day = day_of(at.astimezone(entry.zone).date(), entry.zone).lo
    start = epoch_minute(at)
    Stay.objects.bulk_create(
        [Stay(citizen_id=citizen.pk, cell=cell, day=day, started=start, ended=start + minutes)]
    )
    cells.note(np.array([cell]))
    if marked:
        mark(citizen.pk, day=day, cell=cell, at=at)


def mark(citizen: int, *, day: int, cell: int, at: datetime) -> None:
    """Mark that a citizen's stay in a cell came or went, as ingestion does."""
    people, places = np.array([citizen], np.int32), np.array([cell])
    because = Event.PRESENCE_INGESTED
    citizens.mark_day_stale(people, places, day=day, because=because, at=at)
