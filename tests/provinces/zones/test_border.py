"""Beijing and Hebei on their real border: each zones its own ground, and all is somebody's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import shapely
from shapely.geometry import shape

from core.cells.lookup import centres
from core.cells.ranges import Ranges
from core.cells.snapping import snap, snap_circle
from provinces.accounts.models import User
from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import Version
from tests import cast
from tests.factories import zones
from tests.provinces.zones import real

pytestmark = real.needed

NOW = cast.NOW


@pytest.fixture(scope="module")
def beijing() -> Ranges:
    return snap(real.boundary("110000"))


@pytest.fixture(scope="module")
def hebei() -> Ranges:
    return snap(real.boundary("130000"))


@pytest.fixture(scope="module")
def on_the_border() -> list[tuple[float, float]]:
    """Some points of the border, far from each other."""
    ours, theirs = (shape(real.boundary(code)) for code in ("110000", "130000"))
    shared = shapely.line_merge(ours.boundary.intersection(theirs.boundary))
    points = shared.interpolate([0.1, 0.25, 0.4, 0.7, 0.9], normalized=True)
    return [(point.x, point.y) for point in points]


def declared_at(at: tuple[float, float], by: User) -> Version:
    return zones.declared(by, geometry=zones.circle(at, 800))


class TestBorder:
    @pytest.fixture(autouse=True)
    def territories(self, north: object, beijing: Ranges, hebei: Ranges) -> None:
        services.set_territory("north", beijing)
        services.set_territory("south", hebei)

    def test_parts_a_zone_without_loss(
        self, ada: User, beijing: Ranges, hebei: Ranges, on_the_border: list
    ) -> None:
        for at in on_the_border:
            version = declared_at(at, ada)

            own, spill = (Ranges.from_pairs(c, 11) for c in (version.cells, version.spill))
            whole = snap_circle(at[1], at[0], 800)
            assert own == whole & beijing
            assert spill == whole & hebei
            assert own.count() + spill.count() == whole.count() > 1000
            assert own
            assert spill

    def test_keeps_every_own_cell_inside_by_its_centre(
        self, ada: User, on_the_border: list
    ) -> None:
        ours = shape(real.boundary("110000"))
        shapely.prepare(ours)

        version = declared_at(on_the_border[0], ada)

        for cells, is_inside in ((version.cells, True), (version.spill, False)):
            lat, lon = centres(Ranges.from_pairs(cells, 11).to_array())
            assert (shapely.contains_xy(ours, lon, lat) == is_inside).all()

    def test_refuses_a_zone_in_the_neighbours_capital(self, ada: User) -> None:
        with pytest.raises(services.OutsideTerritory):
            declared_at((114.51, 38.04), ada)

    def test_hands_the_neighbour_what_is_in_effect(
        self, ada: User, ben: User, on_the_border: list
    ) -> None:
        for at in on_the_border:
            services.countersign(declared_at(at, ada), by=ben, now=NOW)
        handed = queries.export_effective()

        with scope.province(cast.SOUTH):
            services.receive_effective("north", handed, now=NOW)
            held = {(zone.reference, zone.version) for zone in queries.active(NOW)}

        assert held == {zone.key for zone in handed}
        assert len(held) == len(on_the_border)

    def test_leaves_the_neighbours_ground_without_effect(
        self, ada: User, ben: User, hebei: Ranges, on_the_border: list
    ) -> None:
        version = services.countersign(declared_at(on_the_border[1], ada), by=ben, now=NOW)

        assert not Ranges.from_pairs(version.cells, 11) & hebei
        assert list(queries.with_spill()) == [version]
        assert version.ends_at - NOW == timedelta(days=4)
