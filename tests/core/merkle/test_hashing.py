"""The hashes are those of RFC 6962."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle import hashing
from tests.core.merkle import reference


class TestLeafHash:
    @pytest.mark.parametrize("leaf", reference.LEAVES)
    def test_is_as_defined(self, leaf: bytes) -> None:
        assert hashing.leaf_hash(leaf) == reference.mth([leaf])

    def test_of_nothing_is_not_the_empty_tree(self) -> None:
        assert hashing.leaf_hash(b"") != hashing.EMPTY


class TestNodeHash:
    def test_is_not_the_hash_of_a_leaf_with_the_same_bytes(self) -> None:
        left, right = hashing.leaf_hash(b"left"), hashing.leaf_hash(b"right")

        assert hashing.node_hash(left, right) != hashing.leaf_hash(left + right)

    def test_tells_left_from_right(self) -> None:
        left, right = hashing.leaf_hash(b"left"), hashing.leaf_hash(b"right")

        assert hashing.node_hash(left, right) != hashing.node_hash(right, left)


class TestTreeRoot:
    @pytest.mark.parametrize("size", range(len(reference.LEAVES) + 1))
    def test_is_the_published_one(self, size: int) -> None:
        root = hashing.tree_root(map(hashing.leaf_hash, reference.LEAVES[:size]))

        assert root.hex() == reference.PUBLISHED["roots"][size]

    @given(st.lists(st.binary(max_size=3), max_size=70))
    def test_is_as_defined(self, leaves: list[bytes]) -> None:
        assert hashing.tree_root(map(hashing.leaf_hash, leaves)) == reference.mth(leaves)


class TestFolded:
    def test_of_nothing_is_the_hash_of_nothing(self) -> None:
        assert hashing.folded([]) == hashlib.sha256(b"").digest()
