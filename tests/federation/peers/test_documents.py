"""The membership document as it travels: read to the byte, or refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from core.signing import canonical
from federation.peers import documents
from federation.peers.reasons import BadMembership, Reason

from .test_judging import EXPIRES, Members

Change = Callable[[dict[str, Any]], object]


# Metadata of another role of TUF's, in good form.
TIMESTAMP = {
    "_type": "timestamp",
    "version": 1,
    "spec_version": "1.0.31",
    "meta": {"snapshot.json": {"version": 1}},
}


def written(change: Change = lambda told: None) -> bytes:
    told = json.loads(Members("north", "south").document("north", "south").to_bytes())
    change(told)
    return canonical.canonical(told)


def member(told: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = told["signed"]["concord"]["members"]["north"]
    return found


class TestOpened:
    def test_is_what_was_written(self) -> None:
        document = Members("north", "south").document("north", "south")

        read = documents.opened(document.to_bytes())

        assert read.to_bytes() == document.to_bytes()
        assert (read.federation, read.version, read.expires) == ("Test", 1, EXPIRES)
        assert read.members == document.members

    @pytest.mark.parametrize(
        "change",
        [
            lambda told: told.pop("signed"),
            lambda told: told.update(signed=[]),
            lambda told: told["signed"].update(_type="snapshot", meta={}),
            lambda told: told["signed"].update(_type="other"),
            lambda told: told.update(signed={**TIMESTAMP, "expires": told["signed"]["expires"]}),
            lambda told: told["signed"].update(version=0),
            lambda told: told["signed"].update(version="1"),
            lambda told: told["signed"].update(expires="tomorrow"),
            lambda told: told["signed"].update(expires="2027-4-14T04:00:00Z"),
            lambda told: told["signed"].update(spec_version="2.0.0"),
            lambda told: told["signed"].pop("roles"),
            lambda told: told["signed"]["roles"].pop("root"),
            lambda told: told["signatures"].append(told["signatures"][0]),
            lambda told: told["signed"].pop("concord"),
            lambda told: told["signed"]["concord"].update(federation=1),
            lambda told: told["signed"]["concord"].update(members={}),
            lambda told: told["signed"]["concord"].update(members=[]),
            lambda told: member(told).pop("keys"),
            lambda told: member(told).update(keys=[]),
            lambda told: member(told).update(versions=[]),
            lambda told: member(told).update(versions=["1"]),
            lambda told: member(told).update(versions=[True]),
            lambda told: member(told).update(url=None),
            lambda told: member(told).update(joined_at="2026-11-15"),
            lambda told: member(told).update(territory={"sha256": "00"}),
            lambda told: member(told)["keys"]["ledger"][0].pop("until"),
            lambda told: member(told)["keys"]["ledger"][0].update({"from": None}),
            lambda told: member(told)["keys"].update(ledger=["key"]),
        ],
    )
    def test_refuses_any_other_form(self, change: Change) -> None:
        with pytest.raises(BadMembership) as caught:
            documents.opened(written(change))

        assert caught.value.reason == Reason.MALFORMED

    @pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"null", b"\xff", b'{"signed": {}}'])
    def test_refuses_what_is_no_document(self, data: bytes) -> None:
        with pytest.raises(BadMembership):
            documents.opened(data)

    def test_refuses_spaces(self) -> None:
        with pytest.raises(BadMembership):
            documents.opened(written().replace(b'{"', b'{ "', 1))

    def test_names_the_member_that_is_wrong(self) -> None:
        with pytest.raises(BadMembership, match="members/north lacks 'url'"):
            documents.opened(written(lambda told: member(told).pop("url")))


class TestJoined:
    def test_has_the_signatures_of_both_copies(self) -> None:
        made = Members("north", "south")

        both = documents.joined(made.document("north"), made.document("south"))

        assert both.to_bytes() == made.document("south", "north").to_bytes()

    def test_refuses_copies_of_different_documents(self) -> None:
        made = Members("north", "south")

        with pytest.raises(BadMembership) as caught:
            documents.joined(made.document("north"), made.document("south", version=2))

        assert caught.value.reason == Reason.CONFLICTING


class TestDigest:
    def test_is_of_what_is_signed_and_not_of_who_signed(self) -> None:
        made = Members("north", "south")

        assert made.document("north").digest == made.document("south").digest
        assert made.document().digest != made.document(version=2).digest
