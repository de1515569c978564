"""What a peer shows, checked against what it signed and what it showed before."""

from __future__ import annotations

import pytest

from core.merkle import tiles
from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.merkle.tiles import Tile, TileReader
from core.signing import keys, notes
from core.signing.keys import SigningKey
from federation.sync import checking
from federation.sync.checking import Keys, Position
from federation.sync.envelope import BlobReference
from federation.sync.violations import Violated, Violation
from tests.federation.sync.stories import Story, leaves, root

KEY = keys.generate("concord/south")
OLD = keys.generate("concord/south")
ORIGIN = "concord/south/feed"
ENTRIES = leaves("south", 600)


def position(entries: list[bytes]) -> Position:
    return Position(len(entries), root(entries), f"a note of {len(entries)}")


def reader(entries: list[bytes]) -> TileReader:
    story = Story("south", KEY, entries)

    def fetch(tile: Tile) -> bytes:
        return story.get(f"v1/feed/{tiles.path(tile)}", most=8192).body

    return TileReader(len(entries), fetch)


def frontier(entries: list[bytes]) -> Frontier:
    return Frontier.empty().appended([leaf_hash(entry) for entry in entries])


class TestOpened:
    def note(self, key: SigningKey = KEY) -> str:
        return Story("south", key, ENTRIES[:3]).note()

    def test_returns_the_checkpoint(self) -> None:
        found = checking.opened(self.note(), origin=ORIGIN, keys=Keys((KEY.verifier,)))

        assert (found.size, found.root) == (3, root(ENTRIES[:3]))

    @pytest.mark.parametrize(
        ("held", "code"),
        [
            (Keys((KEY.verifier,)), Violation.BAD_SIGNATURE),
            (Keys(()), Violation.BAD_SIGNATURE),
            (Keys((KEY.verifier,), expired=(OLD.verifier,)), Violation.EXPIRED_KEY),
            (Keys((KEY.verifier,), revoked=(OLD.verifier,)), Violation.REVOKED_KEY),
            (Keys((), (OLD.verifier,), (OLD.verifier,)), Violation.REVOKED_KEY),
        ],
    )
    def test_refuses_other_keys(self, held: Keys, code: Violation) -> None:
        note = self.note(OLD)

        with pytest.raises(Violated) as caught:
            checking.opened(note, origin=ORIGIN, keys=held)

        assert caught.value.code == code
        assert caught.value.evidence == {"note": note}

    def test_refuses_a_log_of_another_origin(self) -> None:
        with pytest.raises(Violated, match=Violation.FORGED_ORIGIN):
            checking.opened(self.note(), origin="concord/south/audit", keys=Keys((KEY.verifier,)))

    def test_refuses_what_is_no_checkpoint(self) -> None:
        note = notes.sign("concord/south/feed\nmany\n\n", KEY)

        with pytest.raises(Violated):
            checking.opened(note, origin=ORIGIN, keys=Keys((KEY.verifier,)))


class TestFollow:
    @pytest.mark.parametrize("before", [0, 1, 255, 256, 257, 511, 512, 599, 600])
    @pytest.mark.parametrize("now", [600])
    def test_takes_a_log_that_grew(self, before: int, now: int) -> None:
        checking.follow(position(ENTRIES[:before]), position(ENTRIES[:now]), reader(ENTRIES[:now]))

    def test_refuses_a_smaller_one(self) -> None:
        with pytest.raises(Violated, match=Violation.ROLLBACK) as caught:
            checking.follow(position(ENTRIES[:5]), position(ENTRIES[:4]), reader(ENTRIES[:4]))

        assert caught.value.evidence == {"first": "a note of 5", "second": "a note of 4"}

    @pytest.mark.parametrize("size", [300, 301, 600])
    def test_refuses_another_history(self, size: int) -> None:
        other = [*ENTRIES[:298], *leaves("south", 302, start=1000)][:size]

        with pytest.raises(Violated, match=Violation.REWRITTEN_HISTORY) as caught:
            checking.follow(position(ENTRIES[:300]), position(other), reader(other))

        assert caught.value.evidence["first"] == "a note of 300"
        assert caught.value.evidence["second"] == f"a note of {size}"

    def test_refuses_tiles_that_do_not_build_the_root(self) -> None:
        now = Position(600, bytes(32), "")

        with pytest.raises(Violated, match=Violation.BAD_ROOT):
            checking.follow(position(ENTRIES[:300]), now, reader(ENTRIES))

    @pytest.mark.parametrize("before", [255, 300, 512, 599])
    @pytest.mark.parametrize("spoilt", range(4))
    def test_calls_no_fork_what_a_spoilt_tile_brings_about(self, before: int, spoilt: int) -> None:
        """Each hash of a tile is spoilt in turn: the log is taken, or its tiles are refused."""
        path = sorted(tiles.path(tile) for tile in tiles.tiles_of(600))[spoilt]
        story = Story("south", KEY, ENTRIES)

        for place in range(0, 256, 5):

            def fetch(tile: Tile, place: int = place) -> bytes:
                data = bytearray(story.get(f"v1/feed/{tiles.path(tile)}", most=8192).body)
                if tiles.path(tile) == path and place * 32 < len(data):
                    data[place * 32] ^= 1
                return bytes(data)

            try:
                checking.follow(
                    position(ENTRIES[:before]), position(ENTRIES), TileReader(600, fetch)
                )
            except Violated as violated:
                assert violated.code == Violation.BAD_ROOT  # noqa: PT017


class TestUnbundled:
    def test_returns_the_entries(self) -> None:
        data = tiles.bundle(ENTRIES[256:512])

        assert checking.unbundled(data, number=1, width=256) == ENTRIES[256:512]

    @pytest.mark.parametrize("missing", [0, 1])
    def test_refuses_fewer_than_promised(self, missing: int) -> None:
        data = tiles.bundle(ENTRIES[: 256 - missing])

        with pytest.raises(Violated, match=Violation.TRUNCATED_PAGE):
            checking.unbundled(data if missing else data[:-1], number=0, width=256)


class TestGrown:
    @pytest.mark.parametrize(("start", "stop"), [(0, 256), (0, 600), (256, 512), (511, 600)])
    def test_returns_the_frontier_behind_the_leaves(self, start: int, stop: int) -> None:
        found = checking.grown(
            frontier(ENTRIES[:start]),
            ENTRIES[start:stop],
            to=position(ENTRIES),
            reader=reader(ENTRIES),
        )

        assert found == frontier(ENTRIES[:stop])

    @pytest.mark.parametrize("stop", [512, 600])
    def test_names_the_leaf_that_the_tree_does_not_hold(self, stop: int) -> None:
        told = [*ENTRIES[256:400], b"another", *ENTRIES[401:stop]]

        with pytest.raises(Violated, match=Violation.BAD_LEAF) as caught:
            checking.grown(
                frontier(ENTRIES[:256]), told, to=position(ENTRIES), reader=reader(ENTRIES)
            )

        assert caught.value.evidence["index"] == 400

    @pytest.mark.parametrize("stop", [512, 600])
    def test_refuses_a_root_that_the_leaves_do_not_build(self, stop: int) -> None:
        to = Position(600, bytes(32), "a note")

        with pytest.raises(Violated, match=Violation.BAD_ROOT):
            checking.grown(frontier([]), ENTRIES[:stop], to=to, reader=reader(ENTRIES))


class TestBlob:
    def test_is_what_its_name_says(self) -> None:
        name = BlobReference("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3)

        assert checking.blob(b"abc", name) == b"abc"
        for wrong in (b"abd", b"ab"):
            with pytest.raises(Violated, match=Violation.BAD_BLOB):
                checking.blob(wrong, name)
