"""Boundaries: in WGS84, without gaps between provinces, exclaves where they belong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from core.cells.classes import FINE
from core.cells.geojson import read_area
from core.cells.lookup import cell_for
from core.cells.ranges import Ranges
from core.cells.snapping import snap_shape
from core.cells.territory import partition
from sample import boundaries
from sample.divisions import counties_of, divisions_of
from sample.plan import BEIJING, HEBEI, PROVINCES, TIANJIN
from sample.population.plane import distance_m

TIANANMEN = (39.90873, 116.39745)
# The three counties of Hebei between Beijing and Tianjin that touch no other part of Hebei.
EXCLAVE = {"131082": "Sanhe", "131028": "Dachang", "131024": "Xianghe"}


def corners(geometry: dict[str, object]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(geometry["coordinates"][0][0])  # type: ignore[index]


class TestOutline:
    def test_undoes_the_shift_of_the_map_service(self) -> None:
        beijing = divisions_of(BEIJING.code)[0]
        given = corners(json.loads(beijing.outline.read_bytes()))
        found = corners(boundaries.outline(beijing))

        moved = distance_m(given[:, 1], given[:, 0], found[:, 1], found[:, 0])

        assert 400 < moved.min() <= moved.max() < 800
        assert (found[:, 0] < given[:, 0]).all()
        assert (found[:, 1] < given[:, 1]).all()


class TestTerritories:
    @pytest.mark.parametrize("code", EXCLAVE)
    def test_an_exclave_is_its_own_provinces(self, code: str) -> None:
        county = next(d for d in counties_of(HEBEI.code) if d.code == code)
        inside = snap_shape(read_area(boundaries.outline(county)))

        territories = boundaries.territories()

        assert not inside - territories[HEBEI.code]
        assert not inside & territories[BEIJING.code]
        assert not inside & territories[TIANJIN.code]

    def test_no_cell_is_in_two(self) -> None:
        territories = boundaries.territories()

        together = Ranges.union_of(territories.values(), FINE).count()

        assert together == sum(each.count() for each in territories.values())

    def test_a_well_known_place_is_where_it_is(self) -> None:
        cell = cell_for(*TIANANMEN, FINE)

        found = [code for code, cells in boundaries.territories().items() if cell in cells]

        assert found == [BEIJING.code]

    def test_counties_make_up_their_province(self) -> None:
        counties = {c.code: boundaries.outline(c) for c in counties_of(TIANJIN.code)}

        found = Ranges.union_of(partition(counties).values(), FINE)

        assert found == boundaries.territories()[TIANJIN.code]

    def test_are_of_the_three_provinces(self) -> None:
        assert set(boundaries.territories()) == {province.code for province in PROVINCES}


class TestKeep:
    def test_keeps_territories_as_they_are(self, tmp_path: Path) -> None:
        boundaries.keep(tmp_path / "deeper" / "kept.npz", boundaries.territories())

        assert boundaries.read(tmp_path / "deeper" / "kept.npz") == boundaries.territories()
        assert [path.name for path in (tmp_path / "deeper").iterdir()] == ["kept.npz"]
