"""The bounds on H3's cells hold, everywhere."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells.classes import FINE
from core.cells.sphere import chord, distances_m, hops, reach_m, spacing_m, vectors

points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
resolutions = st.integers(1, FINE - 1)


def metres(one: int, other: int) -> float:
    return h3.great_circle_distance(h3.cell_to_latlng(one), h3.cell_to_latlng(other), "m")


class TestSpacing:
    @given(points, resolutions)
    def test_is_no_less_than_any_step(self, point: tuple[float, float], resolution: int) -> None:
        cell = h3.latlng_to_cell(*point, resolution)

        steps = [metres(cell, other) for other in h3.grid_disk(cell, 1)]

        assert max(steps) <= spacing_m(resolution) * (1 + 1e-9)


class TestReach:
    @given(points, resolutions)
    def test_holds_the_centres_of_all_descendants(
        self, point: tuple[float, float], resolution: int
    ) -> None:
        cell = h3.latlng_to_cell(*point, resolution)
        target = min(resolution + 3, FINE)

        farthest = max(metres(cell, child) for child in h3.cell_to_children(cell, target))

        assert farthest <= reach_m(resolution, target)

    @pytest.mark.parametrize("pentagon", h3.get_pentagons(5)[:3])
    def test_holds_at_pentagons(self, pentagon: int) -> None:
        farthest = max(metres(pentagon, child) for child in h3.cell_to_children(pentagon, 9))

        assert farthest <= reach_m(5, 9)


class TestHops:
    @given(points, st.integers(3, FINE), st.floats(0.5, 6))
    def test_bounds_the_grid_distance(
        self, point: tuple[float, float], resolution: int, steps: float
    ) -> None:
        cell = h3.latlng_to_cell(*point, resolution)
        distance_m = steps * spacing_m(resolution) / 2

        away = hops(distance_m, resolution)

        beyond = set(h3.grid_disk(cell, away + 2)) - set(h3.grid_disk(cell, away))
        assert min(metres(cell, other) for other in beyond) > distance_m


class TestDistances:
    @given(points, points)
    def test_agree_with_those_of_h3(
        self, one: tuple[float, float], other: tuple[float, float]
    ) -> None:
        ends = vectors(*(np.array(column) for column in zip(one, other, strict=True)))

        distance = distances_m(ends[1:], ends[0])[0]

        assert distance == pytest.approx(h3.great_circle_distance(one, other, "m"), abs=0.5)

    def test_of_a_chord_are_the_way_round(self) -> None:
        quarter = vectors(np.array([0.0, 0.0]), np.array([0.0, 90.0]))

        along = distances_m(quarter[1:], quarter[0])[0]

        assert chord(along) == pytest.approx(np.sqrt(2))
