"""Counting a disc by the lattice is counting its cells."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import lattice
from core.cells.classes import RADIUS_M
from core.cells.lattice import disc_sizes, fewest_in_a_disc
from core.cells.lookup import centre_vectors
from tests.core.cells import oracle

classes = st.sampled_from(list(RADIUS_M))


def sizes(cells: list[int], radius_m: float) -> list[int]:
    array = np.array(cells, np.int64)
    return disc_sizes(array, centre_vectors(array), radius_m).tolist()


class TestDiscSizes:
    @given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([9, 10, 11]))
    def test_are_the_numbers_of_cells_in_the_discs(
        self, lat: float, lon: float, resolution: int
    ) -> None:
        cell = h3.latlng_to_cell(lat, lon, resolution)

        assert sizes([cell], RADIUS_M[resolution]) == [len(oracle.disc(cell))]

    @pytest.mark.parametrize("resolution", list(RADIUS_M))
    @pytest.mark.parametrize(
        "place",
        [
            (39.9, 116.4),
            (38.0138, 114.92),
            (38.4501, 117.5),
            h3.cell_to_latlng(h3.get_pentagons(11)[2]),
        ],
        ids=["Beijing", "an edge", "another edge", "a corner"],
    )
    def test_are_exact_on_and_off_the_edges_of_the_icosahedron(
        self, place: tuple[float, float], resolution: int
    ) -> None:
        cells = h3.grid_disk(h3.latlng_to_cell(*place, resolution), 1)

        assert sizes(cells, RADIUS_M[resolution]) == [len(oracle.disc(cell)) for cell in cells]

    def test_are_exact_where_a_centre_is_on_an_edge_itself(self) -> None:
        cell = h3.str_to_int("8a319cb26277fff")

        assert sizes([cell], 150.0) == [len(oracle.disc(cell))]

    def test_are_looked_up_where_a_cell_is_on_the_rim(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cell = h3.latlng_to_cell(30.6, 104.1, 10)
        monkeypatch.setattr(lattice, "_HAIR_M", 1000.0)
        lattice._offsets.cache_clear()

        found = sizes([cell], 150.0)

        lattice._offsets.cache_clear()
        assert found == [len(oracle.disc(cell))]


class TestFewestInADisc:
    @given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([9, 10, 11]))
    def test_is_no_more_than_any_disc_holds(self, lat: float, lon: float, resolution: int) -> None:
        held = len(oracle.disc(h3.latlng_to_cell(lat, lon, resolution)))

        assert fewest_in_a_disc(RADIUS_M[resolution]) <= held
