"""Certain and possible cells are what counting every disc says they are."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import compiling, nearby
from core.cells.classes import FINE, RADIUS_M, Thresholds
from core.cells.compiling import Compiled, compile_zone
from core.cells.lookup import cell_of_fix
from core.cells.ranges import Ranges
from core.cells.snapping import snap, snap_circle
from tests.core.cells import oracle
from tests.core.cells.shapes import boundaries, square

PLACES = [
    (39.9, 116.4),
    (38.0138, 114.92),  # an edge of the icosahedron passes here
    (-16.5, 180.0),
    (30.6, 104.1),
    h3.cell_to_latlng(h3.get_pentagons(FINE)[0]),
    h3.cell_to_latlng(h3.get_pentagons(8)[5]),
]


@st.composite
def zones(draw: st.DrawFn, widest_m: float = 700.0) -> Ranges:
    """Return circles, with a bite taken out, or scattered cells, somewhere."""
    lat, lon = draw(
        st.one_of(st.sampled_from(PLACES), st.tuples(st.floats(-89, 89), st.floats(-180, 180)))
    )
    circle = snap_circle(lat, lon, draw(st.floats(20, widest_m)))
    bitten = circle - snap_circle(lat, lon, draw(st.floats(1, widest_m)))
    scattered = Ranges.from_cells(
        draw(st.sets(st.sampled_from(sorted(circle.cells())), min_size=1))
    )
    return draw(st.sampled_from([zone for zone in (circle, bitten, scattered) if zone]))


def expect(zone: Ranges, thresholds: Thresholds, resolutions: list[int]) -> None:
    compiled = compile_zone(zone, thresholds)
    held = set(zone.cells())
    for resolution in resolutions:
        certain, possible = oracle.compiled(held, resolution, thresholds)
        assert set(compiled[resolution].certain.cells()) == certain
        assert set(compiled[resolution].possible.cells()) == possible


class TestCompileZone:
    @given(zones())
    @settings(max_examples=12)
    def test_is_what_counting_every_disc_says(self, zone: Ranges) -> None:
        expect(zone, Thresholds(), [9, 10, 11])

    @given(st.sampled_from(PLACES), st.floats(500, 1500))
    @settings(max_examples=3)
    def test_is_so_for_the_coarsest_class(
        self, place: tuple[float, float], radius_m: float
    ) -> None:
        expect(snap_circle(*place, radius_m), Thresholds(), [8])

    @pytest.mark.battery
    @given(zones(2500.0), st.floats(0.5, 1), st.floats(0.01, 0.5))
    @settings(max_examples=120)
    def test_is_so_for_every_class_and_threshold(
        self, zone: Ranges, certain: float, possible: float
    ) -> None:
        expect(zone, Thresholds(certain, possible), list(RADIUS_M))

    @pytest.mark.parametrize("place", PLACES[:4])
    def test_does_not_depend_on_how_the_work_is_cut(
        self, monkeypatch: pytest.MonkeyPatch, place: tuple[float, float]
    ) -> None:
        zone = snap_circle(*place, 3000.0) - snap_circle(*place, 300.0)
        outright = compile_zone(zone)

        monkeypatch.setattr(compiling, "_SMALL", 0)
        monkeypatch.setattr(nearby, "_FEW_PAIRS", 0)
        monkeypatch.setattr(nearby, "_PAIRS", 10_000)

        assert compile_zone(zone) == outright

    def test_has_no_cell_both_certain_and_possible(self) -> None:
        compiled = compile_zone(snap_circle(39.9, 116.4, 1000.0))

        assert not any(each.certain & each.possible for each in compiled.values())

    def test_takes_a_share_of_just_the_threshold(self) -> None:
        cell = h3.latlng_to_cell(30.6, 104.1, 10)
        disc = sorted(oracle.disc(cell))
        half = Ranges.from_cells(disc[: len(disc) // 2])
        share = half.count() / len(disc)

        assert cell in compile_zone(half, Thresholds(share, 0.1))[10].certain
        assert cell in compile_zone(half, Thresholds(0.99, share))[10].possible
        assert cell not in compile_zone(half, Thresholds(0.99, share + 1e-9))[10].possible

    @given(st.floats(-60, 60), st.floats(-180, 180))
    @settings(max_examples=25)
    def test_asks_who_was_in_the_middle_of_a_compound_smaller_than_the_error(
        self, lat: float, lon: float
    ) -> None:
        compiled = compile_zone(snap(square(lat, lon, 150)))

        cell = cell_of_fix(lat, lon, 100)

        assert cell is not None
        assert cell in compiled[10].possible
        assert cell not in compiled[10].certain

    def test_of_nothing_is_nothing(self) -> None:
        nothing = {r: Compiled(Ranges.empty(r), Ranges.empty(r)) for r in RADIUS_M}

        assert compile_zone(Ranges.empty()) == nothing

    def test_of_everything_is_certain_everywhere(self) -> None:
        compiled = compile_zone(Ranges.from_cells(h3.get_res0_cells()).at(FINE))

        assert [compiled[r].certain.count() for r in RADIUS_M] == [
            h3.get_num_cells(r) for r in RADIUS_M
        ]

    def test_refuses_a_zone_of_other_cells(self) -> None:
        with pytest.raises(ValueError, match="resolution 11, not 10"):
            compile_zone(Ranges.empty(10))


class TestRealCounties:
    @pytest.mark.parametrize("code", ["110101", "131028"])
    def test_are_decided_like_each_of_their_cells(self, code: str) -> None:
        county = snap(boundaries("china6_amap/counties")[code])

        compiled = compile_zone(county)

        random = np.random.default_rng(8)
        for resolution, found in compiled.items():
            border = found.possible.to_array()
            near = {c for b in random.choice(border, 4).tolist() for c in h3.grid_disk(b, 1)}
            assert near & set(border.tolist()) == {c for c in near if 0.1 <= share(c, county) < 0.9}
            assert {c for c in near if c in found.certain} == {
                c for c in near if share(c, county) >= 0.9
            }
            inside = county.inner(resolution) - found.certain - found.possible
            assert not inside


def share(cell: int, zone: Ranges) -> float:
    return float(zone.contains(np.array(sorted(oracle.disc(cell)))).mean())
