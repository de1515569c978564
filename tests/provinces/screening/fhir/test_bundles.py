"""A body is a bundle that can be opened, or it is refused whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provinces.screening.fhir import bundles

PATIENT = {"resourceType": "Patient", "id": "1"}


def body(**changed: Any) -> bytes:
    whole = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": "urn:uuid:1", "resource": PATIENT}],
    }
    return json.dumps({**whole, **changed}).encode()


class TestOpened:
    @pytest.mark.parametrize("kind", sorted(bundles.KINDS))
    def test_takes_these_types(self, kind: str) -> None:
        bundle = bundles.opened(body(type=kind))

        assert bundle.is_all_or_nothing == (kind == "transaction")
        assert [entry.kind for entry in bundle.entries] == ["Patient"]

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "not JSON"),
            (b"\xff", "not JSON"),
            (b"[" * 100_000, "not JSON"),
            (b"[]", "not a FHIR Bundle"),
            (json.dumps(PATIENT).encode(), "not a FHIR Bundle"),
            (body(type="searchset"), "'searchset' is not taken"),
            (body(type=["batch"]), "is not taken"),
            (body(entry=[]), "no entries"),
            (body(entry={"resource": PATIENT}), "no entries"),
            (body(entry=[{}]), "entry[0] has no resource"),
            (body(entry=[{"resource": {}}]), "entry[0] has no resource"),
            (body(entry=["x"]), "entry[0] has no resource"),
            (body(entry=[{"resource": PATIENT}] * 5001), "5001 entries"),
            (body(type="\ud800"), "not Unicode: $.type has half a character"),
            (
                body(entry=[{"resource": {"resourceType": "\ud800"}}]),
                "$.entry[0].resource.resource",
            ),
            (body(entry=[{"resource": PATIENT, "\udc00": 1}]), "a name in $.entry[0] has half"),
            (body(id="X").replace(b"X", b"\xed\xa0\x80"), "$.id has half a character"),
        ],
    )
    def test_refuses_what_is_none(self, content: bytes, said: str) -> None:
        with pytest.raises(bundles.NotABundle) as refused:
            bundles.opened(content)

        assert said in str(refused.value)


class TestReferred:
    @pytest.mark.parametrize("address", ["urn:uuid:1", "Patient/1", "Patient/1/_history/2"])
    def test_finds_by_either_address(self, address: str) -> None:
        found = bundles.opened(body()).referred(address)

        assert found is not None
        assert found.resource == PATIENT

    def test_finds_none_where_several_have_the_address(self) -> None:
        bundle = bundles.opened(body(entry=[{"resource": PATIENT}] * 2))

        assert bundle.referred("Patient/1") is None

    def test_finds_none_elsewhere(self) -> None:
        assert bundles.opened(body()).referred("Patient/2") is None
