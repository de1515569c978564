"""A frontier grows as the whole tree does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle.frontier import Frontier
from core.merkle.hashing import EMPTY, leaf_hash
from tests.core.merkle import reference

hashes = st.lists(st.binary(max_size=3).map(leaf_hash), max_size=80)


class TestEmpty:
    def test_has_the_root_of_the_empty_tree(self) -> None:
        assert Frontier.empty().root() == EMPTY


class TestAppended:
    @pytest.mark.parametrize("size", range(len(reference.LEAVES) + 1))
    def test_has_the_published_root(self, size: int) -> None:
        frontier = Frontier.empty().appended(map(leaf_hash, reference.LEAVES[:size]))

        assert frontier.root().hex() == reference.PUBLISHED["roots"][size]

    @given(hashes, hashes)
    def test_is_the_same_in_one_go_or_in_two(self, some: list[bytes], more: list[bytes]) -> None:
        grown = Frontier.empty().appended(some).appended(more)

        assert grown == Frontier.empty().appended([*some, *more])
        assert grown.size == len(some) + len(more)

    def test_refuses_what_is_not_a_hash(self) -> None:
        with pytest.raises(ValueError, match="32 bytes"):
            Frontier.empty().appended([b"short"])

    @pytest.mark.parametrize("size", [-1, 1 << 63])
    def test_refuses_sizes_that_no_log_has(self, size: int) -> None:
        with pytest.raises(ValueError, match="cannot have"):
            Frontier(size, ())


class TestFromBytes:
    @given(hashes)
    def test_reads_what_was_written(self, some: list[bytes]) -> None:
        frontier = Frontier.empty().appended(some)

        assert Frontier.from_bytes(frontier.to_bytes()) == frontier

    @pytest.mark.parametrize(
        "data", [b"", b"\0" * 7, b"\0" * 9, b"\0" * 40, b"\0" * 7 + b"\1", b"\xff" * 8]
    )
    def test_refuses_what_was_not(self, data: bytes) -> None:
        with pytest.raises(ValueError, match=r"peaks|bytes long|cannot have"):
            Frontier.from_bytes(data)
