"""Lists are followed, and what is observed later than a moment is left for later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from django.db import connection

from core.cells.ranges import Ranges
from core.db import temporary
from provinces.citizens.models import Citizen
from provinces.exposure import counting
from provinces.zones import services as zones
from provinces.zones.models import Division, Listing
from tests import cast
from tests.factories import areas, citizens
from tests.factories import zones as lists
from tests.provinces.exposure import following
from tests.provinces.exposure.crowds import DAY, NOW, case
from tests.provinces.exposure.following import (
    ELSEWHERE,
    PLACE,
    YESTERDAY,
    follow,
    ingest,
    match,
    stay,
)

HOME = "110101"


def ground(code: str = HOME, *, around: int = PLACE) -> None:
    """Have the province know the cells of a division."""
    areas.area(code)
    cells = Ranges.from_cells(h3.grid_disk(around, 1), 8).at(11)
    zones.set_territory(code, cells)


def listed(code: str = HOME, *, days_ago: tuple[int, int] = (2, 0)) -> None:
    """Import a list that names a division for some days until now."""
    areas.area(code)
    first, last = (str(cast.TODAY - timedelta(days=days)) for days in days_ago)
    spell = zones.Spell(2, code, "福鼎家园", "high", first, last)
    lists.listed(spell)


class TestFollowingLists:
    def test_marks_whoever_stayed_there_on_its_days(self, eve: Citizen, finn: Citizen) -> None:
        ground()
        stay(eve)
        stay(finn, at=NOW - 4 * DAY)
        stay(citizens.citizen(), cell=ELSEWHERE)
        listed()

        assert follow() == {eve.pk}
        assert follow() == set()

    def test_marks_by_the_days_that_came_alone(self, eve: Citizen, finn: Citizen) -> None:
        ground()
        stay(eve)
        stay(finn, at=NOW - 4 * DAY)
        listed(days_ago=(5, 3))
        follow()
        listed(days_ago=(5, 0))

        assert follow() == {eve.pk}

    def test_marks_once_the_ground_is_known(self, eve: Citizen) -> None:
        stay(eve)
        listed()
        assert follow() == set()
        ground()

        assert follow() == {eve.pk}

    def test_marks_by_the_old_ground_and_the_new(self, eve: Citizen, finn: Citizen) -> None:
        ground()
        listed()
        stay(eve)
        stay(finn, cell=h3.cell_to_center_child(h3.grid_ring(PLACE, 5)[0], 11))
        follow()
        ground(around=h3.grid_ring(PLACE, 5)[0])

        assert follow() == {eve.pk, finn.pk}
        assert Division.objects.count() == 1
        assert Listing.objects.count() == 1

    def test_of_everything_marks_nobody(self, eve: Citizen) -> None:
        ground()
        stay(eve)
        listed()

        assert follow(everything=True) == set()
        assert not Listing.objects.filter(is_marked=False).exists()


class TestStaysInListedDivisions:
    @following.BOTH_MARKS
    def test_mark_whose_they_are(self, eve: Citizen, finn: Citizen, by_day: bool) -> None:
        ground()
        listed()
        follow()
        stay(finn, at=NOW - 4 * DAY)

        ingest(eve, by_day=by_day)

        assert match() == {eve.pk}

    @following.BOTH_MARKS
    @pytest.mark.parametrize("values", [{"cell": ELSEWHERE}, {"at": NOW - 4 * DAY}])
    def test_mark_nobody_on_other_days_or_elsewhere(
        self, eve: Citizen, values: dict[str, Any], by_day: bool
    ) -> None:
        ground()
        listed()
        follow()

        ingest(eve, **values, by_day=by_day)

        assert match(days=6) == set()


class TestLater:
    def later(self, *of: Citizen, as_of: datetime) -> set[int]:
        """Return of whom something later than a moment is kept."""
        with connection.cursor() as cursor:
            temporary.ready(cursor, stale="citizen_id integer PRIMARY KEY")
            cursor.execute(
                "INSERT INTO stale SELECT unnest(%s::integer[])", [[one.pk for one in of]]
            )
            bounds = {"lo": 0, "hi": 2**31 - 1}
            counting.note_later(cursor, bounds, as_of=as_of)
            cursor.execute("SELECT citizen_id FROM later")
            return {row[0] for row in cursor.fetchall()}

    def test_is_a_stay_near_a_case_or_of_one(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve)
        follow()

        assert self.later(finn, as_of=YESTERDAY - timedelta(minutes=1)) == {finn.pk}
        assert self.later(finn, as_of=YESTERDAY + timedelta(minutes=1)) == set()

    def test_is_a_stay_of_the_case_after_ones_own(self, eve: Citizen, finn: Citizen) -> None:
        stay(finn)
        stay(eve, at=YESTERDAY + timedelta(minutes=90))
        case(eve)
        follow()

        assert self.later(finn, as_of=YESTERDAY + timedelta(minutes=80)) == {finn.pk}

    def test_is_a_case_told_later(self, eve: Citizen, finn: Citizen) -> None:
        for person in (eve, finn):
            stay(person)
        case(eve, in_force_at=NOW)
        follow()

        assert self.later(finn, as_of=NOW - timedelta(minutes=1)) == {finn.pk}
        assert self.later(finn, as_of=NOW) == set()

    def test_is_a_stay_in_a_listed_division(self, eve: Citizen, finn: Citizen) -> None:
        ground()
        listed()
        stay(eve)
        stay(finn, cell=ELSEWHERE)

        assert self.later(eve, finn, as_of=YESTERDAY) == {eve.pk}
        assert self.later(eve, finn, as_of=YESTERDAY + timedelta(minutes=1)) == set()
