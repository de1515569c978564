"""Proofs are those of RFC 6962, hash by hash."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle import proving
from tests.core.merkle import reference

sizes = st.integers(1, 90)


def hexadecimal(proof: list[bytes]) -> list[str]:
    return [step.hex() for step in proof]


class TestRoot:
    @pytest.mark.parametrize("size", range(len(reference.LEAVES) + 1))
    def test_is_the_published_one(self, size: int) -> None:
        root = proving.root(size, reference.lookup_in(reference.LEAVES))

        assert root.hex() == reference.PUBLISHED["roots"][size]

    def test_refuses_fewer_leaves_than_none(self) -> None:
        with pytest.raises(ValueError, match="-1 leaves"):
            proving.root(-1, reference.lookup_in([]))


class TestInclusionProof:
    @pytest.mark.parametrize("published", reference.PUBLISHED["inclusion"])
    def test_is_the_published_one(self, published: dict[str, Any]) -> None:
        lookup = reference.lookup_in(reference.LEAVES)

        proof = proving.inclusion_proof(published["index"], published["size"], lookup)

        assert hexadecimal(proof) == published["proof"]

    @given(sizes, st.data())
    def test_is_as_defined(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        leaves = reference.numbered(size)

        proof = proving.inclusion_proof(index, size, reference.lookup_in(leaves))

        assert proof == reference.path(index, leaves)

    @pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
    def test_refuses_a_leaf_that_is_not_there(self, index: int, size: int) -> None:
        with pytest.raises(ValueError, match="not in a tree"):
            proving.inclusion_proof(index, size, reference.lookup_in([]))


class TestConsistencyProof:
    @pytest.mark.parametrize("published", reference.PUBLISHED["consistency"])
    def test_is_the_published_one(self, published: dict[str, Any]) -> None:
        lookup = reference.lookup_in(reference.LEAVES)

        proof = proving.consistency_proof(published["first"], published["second"], lookup)

        assert hexadecimal(proof) == published["proof"]

    @given(sizes, st.data())
    def test_is_as_defined(self, second: int, data: st.DataObject) -> None:
        first = data.draw(st.integers(1, second))
        leaves = reference.numbered(second)

        proof = proving.consistency_proof(first, second, reference.lookup_in(leaves))

        assert proof == reference.proof(first, leaves)

    @pytest.mark.parametrize("second", [0, 1, 7])
    def test_is_empty_from_nothing(self, second: int) -> None:
        lookup = reference.lookup_in(reference.LEAVES)

        assert proving.consistency_proof(0, second, lookup) == []

    @pytest.mark.parametrize(("first", "second"), [(2, 1), (-1, 1)])
    def test_refuses_a_first_that_is_the_larger(self, first: int, second: int) -> None:
        with pytest.raises(ValueError, match="grown out"):
            proving.consistency_proof(first, second, reference.lookup_in([]))
