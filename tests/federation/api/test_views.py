"""What anybody may read of a province's logs."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from core.merkle import checkpoints, tiles
from core.merkle.hashing import leaf_hash
from core.signing import notes
from federation.peers import documents
from federation.sync import bundling
from federation.sync.models import Witnessed
from provinces.ledger import queries as ledger
from provinces.ledger import services
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.client import ProvinceClient
from tests.factories import federations
from tests.factories.feeds import published

BASE = "/p/north/federation/"
NOW = cast.NOW
HUGE = "0/" + "x999/" * 9 + "999"

pytestmark = pytest.mark.usefixtures("north")


def get(path: str, **headers: str) -> Any:
    return ProvinceClient().get(f"{BASE}{path}", headers=headers)


class TestVersions:
    def test_are_listed(self) -> None:
        told = {"province": "north", "versions": [1, 2], "membership": None}

        assert get("").json() == told


class TestMembership:
    def test_is_the_latest_or_any_version(self) -> None:
        federations.founded()

        latest, first = get("v1/membership"), get("v1/membership/1")

        assert latest.content == first.content
        assert documents.opened(latest.content).members.keys() == {"north", "south"}
        assert "immutable" in first["Cache-Control"]
        assert "immutable" not in latest["Cache-Control"]

    def test_there_is_not_is_a_problem(self) -> None:
        assert get("v1/membership").status_code == 404
        assert get("v1/membership/1").status_code == 404


class TestCheckpoint:
    @pytest.mark.parametrize(("log", "size"), [("feed", 3), ("audit", 1)])
    def test_is_signed_by_the_province(self, log: str, size: int) -> None:
        published()

        response = get(f"v1/{log}/checkpoint")

        note = response.content.decode()
        verifier = keys.signing_key(KeyRole.LEDGER).verifier
        found = checkpoints.parse(notes.opened(note, [verifier]).text)
        assert (found.origin, found.size) == (f"concord/north/{log}", size)
        assert response["Content-Type"] == "text/plain; charset=utf-8"

    def test_carries_the_cosignatures_of_peers(self) -> None:
        published()
        key = keys.signing_key(KeyRole.LEDGER)
        head = ledger.head("feed")
        text = notes.opened(head.note, [key.verifier]).text
        line = notes.cosignature(text, key, int(NOW.timestamp()))
        services.take_cosignature("feed", 3, witness=key.name, line=line, now=NOW)

        note = get("v1/feed/checkpoint").content.decode()

        assert notes.cosigners(note, [key.verifier]) == {key.name: int(NOW.timestamp())}

    def test_is_missing_before_anything_is_sealed(self) -> None:
        response = get("v1/feed/checkpoint")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"] == "urn:concord:problem:not-found"


class TestTile:
    def test_holds_the_hashes_of_the_entries(self) -> None:
        published()
        entries = [entry.data for entry in ledger.entries(0, 3)]

        response = get("v1/feed/tile/0/000.p/3")

        assert response.content == b"".join(map(leaf_hash, entries))
        assert response["Content-Type"] == "application/octet-stream"

    def test_that_is_full_may_be_kept_for_ever(self) -> None:
        published(300)

        assert "immutable" in get("v1/feed/tile/0/000")["Cache-Control"]
        assert "immutable" not in get("v1/feed/tile/0/001.p/44")["Cache-Control"]

    @pytest.mark.parametrize(
        "path",
        [
            "0/000",
            "0/000.p/4",
            "0/001",
            "9/000",
            "x",
            "0/0",
            "0/000.p/256",
            "entries/x",
            "0/000/",
            "63/000",
            HUGE,
        ],
    )
    def test_there_is_not_is_a_problem(self, path: str) -> None:
        published()

        response = get(f"v1/feed/tile/{path}")

        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"

    def test_is_there_of_the_audit_log_too(self) -> None:
        published()

        assert len(get("v1/audit/tile/0/000.p/1").content) == 32

    def test_of_another_log_is_unknown(self) -> None:
        assert get("v1/other/tile/0/000").status_code == 404


class TestEntries:
    def test_are_a_bundle(self) -> None:
        published()

        response = get("v1/feed/tile/entries/000.p/3")

        told = tiles.unbundle(response.content)
        assert told == [entry.data for entry in ledger.entries(0, 3)]

    def test_of_a_full_bundle_may_be_kept_for_ever(self) -> None:
        published(256)

        assert "immutable" in get("v1/feed/tile/entries/000")["Cache-Control"]

    def test_of_the_audit_log_are_shown_to_nobody(self) -> None:
        published()

        assert get("v1/audit/tile/entries/000.p/1").status_code == 404

    def test_are_not_sent_to_whoever_has_them(self) -> None:
        published()
        etag = get("v1/feed/tile/entries/000.p/3")["ETag"]

        response = get("v1/feed/tile/entries/000.p/3", if_none_match=etag)

        assert (response.status_code, response.content) == (304, b"")


class TestBlob:
    def test_is_found_by_its_hash(self) -> None:
        published(blobs=(b"rules",))

        response = get(f"v1/blob/{hashlib.sha256(b'rules').hexdigest()}")

        assert response.content == b"rules"
        assert "immutable" in response["Cache-Control"]

    @pytest.mark.parametrize("name", ["a", "0" * 64])
    def test_there_is_not_is_a_problem(self, name: str) -> None:
        assert get(f"v1/blob/{name}").status_code == 404


class TestBlobs:
    def test_come_in_the_order_of_their_names_and_are_kept(self) -> None:
        published(blobs=(b"rules", b"cells", b"more"))
        names = digests(b"rules", b"cells")

        response = get(f"v2/blobs/{'.'.join(sorted(names))}")

        assert bundling.opened(response.content) == [names[each] for each in sorted(names)]
        assert "immutable" in response["Cache-Control"]

    def test_are_not_given_without_those_that_are_not_there(self) -> None:
        published(blobs=(b"rules",))
        names = digests(b"rules", b"gone")

        assert get(f"v2/blobs/{'.'.join(sorted(names))}").status_code == 404

    @pytest.mark.parametrize("order", [[1, 0], [0, 0], []])
    def test_have_one_address(self, order: list[int]) -> None:
        published(blobs=(b"rules", b"cells"))
        names = sorted(digests(b"rules", b"cells"))

        assert get(f"v2/blobs/{'.'.join(names[each] for each in order)}").status_code == 404

    def test_are_never_more_than_fit_into_a_request(self) -> None:
        blobs = tuple(b"%d" % number for number in range(bundling.MOST_NAMES + 1))
        published(blobs=blobs)
        names = sorted(digests(*blobs))

        assert get(f"v2/blobs/{'.'.join(names[1:])}").status_code == 200
        assert get(f"v2/blobs/{'.'.join(names)}").status_code == 404

    def test_are_not_read_where_they_weigh_too_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        published(blobs=(b"rules", b"cells"))
        path = f"v2/blobs/{'.'.join(sorted(digests(b'rules', b'cells')))}"
        monkeypatch.setattr(bundling, "MOST_BYTES", 9)

        assert get(path).status_code == 404


def digests(*blobs: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}


class TestWitnessed:
    def test_tells_what_was_seen_of_others(self) -> None:
        Witnessed.objects.create(
            peer="south",
            log="feed",
            size=2,
            root=bytes(32),
            note="note of 2\n\n— concord/south AAAAAAAA\n",
            line="— concord/north AAAAAAAA",
            signed_at=NOW,
        )

        (told,) = get("v1/witnessed").json()["witnessed"]

        assert (told["peer"], told["log"], told["size"]) == ("south", "feed", 2)
        assert told["note"].startswith("note of 2\n\n")
        assert told["note"].endswith("— concord/north AAAAAAAA\n")


class TestMap:
    def test_is_missing_before_it_is_resolved(self) -> None:
        assert get("v1/map").status_code == 404
