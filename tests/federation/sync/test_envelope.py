"""Entries of a peer's feed, read from their leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.signing import canonical
from federation.sync import envelope
from federation.sync.violations import Violated, Violation
from tests.federation.sync.stories import leaf, reference


def refused(data: bytes) -> Violated:
    with pytest.raises(Violated) as caught:
        envelope.opened(data, index=7, origin="south")
    assert caught.value.evidence["index"] == 7
    return caught.value


class TestOpened:
    def test_returns_what_was_said(self) -> None:
        body = {"a": [1, {"b": "c"}]}

        found = envelope.opened(leaf("south", kind="x.y", body=body), index=7, origin="south")

        assert (found.origin, found.index, found.kind, found.body) == ("south", 7, "x.y", body)
        assert found.at == datetime(2026, 11, 15, 4, tzinfo=UTC)
        assert found.blobs == ()

    def test_finds_the_blobs_a_body_names(self) -> None:
        body = {"cells": reference(b"abc"), "more": [{"spill": reference(b"")}]}

        found = envelope.opened(leaf("south", body=body), index=7, origin="south")

        assert [each.size for each in found.blobs] == [3, 0]

    def test_takes_no_other_object_for_a_blob(self) -> None:
        names = [{"sha256": "abc", "bytes": 1}, {**reference(b""), "more": 1}]
        names.append({**reference(b""), "bytes": True})

        found = envelope.opened(leaf("south", body={"n": names}), index=7, origin="south")

        assert found.blobs == ()

    def test_refuses_another_origin(self) -> None:
        assert refused(leaf("north")).code == Violation.FORGED_ORIGIN

    @pytest.mark.parametrize("name", ["colour", "color", "status", "Colour", "STATUS"])
    def test_refuses_a_verdict(self, name: str) -> None:
        told = refused(leaf("south", body={"people": [{name: "red"}]}))

        assert told.code == Violation.COLOUR_IN_PAYLOAD
        assert f"/people/0/{name}" in told.detail

    def test_refuses_what_is_too_large(self) -> None:
        assert refused(leaf("south", body={"a": "x" * 60_000})).code == Violation.TOO_LARGE

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff",
            b"[]",
            b'{"v": 1}',
            leaf("south").replace(b'"v":1', b'"v":1.0'),
            leaf("south") + b" ",
            leaf("south", v=2),
            leaf("south", v=True),
            leaf("south", more=1),
            leaf("south", body=[]),
            leaf("south", kind=1),
            leaf("south", at="2026-11-15T04:00:00+00:00"),
            leaf("south", at="2026-13-15T04:00:00Z"),
            leaf("south", at=1),
            leaf("south", body={"a": ["x\0"]}),
            leaf("south", body={"a\0": 1}),
            leaf("south", kind="a\0"),
            leaf("south", body={"a": 1}).replace(b":1", b":" + b"[" * 70 + b"]" * 70),
            canonical.canonical({"at": "2026-11-15T04:00:00Z", "body": {}, "kind": "a", "v": 1}),
        ],
    )
    def test_refuses_what_is_no_entry(self, data: bytes) -> None:
        assert refused(data).code == Violation.BAD_LEAF

    def test_refuses_a_name_that_stands_twice(self) -> None:
        twice: Any = leaf("south").replace(b'"body":{}', b'"body":{"a":1,"a":2}')

        assert refused(twice).code == Violation.BAD_LEAF
