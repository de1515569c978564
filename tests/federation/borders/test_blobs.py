"""Sets of cells travel as bytes that are equal for equal sets, and no other bytes are taken."""

from __future__ import annotations

import pytest

from core.cells.ranges import Ranges
from core.signing.canonical import canonical
from federation.borders.blobs import BadCells, packed, unpacked
from provinces.zones.publishing import blob_of
from tests.federation.borders.resolution.worlds import CELLS, some


class TestPacked:
    def test_is_canonical_and_what_a_province_publishes(self) -> None:
        cells = some(CELLS)

        assert packed(cells) == blob_of(cells.pieces.tolist())
        assert packed(cells) == canonical(
            {"resolution": 11, "ranges": [[f"{lo:x}", f"{hi:x}"] for lo, hi in cells.to_pairs()]}
        )


class TestUnpacked:
    @pytest.mark.parametrize("cells", [some(CELLS), some(CELLS[::2]), Ranges.empty()])
    def test_returns_the_set(self, cells: Ranges) -> None:
        assert unpacked(packed(cells)) == cells

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff",
            b"[]",
            b'{"ranges":[],"resolution":10}',
            b'{"ranges":[],"resolution":11,"x":1}',
            b'{"ranges":[],"resolution":11} ',
            b'{"ranges":[["a"]],"resolution":11}',
            b'{"ranges":[[1,2]],"resolution":11}',
            b'{"ranges":[["8b00000000000000","8b00000000000000"]],"resolution":11}',
            packed(some(CELLS)).replace(b"8b", b"8a"),
            packed(some(CELLS)).replace(b'["', b'["0', 1),
        ],
    )
    def test_refuses_any_other_bytes(self, data: bytes) -> None:
        with pytest.raises(BadCells):
            unpacked(data)

    def test_refuses_the_same_set_told_otherwise(self) -> None:
        one, other = (f'["{cell:x}","{cell:x}"]' for cell in CELLS[:2])

        with pytest.raises(BadCells, match="canonical"):
            unpacked(f'{{"ranges":[{other},{one}],"resolution":11}}'.encode())
