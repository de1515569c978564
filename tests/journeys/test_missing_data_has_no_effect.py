"""Taking away any evidence of where somebody was never makes their status worse."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.presence.models import Stay
from provinces.status import pipeline, queries
from provinces.zones.models import Level
from tests import cast
from tests.factories import road

RANK = {"green": 0, "yellow": 1, "red": 2}
CELLS = road.h3.grid_disk(road.HERE, 1)


def judged(citizen: Citizen, *, step: int) -> tuple[int, float]:
    """Walk the road and return how grave the status is, and until when."""
    now = cast.NOW + timedelta(minutes=step)
    pipeline.drain(now=now)
    found = queries.status_of(citizen, now)
    return RANK[found.status], found.until.timestamp() if found.until else 0.0


@pytest.mark.parametrize("seed", range(4))
def test_no_stay_taken_away_makes_it_worse(eve: Citizen, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  not for secrets
    road.first_ruleset()
    for level in (Level.MEDIUM, Level.HIGH):
        road.zone(level=level, cells=chance.sample(CELLS, 3))
    for _ in range(10):
        at = cast.NOW - timedelta(days=chance.randrange(1, 5), minutes=chance.randrange(0, 200))
        road.stay(eve, at=at, minutes=chance.randrange(4, 30), cell=chance.choice(CELLS))
    worse_first = [judged(eve, step=0)]

    for step in range(1, 11):
        gone = chance.choice(list(Stay.objects.all()))
        Stay.objects.filter(cell=gone.cell, started=gone.started).delete()
        road.mark(eve.pk, day=gone.day, cell=gone.cell, at=cast.NOW)
        worse_first.append(judged(eve, step=step))

    assert worse_first == sorted(worse_first, reverse=True)
    assert worse_first[-1] == (0, 0.0)
