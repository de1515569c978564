"""Who was in a territory lately."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import ranks
from core.cells.classes import RADIUS_M
from core.cells.lookup import cell_for
from core.cells.ranges import Ranges
from core.cells.snapping import snap
from core.periods import epoch_minute
from provinces.presence import whereabouts
from provinces.presence.models import Presence, Stay
from provinces.tenancy import directory
from tests import cast
from tests.factories import presences, zones

HERE = (presences.LAT, presences.LON)
SINCE = cast.NOW - timedelta(days=14)
AROUND = snap(zones.box(116.40, 39.90, 116.42, 39.91))
FAR = snap(zones.box(116.60, 39.90, 116.62, 39.91))


def was(person: int, resolution: int = 11, *, at: datetime = presences.YESTERDAY) -> None:
    """Have somebody be in the middle of Beijing for half an hour."""
    started = epoch_minute(at)
    Presence.objects.create(
        citizen_id=person,
        cell=cell_for(*HERE, resolution),
        started=started,
        ended=started + 30,
        moving=False,
    )


class TestWasIn:
    @pytest.mark.parametrize("resolution", RADIUS_M)
    def test_finds_who_was_there_by_cells_of_any_class(
        self, north: directory.Entry, resolution: int
    ) -> None:
        was(1, resolution)

        assert whereabouts.was_in([1, 2], AROUND, since=SINCE) == {1}
        assert whereabouts.was_in([1, 2], FAR, since=SINCE) == set()

    def test_finds_who_stayed_there(self, north: directory.Entry) -> None:
        started, day = epoch_minute(presences.YESTERDAY), presences.today().lo - 24 * 60
        cell = cell_for(*HERE, 11)
        Stay.objects.create(citizen_id=1, cell=cell, day=day, started=started, ended=started + 9)

        assert whereabouts.was_in([1], AROUND, since=SINCE) == {1}

    def test_finds_nobody_who_is_not_asked_for(self, north: directory.Entry) -> None:
        was(1)

        assert whereabouts.was_in([2], AROUND, since=SINCE) == set()

    def test_finds_nobody_who_was_there_before(self, north: directory.Entry) -> None:
        was(1)

        since = presences.YESTERDAY + timedelta(hours=1)
        assert whereabouts.was_in([1], AROUND, since=since) == set()

    def test_finds_who_is_there_still(self, north: directory.Entry) -> None:
        was(1)

        since = presences.YESTERDAY + timedelta(minutes=20)
        assert whereabouts.was_in([1], AROUND, since=since) == {1}

    def test_finds_nobody_on_no_ground(self, north: directory.Entry) -> None:
        was(1)

        assert whereabouts.was_in([1], Ranges.empty(), since=SINCE) == set()

    def test_finds_nobody_of_nobody(self, north: directory.Entry) -> None:
        assert whereabouts.was_in([], AROUND, since=SINCE) == set()


class TestTouch:
    @given(
        st.lists(st.integers(0, 400), max_size=30),
        st.tuples(st.sampled_from([8, 9, 10, 11]), st.integers(0, 400)),
    )
    def test_agrees_with_looking_at_every_fine_cell(
        self, offsets: list[int], which: tuple[int, int]
    ) -> None:
        resolution, place = which
        first = int(ranks.to_ranks(np.array([cell_for(*HERE, 11)]), 11)[0])
        near = ranks.to_cells(first + np.arange(401), 11)
        ground = Ranges.from_cells(near[offsets], 11)
        cell = _ancestor(int(near[place]), resolution)

        found = whereabouts._touch(np.array([cell]), ground)

        assert found.tolist() == [
            any(_ancestor(int(each), resolution) == cell for each in near[offsets])
        ]


def _ancestor(cell: int, resolution: int) -> int:
    import h3.api.basic_int as h3  # noqa: PLC0415

    return h3.cell_to_parent(cell, resolution)
