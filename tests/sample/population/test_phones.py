"""Phones are off, and say honestly by how much."""

from __future__ import annotations

import numpy as np
import pytest

from sample.population.phones import BEST_M, WORST_M, accuracies, located
from sample.population.plane import distance_m

COUNT = 40_000


class TestAccuracies:
    def test_reach_from_the_best_to_the_worst(self) -> None:
        found = accuracies(np.zeros(COUNT, bool), np.random.default_rng(1))

        assert BEST_M <= found.min() < 8
        assert 900 < found.max() <= WORST_M

    def test_are_worse_on_old_phones(self) -> None:
        recent, old = (
            np.median(accuracies(np.full(COUNT, is_old), np.random.default_rng(2)))
            for is_old in (False, True)
        )

        assert old > 2 * recent


class TestLocated:
    def test_two_thirds_are_within_what_they_report(self) -> None:
        rng = np.random.default_rng(3)
        accuracy = accuracies(rng.random(COUNT) < 0.2, rng)
        lat, lon = np.full(COUNT, 39.9), np.full(COUNT, 116.4)

        off = distance_m(lat, lon, *located(lat, lon, accuracy, rng))

        for least, most in ((5, 50), (50, 150), (150, 400), (400, 1000)):
            of_class = (accuracy > least) & (accuracy <= most)
            assert np.mean(off[of_class] <= accuracy[of_class]) == pytest.approx(0.68, abs=0.03)
