"""What peers send: signed, fresh and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.signing import canonical, notes
from federation.casework import outbox
from federation.casework import services as casework
from federation.casework.classes import MessageClass
from federation.peers import requests
from federation.peers import transport as roads
from federation.peers.services import admitting
from federation.sync import queries, services
from federation.sync.models import Cursor
from provinces.ledger import queries as ledger
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.client import ProvinceClient
from tests.factories.feeds import published
from tests.pages import noon  # noqa: F401  a fixture

BASE = "https://localhost/p/north/federation/"
NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated", "noon", "in_one_transaction")


def signed(path: str, body: bytes, *, by: str = "south") -> dict[str, str]:
    """Return the headers of a request to the north."""
    with scope.province(by):
        return requests.sign("POST", f"{BASE}{path}", body, now=NOW)


def post(path: str, body: bytes, headers: dict[str, str]) -> Any:
    kind = "application/json"
    address = f"/p/north/federation/{path}"
    return ProvinceClient().post(address, body, content_type=kind, headers=headers)


def send(path: str, body: Any) -> Any:
    """Have the south send something to the north, signed."""
    data = canonical.canonical(body)
    return post(path, data, signed(path, data))


class TestSigned:
    def test_is_answered_with_a_signature_bound_to_it(self) -> None:
        with scope.province("south"):
            answer = roads.to("north", clock=timezone.now).post("v1/hint", b'{"log":"feed"}')

        assert answer.status == 200
        assert "signature" in answer.headers

    def test_is_refused_without_a_signature(self) -> None:
        response = post("v1/hint", b"{}", {})

        assert response.status_code == 401
        assert response.json()["type"] == "urn:concord:problem:unsigned"
        assert response["Content-Type"] == "application/problem+json"

    def test_is_refused_the_second_time(self) -> None:
        headers = signed("v1/hint", b"{}")
        assert post("v1/hint", b"{}", headers).status_code == 200

        response = post("v1/hint", b"{}", headers)

        assert response.status_code == 401
        assert response.json()["type"] == "urn:concord:problem:replayed"
        (refusal,) = queries.refusals("south")
        assert refusal.code == "replayed-request"

    def test_is_refused_where_there_were_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(admitting, "MOST_NONCES", 1)
        assert send("v1/hint", {}).status_code == 200

        response = send("v1/hint", {})

        assert response.status_code == 429
        assert response.json()["type"] == "urn:concord:problem:too-many"
        assert queries.refusals("south") == []

    def test_is_refused_with_another_body(self) -> None:
        response = post("v1/hint", b"[]", signed("v1/hint", b"{}"))

        assert response.json()["type"] == "urn:concord:problem:bad-digest"

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"a": 1}'])
    def test_is_refused_where_it_is_no_canonical_object(self, body: bytes) -> None:
        response = post("v1/hint", body, signed("v1/hint", body))

        assert response.status_code == 400
        assert response.json()["type"] == "urn:concord:problem:bad-body"

    def test_is_refused_where_it_is_too_large(self) -> None:
        body = b"x" * (3 * 1024 * 1024)

        response = post("v1/hint", body, signed("v1/hint", body))

        assert response.status_code == 413
        assert response.json()["type"] == "urn:concord:problem:too-large"

    def test_cannot_be_got(self) -> None:
        assert ProvinceClient().get("/p/north/federation/v1/hint").status_code == 405


class TestHint:
    def hint(self) -> Any:
        return send("v1/hint", {"log": "feed", "size": 5}).json()

    def test_brings_the_next_try_forward(self) -> None:
        services.start(["south"], now=NOW + timedelta(hours=1))

        assert self.hint() == {"due": True}

        assert queries.due(NOW) == ["south"]

    def test_does_not_have_the_same_refused_again(self) -> None:
        services.start(["south"], now=NOW + timedelta(hours=1))
        Cursor.objects.update(is_refused=True)

        assert self.hint() == {"due": False}

    def test_does_not_take_up_a_fork(self) -> None:
        services.start(["south"], now=NOW)
        Cursor.objects.update(state=Cursor.State.FORKED)

        assert self.hint() == {"due": False}


class TestCosignatures:
    def line(self, *, key: Any = None) -> str:
        published(3)
        with scope.province("south"):
            key = key or keys.signing_key(KeyRole.LEDGER)
        text = ledger.head("feed").note.rpartition("\n\n")[0] + "\n"
        return notes.cosignature(text, key, int(NOW.timestamp()))

    def test_are_kept_and_shown(self) -> None:
        line = self.line()

        response = send("v1/feed/cosignatures", {"size": 3, "line": line})

        assert (response.status_code, response.json()) == (200, {"size": 3})
        assert ledger.cosigned("feed", 3) == [line]

    @pytest.mark.parametrize("body", [{}, {"size": "3", "line": "x"}, {"size": 3, "line": "x"}])
    def test_that_are_none_are_refused(self, body: Any) -> None:
        published(3)

        response = send("v1/feed/cosignatures", body)

        assert response.json()["type"] == "urn:concord:problem:bad-cosignature"

    def test_of_a_size_that_was_never_signed_are_refused(self) -> None:
        line = self.line()

        assert send("v1/feed/cosignatures", {"size": 2, "line": line}).status_code == 400

    def test_by_another_key_are_refused(self) -> None:
        with scope.province("north"):
            line = self.line(key=keys.signing_key(KeyRole.LEDGER))

        assert send("v1/feed/cosignatures", {"size": 3, "line": line}).status_code == 400
        assert ledger.cosigned("feed", 3) == []


class TestNotices:
    def test_are_acknowledged_with_a_signed_receipt(self) -> None:
        with scope.province("south"):
            to = casework.Address("north", "a" * 52, "2026-11")
            casework.post(to, of=MessageClass.CONTACT, body={}, now=NOW)
            done = outbox.send_due(NOW, lambda slug: roads.to(slug, clock=timezone.now))

            assert (done.acknowledged, done.failed) == (1, 0)

    @pytest.mark.parametrize("body", [{}, {"body": {}, "key": "x", "signature": "y"}])
    def test_that_are_none_are_refused_by_name(self, body: Any) -> None:
        response = send("v1/notices", body)

        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["type"].startswith("urn:concord:problem:")
