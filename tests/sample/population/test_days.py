"""Days: nobody is in two places, and what phones send covers them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from core.cells.lookup import cells_for
from core.db.days import day_of
from sample.boundaries import territories
from sample.plan import BEIJING, HEBEI
from sample.population.days import Fixes, fixes_of
from sample.population.people import BLOCK, Settlers
from sample.world import World

ZONE = ZoneInfo("Asia/Shanghai")
THURSDAY, SATURDAY = (day_of(date(2026, 11, day), ZONE) for day in (12, 14))


@pytest.fixture(scope="module")
def settlers(sample_world: World) -> Settlers:
    return sample_world.settlers(HEBEI)


@pytest.fixture(scope="module")
def fixes(settlers: Settlers) -> Fixes:
    return fixes_of(settlers.block(0), settlers, THURSDAY)


class TestFixesOf:
    def test_are_the_same_for_a_day(self, settlers: Settlers, fixes: Fixes) -> None:
        again = fixes_of(settlers.block(0), settlers, THURSDAY)

        assert all(
            np.array_equal(getattr(fixes, c.name), getattr(again, c.name)) for c in fields(Fixes)
        )

    def test_lie_within_the_day(self, fixes: Fixes) -> None:
        assert THURSDAY.lo <= fixes.started.min()
        assert fixes.ended.max() <= THURSDAY.hi
        assert (fixes.started < fixes.ended).all()

    def test_nobody_is_in_two_places(self, fixes: Fixes) -> None:
        order = np.lexsort((fixes.started, fixes.number))
        same = fixes.number[order][1:] == fixes.number[order][:-1]

        overlaps = same & (fixes.started[order][1:] < fixes.ended[order][:-1])

        assert not overlaps.any()

    def test_are_some_five_visits_and_a_few_moments_on_the_way(self, fixes: Fixes) -> None:
        visits = (fixes.speed == 0).sum() / BLOCK

        assert 4 < visits < 6
        assert 0.5 < (fixes.speed > 0).sum() / BLOCK < 4
        assert (fixes.ended - fixes.started)[fixes.speed > 0].max() == 1

    def test_people_sleep_at_home(self, settlers: Settlers, fixes: Fixes) -> None:
        people = settlers.block(0)
        asleep = fixes.take((fixes.started <= THURSDAY.lo + 180) & (fixes.speed == 0))

        home = cells_for(people.home_lat[asleep.number], people.home_lon[asleep.number], 6)

        assert np.mean(cells_for(asleep.lat, asleep.lon, 6) == home) > 0.9

    def test_fewer_go_to_work_on_saturdays(self, settlers: Settlers, fixes: Fixes) -> None:
        saturday = fixes_of(settlers.block(0), settlers, SATURDAY)

        noon = THURSDAY.lo + 11 * 60
        at_work = fixes.take((fixes.started < noon) & (fixes.ended > noon))
        at_home = saturday.take(
            (saturday.started < noon + SATURDAY.lo - THURSDAY.lo)
            & (saturday.ended > noon + SATURDAY.lo - THURSDAY.lo)
        )
        assert len(at_work) > 0.8 * BLOCK
        assert len(at_home) < len(at_work)

    def test_commuters_are_seen_beyond_the_border(self, fixes: Fixes) -> None:
        at_noon = fixes.take(
            (fixes.started < THURSDAY.lo + 11 * 60) & (fixes.ended > THURSDAY.lo + 11 * 60)
        )

        in_beijing = territories()[BEIJING.code].contains(cells_for(at_noon.lat, at_noon.lon, 11))

        assert 0.02 < in_beijing.mean() < 0.2
