"""A proof shows what it shows, and no change of a single bit is let through."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.merkle.hashing import EMPTY, leaf_hash, tree_root
from core.merkle.proving import consistency_proof, inclusion_proof
from core.merkle.verifying import BadProof, verify_consistency, verify_inclusion
from tests.core.merkle import reference
from tests.core.merkle.reference import with_one_bit_changed

DATA = reference.numbered(13)
ROOTS = [reference.mth(DATA[:size]) for size in range(len(DATA) + 1)]
SIZES = range(1, len(DATA) + 1)


def altered(proof: list[bytes]) -> list[list[bytes]]:
    """Return the proof with steps left out, added, doubled, exchanged and cut."""
    other = leaf_hash(b"another")
    return [
        *([*proof[:at], *proof[at + 1 :]] for at in range(len(proof))),
        *([*proof[:at], other, *proof[at:]] for at in range(len(proof) + 1)),
        *([*proof[:at], proof[at], *proof[at:]] for at in range(len(proof))),
        *(
            [*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]]
            for at in range(len(proof) - 1)
        ),
        *([*proof[:at], proof[at][:31], *proof[at + 1 :]] for at in range(len(proof))),
    ]


def refused(verify: Any, *arguments: Any) -> None:
    with pytest.raises(BadProof):
        verify(*arguments)


class TestVerifyInclusion:
    @pytest.mark.parametrize("published", reference.PUBLISHED["inclusion"])
    def test_takes_the_published_proofs(self, published: dict[str, Any]) -> None:
        verify_inclusion(
            leaf_hash(reference.LEAVES[published["index"]]),
            published["index"],
            published["size"],
            [bytes.fromhex(step) for step in published["proof"]],
            bytes.fromhex(reference.PUBLISHED["roots"][published["size"]]),
        )

    @given(st.integers(1, 90), st.data())
    def test_takes_what_is_as_defined(self, size: int, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, size - 1))
        leaves = reference.numbered(size)

        verify_inclusion(
            leaf_hash(leaves[index]),
            index,
            size,
            reference.path(index, leaves),
            reference.mth(leaves),
        )

    @pytest.mark.parametrize("index", [0, 6, 11, 12])
    def test_refuses_every_bit_changed(self, index: int) -> None:
        leaf, proof, root = leaf_hash(DATA[index]), reference.path(index, DATA), ROOTS[13]

        for changed in with_one_bit_changed(leaf):
            refused(verify_inclusion, changed, index, 13, proof, root)
        for changed in with_one_bit_changed(root):
            refused(verify_inclusion, leaf, index, 13, proof, changed)
        for place, step in enumerate(proof):
            for changed in with_one_bit_changed(step):
                wrong = [*proof[:place], changed, *proof[place + 1 :]]
                refused(verify_inclusion, leaf, index, 13, wrong, root)
        for bit in range(64):
            refused(verify_inclusion, leaf, index ^ (1 << bit), 13, proof, root)

    @pytest.mark.parametrize("size", SIZES)
    def test_refuses_every_other_leaf_place_and_proof(self, size: int) -> None:
        for index in range(size):
            leaf, proof = leaf_hash(DATA[index]), reference.path(index, DATA[:size])
            for other in {*range(-1, size + 1)} - {index}:
                refused(verify_inclusion, leaf, other, size, proof, ROOTS[size])
            for wrong in altered(proof):
                refused(verify_inclusion, leaf, index, size, wrong, ROOTS[size])

    def test_refuses_a_place_in_the_empty_tree(self) -> None:
        refused(verify_inclusion, leaf_hash(b""), 0, 0, [], EMPTY)


class TestVerifyConsistency:
    @pytest.mark.parametrize("published", reference.PUBLISHED["consistency"])
    def test_takes_the_published_proofs(self, published: dict[str, Any]) -> None:
        roots = reference.PUBLISHED["roots"]

        verify_consistency(
            published["first"],
            published["second"],
            [bytes.fromhex(step) for step in published["proof"]],
            bytes.fromhex(roots[published["first"]]),
            bytes.fromhex(roots[published["second"]]),
        )

    @given(st.integers(1, 90), st.data())
    def test_takes_what_is_as_defined(self, second: int, data: st.DataObject) -> None:
        first = data.draw(st.integers(1, second))
        leaves = reference.numbered(second)

        verify_consistency(
            first,
            second,
            reference.proof(first, leaves),
            reference.mth(leaves[:first]),
            reference.mth(leaves),
        )

    @pytest.mark.parametrize("second", [0, 1, 13])
    def test_takes_nothing_as_the_beginning_of_everything(self, second: int) -> None:
        verify_consistency(0, second, [], EMPTY, ROOTS[second])

    @pytest.mark.parametrize("first", [1, 6, 8, 12])
    def test_refuses_every_bit_changed(self, first: int) -> None:
        proof = reference.proof(first, DATA)

        for changed in with_one_bit_changed(ROOTS[first]):
            refused(verify_consistency, first, 13, proof, changed, ROOTS[13])
        for changed in with_one_bit_changed(ROOTS[13]):
            refused(verify_consistency, first, 13, proof, ROOTS[first], changed)
        for place, step in enumerate(proof):
            for changed in with_one_bit_changed(step):
                wrong = [*proof[:place], changed, *proof[place + 1 :]]
                refused(verify_consistency, first, 13, wrong, ROOTS[first], ROOTS[13])

    @pytest.mark.parametrize("second", SIZES)
    def test_refuses_every_other_proof_and_tree(self, second: int) -> None:
        for first in range(1, second + 1):
            proof = reference.proof(first, DATA[:second])
            for wrong in altered(proof):
                refused(verify_consistency, first, second, wrong, ROOTS[first], ROOTS[second])
            for other in {*range(1, len(ROOTS))} - {first}:
                refused(verify_consistency, first, second, proof, ROOTS[other], ROOTS[second])

    @pytest.mark.parametrize(
        "arguments",
        [
            (0, 3, [ROOTS[3]], EMPTY, ROOTS[3]),
            (0, 3, [], ROOTS[1], ROOTS[3]),
            (3, 3, [ROOTS[3]], ROOTS[3], ROOTS[3]),
            (3, 3, [], ROOTS[3], ROOTS[4]),
            (4, 3, [], ROOTS[4], ROOTS[3]),
            (-1, 3, [], EMPTY, ROOTS[3]),
            (3, 5, [], ROOTS[3], ROOTS[5]),
        ],
    )
    def test_refuses_what_shows_nothing(self, arguments: tuple[Any, ...]) -> None:
        refused(verify_consistency, *arguments)


@pytest.mark.battery
class TestEveryTree:
    """Of up to 300 leaves: two levels of tiles."""

    MOST = 300

    def test_shows_every_leaf_and_every_beginning(self) -> None:
        hashes = [leaf_hash(leaf) for leaf in reference.numbered(self.MOST)]
        roots = [tree_root(hashes[:size]) for size in range(self.MOST + 1)]
        subtrees = {
            (level, index): tree_root(hashes[index << level : (index + 1) << level])
            for level in range(9)
            for index in range(self.MOST >> level)
        }

        def lookup(level: int, index: int) -> bytes:
            return subtrees[level, index]

        for size in range(1, self.MOST + 1):
            for place in range(size):
                proof = inclusion_proof(place, size, lookup)
                verify_inclusion(hashes[place], place, size, proof, roots[size])
                proof = consistency_proof(place, size, lookup)
                verify_consistency(place, size, proof, roots[place], roots[size])
