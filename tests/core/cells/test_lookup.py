"""Points to cells and back."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest

from core.cells.lookup import cell_for, cell_of_fix, cells_for, centre, centre_vectors, centres

PLACES = [(39.9, 116.4), (-16.5, 180.0), (90.0, 0.0), (42.73, -2.73)]


class TestCellFor:
    @pytest.mark.parametrize("place", PLACES)
    def test_is_the_cell_of_h3(self, place: tuple[float, float]) -> None:
        assert cell_for(*place, 11) == h3.latlng_to_cell(*place, 11)

    @pytest.mark.parametrize("place", [(91, 0), (0, 181), (float("nan"), 0), (0, float("inf"))])
    def test_refuses_a_point_off_the_globe(self, place: tuple[float, float]) -> None:
        with pytest.raises(ValueError, match="globe"):
            cell_for(*place, 11)


class TestCellsFor:
    def test_does_for_many_what_cell_for_does_for_one(self) -> None:
        lat, lon = np.array(PLACES).T

        assert cells_for(lat, lon, 9).tolist() == [cell_for(*place, 9) for place in PLACES]

    def test_refuses_any_point_off_the_globe(self) -> None:
        with pytest.raises(ValueError, match="nan"):
            cells_for(np.array([39.9, np.nan]), np.array([116.4, 0.0]), 9)


class TestCellOfFix:
    @pytest.mark.parametrize(("accuracy_m", "resolution"), [(5, 11), (100, 10), (1000, 8)])
    def test_is_as_coarse_as_the_fix(self, accuracy_m: float, resolution: int) -> None:
        assert cell_of_fix(39.9, 116.4, accuracy_m) == cell_for(39.9, 116.4, resolution)

    def test_is_none_beyond_a_kilometre(self) -> None:
        assert cell_of_fix(39.9, 116.4, 1500) is None


class TestCentres:
    def test_are_those_of_h3(self) -> None:
        cells = np.array(h3.grid_disk(cell_for(39.9, 116.4, 11), 2))

        lat, lon = centres(cells)

        assert list(zip(lat, lon, strict=True)) == [centre(cell) for cell in cells.tolist()]

    def test_as_vectors_are_of_length_one(self) -> None:
        cells = np.array([cell_for(*place, 11) for place in PLACES])

        assert np.linalg.norm(centre_vectors(cells), axis=1) == pytest.approx(1)
