"""Blobs in bundles: what fits into one, what it is called, and how it is read."""

from __future__ import annotations

import hashlib

import pytest

from federation.sync import bundling
from federation.sync.bundling import BadBundle
from federation.sync.envelope import BlobReference


def references(count: int, size: int = 1) -> list[BlobReference]:
    return [BlobReference(hashlib.sha256(b"%d" % n).hexdigest(), size) for n in range(count)]


class TestGrouped:
    def test_holds_no_more_than_an_address_can_name(self) -> None:
        groups = list(bundling.grouped(references(100)))

        assert [len(group) for group in groups] == [48, 48, 4]

    def test_holds_no_more_bytes_than_are_served(self) -> None:
        groups = list(bundling.grouped(references(40, bundling.LARGE)))

        assert [len(group) for group in groups] == [16, 16, 8]
        assert 16 * bundling.LARGE == bundling.MOST_BYTES

    def test_leaves_out_what_is_large(self) -> None:
        assert list(bundling.grouped(references(40, bundling.LARGE + 1))) == []

    def test_makes_no_bundle_of_one(self) -> None:
        assert list(bundling.grouped(references(1))) == []


class TestNamesIn:
    def test_reads_what_was_named(self) -> None:
        names = [each.sha256 for each in references(48)]

        text = bundling.named(names)

        assert bundling.names_in(text) == sorted(names)
        assert len(text) < 4094 - 200

    @pytest.mark.parametrize("text", ["", ".", "a" * 63, "A" * 64, "a" * 64 + ".", "../" * 22])
    def test_refuses_what_names_nothing(self, text: str) -> None:
        with pytest.raises(BadBundle):
            bundling.names_in(text)


class TestOpened:
    @pytest.mark.parametrize("blobs", [[], [b""], [b"one", b"", b"three" * 999]])
    def test_reads_what_was_packed(self, blobs: list[bytes]) -> None:
        data = bundling.packed(blobs)

        assert bundling.opened(data) == blobs

    def test_refuses_what_ends_too_early_anywhere(self) -> None:
        data = bundling.packed([b"one", b"two"])
        whole = {0, len(bundling.packed([b"one"])), len(data)}

        for end in set(range(len(data))) - whole:
            with pytest.raises(BadBundle):
                bundling.opened(data[:end])

    def test_refuses_a_length_without_its_bytes(self) -> None:
        with pytest.raises(BadBundle, match="blob 0"):
            bundling.opened(b"\xff\xff\xff\xff")
