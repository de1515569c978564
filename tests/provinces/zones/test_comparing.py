"""How one version of a zone differs from another."""

from __future__ import annotations

from core.cells.snapping import snap
from provinces.zones.comparing import Difference, cells_of
from tests.factories import zones


class TestDifference:
    def test_is_in_cells(self) -> None:
        earlier = snap(zones.box(116.40, 39.90, 116.41, 39.91))
        later = snap(zones.box(116.405, 39.90, 116.415, 39.91))

        found = Difference.between(earlier, later)

        assert found.kept | found.added == later
        assert found.kept | found.removed == earlier
        assert found.counts["added"] == later.count() - found.kept.count() > 0

    def test_of_the_same_cells_is_none(self, north: object) -> None:
        cells = cells_of(zones.declared())

        assert Difference.between(cells, cells).counts == {
            "kept": cells.count(),
            "added": 0,
            "removed": 0,
        }
