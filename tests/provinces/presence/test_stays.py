"""Stays follow from a day's presences: whoever lingers stays, whoever passes by does not."""

import itertools
import time
from typing import Any, NamedTuple

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells.lookup import cell_for
from provinces.presence.minimising import MOVING_MPS
from provinces.presence.stays import HOLD_MINUTES, MINIMUM_MINUTES, derive

HOME, NEXT_DOOR = cell_for(39.9, 116.4, 11), cell_for(39.91, 116.4, 11)
COARSE, COARSER = cell_for(39.9, 116.4, 9), cell_for(39.9, 116.4, 8)
LEAST = {HOME: 3, NEXT_DOOR: 3, COARSE: 5, COARSER: 9}
MORNING = 27_500_000


class Seen(NamedTuple):
    """A presence, in minutes of the morning."""

    cell: int
    start: int
    length: int = 1
    is_moving: bool = False
    key: int = 0


Stay = tuple[int, int, int, int]


def stays(*seen: Seen) -> list[Stay]:
    found = derive(
        np.array([one.cell for one in seen], np.int64),
        np.array([one.start + MORNING for one in seen], np.int32),
        np.array([one.start + one.length + MORNING for one in seen], np.int32),
        np.array([one.is_moving for one in seen], np.bool_),
        np.array([one.key for one in seen], np.int64),
    )
    columns = (found.key, found.cell, found.started - MORNING, found.ended - MORNING)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def by_hand(seen: list[Seen]) -> list[Stay]:
    """The rule once more, one presence after the other."""
    runs: list[Stay] = []
    still = sorted(one for one in seen if not one.is_moving)
    for (key, cell), group in itertools.groupby(
        sorted(still, key=lambda one: (one.key, *one)), lambda one: (one.key, one.cell)
    ):
        for one in group:
            if runs and runs[-1][:2] == (key, cell) and one.start <= runs[-1][3] + HOLD_MINUTES:
                runs[-1] = (key, cell, runs[-1][2], max(runs[-1][3], one.start + one.length))
            else:
                runs.append((key, cell, one.start, one.start + one.length))
    return [run for run in runs if run[3] - run[2] >= LEAST[run[1]]]


days = st.lists(
    st.builds(
        Seen,
        cell=st.sampled_from(list(LEAST)),
        start=st.integers(0, 90),
        length=st.integers(1, 15),
        is_moving=st.sampled_from([False, False, False, True]),
        key=st.sampled_from([0, 1, -1, 2**62]),
    ),
    max_size=25,
)


class TestMinimum:
    def test_is_the_time_to_pass_the_cell(self) -> None:
        assert MINIMUM_MINUTES[8:12].tolist() == [9, 5, 3, 3]

    @pytest.mark.parametrize("resolution", range(8, 12))
    def test_is_longer_than_passing_takes(self, resolution: int) -> None:
        edge: float = h3.average_hexagon_edge_length(resolution, unit="m")

        assert MINIMUM_MINUTES[resolution] * 60 > 2 * edge / MOVING_MPS


class TestDerive:
    def test_finds_nothing_in_nothing(self) -> None:
        assert stays() == []
        assert stays(Seen(HOME, 0, 60, is_moving=True)) == []

    def test_takes_a_run_of_minutes_for_a_stay(self) -> None:
        assert stays(Seen(HOME, 2), Seen(HOME, 0), Seen(HOME, 1)) == [(0, HOME, 0, 3)]

    def test_leaves_out_who_passes_by(self) -> None:
        assert stays(Seen(HOME, 0), Seen(HOME, 1), Seen(COARSER, 0, 6)) == []

    def test_bridges_ten_minutes_and_no_more(self) -> None:
        assert stays(Seen(HOME, 0, 3), Seen(HOME, 13, 3)) == [(0, HOME, 0, 16)]
        assert stays(Seen(HOME, 0, 3), Seen(HOME, 14, 3)) == [(0, HOME, 0, 3), (0, HOME, 14, 17)]

    def test_counts_from_the_last_end_and_not_from_the_last_start(self) -> None:
        seen = [Seen(HOME, 0, 30), Seen(HOME, 5, 1), Seen(HOME, 40, 1)]

        assert stays(*seen) == [(0, HOME, 0, 41)]

    def test_does_not_see_what_moves(self) -> None:
        seen = [Seen(HOME, 0), Seen(HOME, 1, is_moving=True), Seen(HOME, 11)]

        assert stays(*seen) == [(0, HOME, 0, 12)]

    def test_does_not_care_what_happens_in_other_cells(self) -> None:
        seen = [Seen(HOME, 0), Seen(NEXT_DOOR, 1), Seen(HOME, 2), Seen(NEXT_DOOR, 3)]

        assert stays(*seen) == sorted([(0, HOME, 0, 3), (0, NEXT_DOOR, 1, 4)])

    def test_keeps_citizens_and_days_apart(self) -> None:
        assert stays(Seen(HOME, 0, 2), Seen(HOME, 2, 2, key=1)) == []

    @given(days)
    @settings(deadline=None)
    def test_is_the_rule_by_hand(self, seen: list[Seen]) -> None:
        assert stays(*seen) == by_hand(seen)

    @given(days, st.randoms(use_true_random=False))
    @settings(deadline=None)
    def test_cares_for_neither_order_nor_repetition(self, seen: list[Seen], chance: Any) -> None:
        mixed = chance.sample(seen * 2, 2 * len(seen))

        assert stays(*mixed) == stays(*seen)

    @given(days, st.data())
    @settings(deadline=None)
    def test_never_finds_more_in_less(self, seen: list[Seen], data: st.DataObject) -> None:
        fewer = data.draw(st.lists(st.sampled_from(seen))) if seen else []

        for key, cell, start, end in stays(*fewer):
            assert any(
                (key, cell) == whole[:2] and whole[2] <= start and end <= whole[3]
                for whole in stays(*seen)
            )

    @given(
        days, st.integers(-(2**31), 2**31 - 200), st.sampled_from([np.int16, np.int32, np.int64])
    )
    @settings(deadline=None)
    def test_takes_minutes_of_any_epoch(self, seen: list[Seen], epoch: int, kind: Any) -> None:
        epoch = epoch % 30_000 if kind is np.int16 else epoch
        started = np.array([one.start + epoch for one in seen], kind)
        ended = np.array([one.start + one.length + epoch for one in seen], kind)

        found = derive(
            np.array([one.cell for one in seen], np.int64),
            started,
            ended,
            np.array([one.is_moving for one in seen], np.bool_),
            np.array([one.key for one in seen], np.int64),
        )

        assert [start - epoch for start in found.started.tolist()] == [s[2] for s in stays(*seen)]

    def test_takes_a_million_presences_in_a_breath(self) -> None:
        chance = np.random.default_rng(1)
        count = 1_000_000
        cells = chance.choice(np.array([HOME, NEXT_DOOR, COARSE]), count)
        started = (MORNING + chance.integers(0, 1440, count)).astype(np.int32)
        keys = chance.integers(0, 50_000, count)
        began = time.process_time()

        found = derive(cells, started, started + np.int32(1), chance.random(count) < 0.1, keys)

        # 14 million, a fortnight of 200,000 people, are to take less than ten seconds; this
        # leaves room for a machine that has other things to do.
        assert len(found.key) > 0
        assert time.process_time() - began < 5
