"""Tiles are cut, named and read as C2SP tlog-tiles says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle import tiles
from core.merkle.proving import consistency_proof, inclusion_proof, root
from core.merkle.tiles import BadTile, Tile, TileReader
from core.merkle.verifying import verify_consistency, verify_inclusion
from tests.core.merkle import reference

some_tiles = st.builds(
    Tile, st.integers(0, 63), st.integers(0, 10**12), st.one_of(st.just(256), st.integers(1, 256))
)


class TestTile:
    @pytest.mark.parametrize(
        ("level", "number", "width"),
        [(-1, 0, 256), (64, 0, 256), (0, -1, 256), (0, 0, 0), (0, 0, 257)],
    )
    def test_refuses_what_no_log_has(self, level: int, number: int, width: int) -> None:
        with pytest.raises(BadTile):
            Tile(level, number, width)

    def test_is_full_at_256(self) -> None:
        assert Tile(0, 0).is_full
        assert not Tile(0, 0, 255).is_full


class TestPath:
    @pytest.mark.parametrize(
        ("tile", "path"),
        [
            (Tile(0, 0), "tile/0/000"),
            (Tile(0, 999), "tile/0/999"),
            (Tile(0, 1000), "tile/0/x001/000"),
            # The specification's own example.
            (Tile(0, 1234067), "tile/0/x001/x234/067"),
            (Tile(1, 0, 17), "tile/1/000.p/17"),
            (Tile(63, 5, 255), "tile/63/005.p/255"),
        ],
    )
    def test_is_as_specified(self, tile: Tile, path: str) -> None:
        assert tiles.path(tile) == path
        assert tiles.tile_at(path) == tile


class TestTileAt:
    @given(some_tiles)
    def test_reads_what_was_written(self, tile: Tile) -> None:
        assert tiles.tile_at(tiles.path(tile)) == tile

    @pytest.mark.parametrize(
        "path",
        [
            "",
            "tile/0/0",
            "tile/0/1000",
            "tile/0/001/000",
            "tile/0/x000/001",
            "tile/0/x001",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/017",
            "tile/0/000.p/999",
            "tile/0/000/",
            "/tile/0/000",
            "tile/0/000\n",
            "tile/0/٠٠٠",
            "tile/entries/000",
            "tile/0/../0/000",
            f"tile/0/{'x999/' * 6}999",
            f"tile/0/{'x999/' * 2000}999",
        ],
    )
    def test_refuses_every_other_path(self, path: str) -> None:
        with pytest.raises(BadTile):
            tiles.tile_at(path)


class TestEntriesPath:
    @given(st.integers(0, 10**12), st.integers(1, 256))
    def test_is_read_again(self, number: int, width: int) -> None:
        assert tiles.entries_at(tiles.entries_path(number, width)) == (number, width)

    def test_is_as_specified(self) -> None:
        assert tiles.entries_path(1234067) == "tile/entries/x001/x234/067"
        assert tiles.entries_path(5, 17) == "tile/entries/005.p/17"

    @pytest.mark.parametrize(
        "path", ["tile/0/000", "tile/entries/000.p/256", "tile/entries/", "tile/entries/x000/001"]
    )
    def test_is_no_other(self, path: str) -> None:
        with pytest.raises(BadTile):
            tiles.entries_at(path)

    def test_refuses_a_bundle_of_none(self) -> None:
        with pytest.raises(BadTile):
            tiles.entries_path(0, 0)


class TestBundle:
    @given(st.lists(st.binary(max_size=300)))
    def test_is_read_again(self, entries: list[bytes]) -> None:
        assert tiles.unbundle(tiles.bundle(entries)) == entries

    def test_writes_lengths_in_two_bytes(self) -> None:
        assert tiles.bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"

    def test_takes_the_largest_entry_and_names_one_that_is_larger(self) -> None:
        assert len(tiles.bundle([b"x" * 65_535])) == 65_537
        with pytest.raises(ValueError, match="entry 1 has 65536 bytes"):
            tiles.bundle([b"", b"x" * 65_536])


class TestUnbundle:
    @pytest.mark.parametrize("data", [b"\x00", b"\x00\x01", b"\x00\x02a", b"\x00\x00\x00"])
    def test_refuses_to_end_within_an_entry(self, data: bytes) -> None:
        with pytest.raises(BadTile, match="ends within entry"):
            tiles.unbundle(data)


class TestTilesOf:
    def test_are_those_of_the_specification_s_example(self) -> None:
        by_level = [
            [tile for tile in tiles.tiles_of(70_000) if tile.level == level] for level in range(4)
        ]

        assert [len(level) for level in by_level] == [274, 2, 1, 0]
        assert by_level[0][-1] == Tile(0, 273, 112)
        assert by_level[1] == [Tile(1, 0), Tile(1, 1, 17)]
        assert by_level[2] == [Tile(2, 0, 1)]

    @pytest.mark.parametrize(
        ("size", "expected"),
        [(0, []), (1, [Tile(0, 0, 1)]), (256, [Tile(0, 0), Tile(1, 0, 1)])],
    )
    def test_are_never_empty(self, size: int, expected: list[Tile]) -> None:
        assert list(tiles.tiles_of(size)) == expected


class TestFreshTiles:
    @given(st.integers(0, 200_000), st.integers(0, 2_000))
    def test_are_the_difference(self, old: int, more: int) -> None:
        fresh = list(tiles.fresh_tiles(old, old + more))

        assert set(fresh) == {*tiles.tiles_of(old + more)} - {*tiles.tiles_of(old)}
        assert fresh == sorted(fresh)

    def test_refuses_a_log_that_shrinks(self) -> None:
        with pytest.raises(ValueError, match="grown out"):
            list(tiles.fresh_tiles(2, 1))


class TestTileReader:
    @pytest.mark.parametrize("size", [1, 2, 5, 255, 256, 257, 600])
    def test_finds_every_proof(self, size: int) -> None:
        data = reference.numbered(size)
        reader = TileReader(size, lambda tile: reference.tile_of(data, tile))
        head = reference.mth(data)

        assert root(size, reader.lookup) == head
        for index in {0, size // 2, size - 1}:
            proof = inclusion_proof(index, size, reader.lookup)
            verify_inclusion(reference.mth([data[index]]), index, size, proof, head)
        for first in {1, size // 2, size - 1} - {0}:
            proof = consistency_proof(first, size, reader.lookup)
            verify_consistency(first, size, proof, reference.mth(data[:first]), head)

    def test_reads_the_third_level_by_itself(self) -> None:
        fetched: list[Tile] = []

        def fetch(tile: Tile) -> bytes:
            fetched.append(tile)
            return b"\x07" * 32 * tile.width

        assert TileReader(70_000, fetch).lookup(16, 0) == b"\x07" * 32
        assert fetched == [Tile(2, 0, 1)]

    def test_fetches_a_tile_once(self) -> None:
        data = reference.numbered(300)
        fetched: list[Tile] = []

        def fetch(tile: Tile) -> bytes:
            fetched.append(tile)
            return reference.tile_of(data, tile)

        reader = TileReader(300, fetch)
        for index in range(256):
            reader.lookup(0, index)
        assert fetched == [Tile(0, 0)]

    @pytest.mark.parametrize(("level", "index"), [(0, 5), (1, 2), (3, 0), (-1, 0), (0, -1)])
    def test_refuses_a_subtree_that_is_not_complete(self, level: int, index: int) -> None:
        data = reference.numbered(5)
        reader = TileReader(5, lambda tile: reference.tile_of(data, tile))

        with pytest.raises(BadTile, match="no subtree"):
            reader.lookup(level, index)

    @pytest.mark.parametrize("length", [0, 31, 4 * 32, 6 * 32])
    def test_refuses_a_tile_of_another_width(self, length: int) -> None:
        reader = TileReader(5, lambda _: b"\0" * length)

        with pytest.raises(BadTile, match="tile/0/000"):
            reader.lookup(0, 0)
