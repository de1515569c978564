"""Whole divisions as the ground of a zone."""

from __future__ import annotations

import pytest

from core.cells.snapping import InvalidGeometry
from provinces.zones import ground, services
from provinces.zones.comparing import cells_of
from provinces.zones.drafts import InvalidDraft
from provinces.zones.models import Basis
from tests.factories import zones

COUNTY = {"type": "Division", "code": "110101"}
BOUNDS = (116.40, 39.90, 116.42, 39.91)


class TestDivision:
    def test_has_the_cells_that_are_known_of_it(self, north: object) -> None:
        territory = zones.ground("110101", BOUNDS)

        version = zones.declared(geometry=COUNTY)

        assert cells_of(version).count() == territory.fine_cells
        assert version.drawn == COUNTY

    def test_is_the_same_in_any_datum(self) -> None:
        assert ground.in_wgs84(COUNTY, "gcj02") == COUNTY

    @pytest.mark.parametrize("code", ["110199", "north", "", "None"])
    def test_is_refused_where_its_cells_are_not_known(self, north: object, code: str) -> None:
        with pytest.raises(InvalidGeometry):
            zones.declared(geometry={**COUNTY, "code": code})

    def test_may_be_revised_into_less_of_it(self, north: object) -> None:
        zones.ground("110101", BOUNDS)
        version = zones.in_force(geometry=COUNTY)
        changes = services.Changes(geometry=zones.circle((116.41, 39.905), 100), datum="wgs84")

        later = services.revise(
            version.zone, changes, by=version.declared_by, now=version.declared_at
        )

        assert later.fine_cells < version.fine_cells


class TestBasis:
    def test_is_kept_from_version_to_version(self, north: object) -> None:
        version = zones.in_force(basis=Basis.EMERGENCY_LAW)

        later = services.revise(
            version.zone, services.Changes(), by=version.declared_by, now=version.declared_at
        )

        assert later.basis == Basis.EMERGENCY_LAW

    def test_is_one_of_the_list(self, north: object) -> None:
        with pytest.raises(InvalidDraft, match="basis"):
            zones.declared(basis="our own")
