"""The logs as peers read them: tiles, bundles, entries, blobs."""

from __future__ import annotations

import pytest

from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.merkle.proving import root
from core.merkle.tiles import Tile, TileReader, tiles_of, unbundle
from provinces.ledger import queries, services
from provinces.ledger.models import Entry, FeedEntry
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import ledger

SIZES = [1, 255, 256, 257, 600]


class TestTiles:
    @pytest.mark.parametrize("size", SIZES)
    def test_hold_the_tree(self, north: directory.Entry, size: int) -> None:
        ledger.published(size)
        ledger.seal()

        reader = TileReader(size, lambda tile: queries.hash_tile("feed", tile))

        assert root(size, reader.lookup) == bytes(queries.head("feed").root)
        for tile in tiles_of(size):
            assert len(queries.hash_tile("feed", tile)) == tile.width * 32

    def test_hold_the_trees_before(self, north: directory.Entry) -> None:
        ledger.published(600)
        ledger.seal()
        leaves = [leaf_hash(entry.data) for entry in queries.entries(0, 600)]

        for size in (1, 256, 300, 513):
            reader = TileReader(size, lambda tile: queries.hash_tile("feed", tile))
            expected = Frontier.empty().appended(leaves[:size]).root()
            assert root(size, reader.lookup) == expected

    @pytest.mark.parametrize("tile", [Tile(0, 0, 4), Tile(0, 1, 1), Tile(1, 0, 1), Tile(7, 0, 1)])
    def test_are_not_there_before_their_leaves(self, north: directory.Entry, tile: Tile) -> None:
        ledger.published(3)
        ledger.seal()

        with pytest.raises(queries.NoSuchTile):
            queries.hash_tile("feed", tile)


class TestBundles:
    def test_hold_the_leaves(self, north: directory.Entry) -> None:
        made = [bytes(entry.data) for entry in ledger.published(300)]
        ledger.seal()

        assert unbundle(queries.entry_bundle(0, 256)) == made[:256]
        assert unbundle(queries.entry_bundle(1, 44)) == made[256:]

    @pytest.mark.parametrize(("number", "width"), [(0, 4), (1, 1)])
    def test_are_not_there_before_their_leaves(
        self, north: directory.Entry, number: int, width: int
    ) -> None:
        ledger.published(3)
        ledger.seal()
        ledger.published(1)  # not sealed

        with pytest.raises(queries.NoSuchTile):
            queries.entry_bundle(number, width)


class TestEntries:
    def test_are_in_the_order_of_the_log(self, north: directory.Entry) -> None:
        ledger.published(5)
        ledger.seal()

        found = queries.entries(1, 3)

        assert [(each.index, each.parsed["body"]["people"]) for each in found] == [(1, 1), (2, 2)]
        assert queries.entries(5, 9) == []


class TestAuditLeaves:
    def test_are_commitments_only(self, north: directory.Entry) -> None:
        (entry,) = ledger.recorded()
        ledger.seal()

        assert queries.audit_leaves(0, 9) == [queries.leaf_of(entry)]
        assert bytes(Entry.objects.get().commitment).hex().encode() in queries.leaf_of(entry)


class TestBlob:
    def test_is_found_by_its_digest(self, north: directory.Entry) -> None:
        ledger.published(blobs=[ledger.BLOB])

        digest = services.reference_to(ledger.BLOB)["sha256"]
        assert queries.blob(digest) == ledger.BLOB
        assert queries.blob("0" * 64) is None
        assert FeedEntry.objects.count() == 1


class TestBlobs:
    def test_are_those_that_are_there(self, north: directory.Entry) -> None:
        ledger.published(blobs=[b"one", b"three"])
        names = {services.reference_to(each)["sha256"]: each for each in (b"one", b"three")}

        assert queries.blobs([*names, "0" * 64], most=8) == names

    def test_are_not_read_above_a_weight(self, north: directory.Entry) -> None:
        ledger.published(blobs=[b"one", b"three"])
        names = [services.reference_to(each)["sha256"] for each in (b"one", b"three")]

        with pytest.raises(queries.TooMuch, match="8 bytes"):
            queries.blobs(names, most=7)


class TestSize:
    def test_is_that_of_the_newest_head(self, north: directory.Entry) -> None:
        assert queries.size("feed") == 0
        ledger.published(3)
        assert queries.size("feed") == 0

        ledger.seal()

        assert queries.size("feed") == 3
        assert queries.size("audit") == 0


class TestCosigned:
    def test_are_the_lines_for_a_note(self, north: directory.Entry) -> None:
        ledger.seal()
        for witness in ("west", "south"):
            services.take_cosignature("feed", 0, witness=witness, line=f"— {witness}", now=NOW)

        assert queries.cosigned("feed", 0) == ["— south", "— west"]
        assert queries.cosigned("feed", 1) == queries.cosigned("audit", 0) == []
