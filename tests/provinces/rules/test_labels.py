"""By what a document is known."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from provinces.rules.labels import NotADocument, canonical, digest_of, label_of


class TestCanonical:
    def test_is_the_same_however_it_was_written(self) -> None:
        assert (
            canonical({"b": 1, "a": "首"})
            == canonical({"a": "首", "b": 1})
            == ('{"a":"首","b":1}'.encode())
        )

    @pytest.mark.parametrize(
        ("document", "message"),
        [
            (["a", "list"], "is a JSON object"),
            ({"a": 2**60}, "cannot be written as canonical JSON"),
            ({"a": float("nan")}, "cannot be written as canonical JSON"),
            ({"a": [{"days": 7.0}]}, "canonical JSON: .*a.0..days is a float"),
            ({"a": "\ud800"}, "cannot be written as canonical JSON"),
            ({"a": "\0"}, "no database stores"),
        ],
    )
    def test_refuses_what_is_none(self, document: Any, message: str) -> None:
        with pytest.raises(NotADocument, match=message):
            canonical(document)


class TestDigestOf:
    def test_is_that_of_the_canonical_bytes(self) -> None:
        assert digest_of({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


class TestLabelOf:
    def test_is_its_name_and_version(self) -> None:
        assert label_of({"name": "first", "version": "2026-1.a"}) == ("first", "2026-1.a")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "First rules"}, "name"),
            ({"name": None}, "name"),
            ({"name": "x" * 61}, "name"),
            ({"version": "2026/1"}, "version"),
            ({"version": 1}, "version"),
            ({"version": ""}, "version"),
            ({"version": "1" * 31}, "version"),
        ],
    )
    def test_refuses_what_cannot_stand_in_an_address(self, changes: Any, field: str) -> None:
        with pytest.raises(NotADocument, match=f"^{field}: "):
            label_of({"name": "first", "version": "1", **changes})
