"""Whose ground a zone lies on."""

from __future__ import annotations

from typing import Any

import h3
import pytest

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.signing import canonical
from federation.borders import blobs
from federation.sync import ground
from federation.sync.violations import Violated, Violation

CENTRE = h3.str_to_int(h3.latlng_to_cell(40.0, 116.4, FINE))
DISK = sorted(h3.str_to_int(c) for c in h3.grid_disk(h3.int_to_str(CENTRE), 3))
SOUTH, NORTH, SHARED, NOBODYS = DISK[:10], DISK[10:20], DISK[20:25], DISK[25:]
TERRITORIES = {
    "north": Ranges.from_cells([*NORTH, *SHARED]),
    "south": Ranges.from_cells([*SOUTH, *SHARED]),
}


class TestCells:
    def test_are_read(self) -> None:
        cells = Ranges.from_cells(SOUTH)

        assert ground.cells(blobs.packed(cells), index=3) == cells

    @pytest.mark.parametrize(
        "wrong",
        [
            b"",
            b"[]",
            b"{}",
            canonical.canonical({"resolution": 9, "ranges": []}),
            canonical.canonical({"resolution": FINE, "ranges": [["000000000000001"] * 2]}),
            canonical.canonical({"resolution": FINE, "ranges": [["x", "y"]]}),
            canonical.canonical({"resolution": FINE, "ranges": [1]}),
            canonical.canonical({"resolution": FINE, "ranges": 1}),
        ],
    )
    def test_refuse_what_are_none(self, wrong: bytes) -> None:
        with pytest.raises(Violated, match=Violation.BAD_BLOB):
            ground.cells(wrong, index=3)


class TestCheckOwn:
    @pytest.mark.parametrize("cells", [SOUTH, SHARED, NOBODYS, [*SOUTH, *SHARED, *NOBODYS]])
    def test_takes_ground_that_is_nobody_elses(self, cells: list[int]) -> None:
        ground.check_own(Ranges.from_cells(cells), index=3, origin="south", territories=TERRITORIES)

    def test_refuses_another_provinces(self) -> None:
        zoned = Ranges.from_cells([*SOUTH, NORTH[0]])

        with pytest.raises(Violated, match=Violation.FOREIGN_ZONE) as caught:
            ground.check_own(zoned, index=3, origin="south", territories=TERRITORIES)

        assert "1 cells of north" in caught.value.detail


class TestCellsReference:
    @pytest.mark.parametrize(
        ("body", "name"),
        [({"cells": {"sha256": "a", "bytes": 1}}, "a"), ({}, None), ({"cells": None}, None)],
    )
    def test_is_the_name_of_the_blob(self, body: dict[str, Any], name: str | None) -> None:
        assert ground.cells_reference(body) == name
