"""The comparison of times finds what is there, whatever the noise, and nothing that is not."""

from __future__ import annotations

import random

import pytest

from tests.attack.statistics import Comparison, compare

PAIRS = 600


def times(seed: int, *, later: float = 0.0, tail: float = 0.0) -> Comparison:
    """Compare times as a busy machine has them: drifting, skewed, and now and then far out."""
    lot = random.Random(seed)  # noqa: S311
    both: list[list[float]] = [[], []]
    for number in range(PAIRS):
        drift = 0.010 + 0.004 * (number / PAIRS)
        for times in both:
            times.append(drift * lot.lognormvariate(0, 0.2) + (lot.random() < 0.02) * 0.05)
    known = [each + later + (lot.random() < tail) * 0.02 for each in both[0]]
    return compare(known, both[1])


class TestCompare:
    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_finds_nothing_where_nothing_is(self, seed: int) -> None:
        found = times(seed)

        assert not found.is_leak(10)
        assert found.is_within(0.12)
        assert found.shift[1] < 0 < found.shift[2]

    def test_finds_a_shift_of_a_tenth(self) -> None:
        found = times(1, later=0.001)

        assert found.is_leak(10)
        assert found.share > 0.5
        assert found.shift[0] == pytest.approx(0.001, abs=0.0006)

    def test_finds_a_tail_that_a_median_does_not_show(self) -> None:
        found = times(1, tail=0.15)

        assert found.p_shape * 20 < 0.01

    def test_says_how_little_it_can_tell_of_few(self) -> None:
        assert not compare([1.0, 2.0] * 20, [2.0, 1.0] * 20).is_within(0.1)

    def test_takes_equal_times_for_equal(self) -> None:
        found = compare([1.0] * 50, [1.0] * 50)

        assert (found.share, found.p_shift, found.p_shape) == (0.5, 1.0, 1.0)
