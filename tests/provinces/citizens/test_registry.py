"""The identity registry over HTTP: asked with a key, told little, never inside a transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from provinces.citizens import registry
from provinces.citizens.registry import (
    NOBODY,
    Contacts,
    HttpRegistry,
    InATransaction,
    RegistryDown,
)
from sample.registry.books import Books, masked
from sample.registry.server import serve
from tests.factories.registries import GRAN, MOTHER, SON, InProcess, claimed

KEY = "only-for-tests"
FAMILY = (replace(MOTHER, children=(SON.number,)), SON, GRAN)


@pytest.fixture
def books() -> Books:
    return Books(FAMILY)


@pytest.fixture
def url(books: Books) -> Iterator[str]:
    """A registry of the sandbox, served on this machine."""
    server = serve(books, key=KEY, port=0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("transactional_db")
class TestHttpRegistry:
    def test_tells_what_is_needed(self, url: str) -> None:
        match = HttpRegistry(url, KEY).look_up(claimed(MOTHER))

        assert match is not None
        assert (match.area, match.birth_year) == ("110101", 1985)
        assert match.contacts == ("+86**** 1", "f****@example.org")

    @pytest.mark.parametrize(
        "who", [claimed(MOTHER, full_name="王方"), claimed(MOTHER, number=GRAN.number)]
    )
    def test_tells_nothing_of_who_does_not_fit(self, url: str, who: registry.Claimed) -> None:
        assert HttpRegistry(url, KEY).look_up(who) is None

    def test_delivers_to_the_contacts_it_holds(self, url: str, books: Books) -> None:
        asked = HttpRegistry(url, KEY)
        match = asked.look_up(claimed(GRAN))
        assert match is not None

        asked.deliver(match.handle, "words")
        asked.deliver(NOBODY, "others")

        assert [(each.to, each.text) for each in books.sent] == [
            (f"{GRAN.name} {GRAN.phone}", "words")
        ]

    def test_posts_a_letter_once_to_the_address_it_holds(self, url: str, books: Books) -> None:
        asked = HttpRegistry(url, KEY)
        match = asked.look_up(claimed(GRAN))
        assert match is not None

        taken = [asked.post(match.handle, b"%PDF", name="a") for _ in range(2)]

        assert taken == [True, True]
        assert [(each.to, each.pdf) for each in books.posted] == [
            (f"{GRAN.name}, {GRAN.address}", b"%PDF")
        ]

    def test_posts_nothing_to_who_has_no_address(self, url: str, books: Books) -> None:
        asked = HttpRegistry(url, KEY)
        match = asked.look_up(claimed(SON))
        assert match is not None

        assert not asked.post(match.handle, b"%PDF", name="a")
        assert not asked.post(NOBODY, b"%PDF", name="b")
        assert not books.posted

    def test_tells_contacts_of_a_handle_alone(self, url: str) -> None:
        asked = HttpRegistry(url, KEY)
        match = asked.look_up(claimed(MOTHER))
        assert match is not None

        assert asked.contacts(match.handle) == Contacts(MOTHER.email, MOTHER.phone)
        assert asked.contacts(NOBODY) == Contacts()

    def test_knows_guardians(self, url: str) -> None:
        asked = HttpRegistry(url, KEY)

        assert asked.is_guardian(claimed(MOTHER), claimed(SON))
        assert not asked.is_guardian(claimed(GRAN), claimed(SON))
        assert not asked.is_guardian(claimed(MOTHER), claimed(SON, full_name="王"))

    def test_is_down_for_who_has_not_the_key(self, url: str) -> None:
        with pytest.raises(RegistryDown, match="401"):
            HttpRegistry(url, "another").look_up(claimed(MOTHER))

    def test_is_down_where_nobody_listens(self) -> None:
        with pytest.raises(RegistryDown):
            HttpRegistry("http://127.0.0.1:9", KEY).look_up(claimed(MOTHER))

    def test_is_never_asked_inside_a_transaction(self, url: str) -> None:
        with transaction.atomic(), pytest.raises(InATransaction):
            HttpRegistry(url, KEY).look_up(claimed(MOTHER))


class TestUnreadable:
    """A registry that answers something else than was agreed is taken to be down."""

    @pytest.mark.parametrize(
        "answer", [{}, {"match": {}}, {"match": {"handle": "h"}}, {"match": 3}]
    )
    def test_is_down_by_whom_it_finds(
        self, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = HttpRegistry("http://127.0.0.1:9", KEY)
        monkeypatch.setattr(asked, "_ask", lambda _what, _body: answer)

        with pytest.raises(RegistryDown):
            asked.look_up(claimed(MOTHER))

    @pytest.mark.parametrize("answer", [{}, {"is_taken": "false"}, {"is_taken": None}])
    def test_is_down_by_what_it_takes(
        self, answer: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked = HttpRegistry("http://127.0.0.1:9", KEY)
        monkeypatch.setattr(asked, "_ask", lambda _what, _body: answer)

        with pytest.raises(RegistryDown):
            asked.post("h", b"%PDF", name="a")


class TestInProcess:
    def test_answers_as_the_served_one(self) -> None:
        known = InProcess(*FAMILY)

        match = known.look_up(claimed(MOTHER))

        assert match is not None
        assert known.contacts(match.handle) == Contacts(MOTHER.email, MOTHER.phone)
        assert known.is_guardian(claimed(MOTHER), claimed(SON))


class TestCurrent:
    def test_is_down_where_none_is_set(self, settings: Settings) -> None:
        settings.CITIZENS_REGISTRY_URL = ""

        with pytest.raises(RegistryDown):
            registry.current()

    def test_is_the_one_that_is_set(self, settings: Settings) -> None:
        settings.CITIZENS_REGISTRY_URL = "http://127.0.0.1:9"

        assert registry.current() is registry.current()


class TestMasked:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [("+86 138 0000 1234", "+86****34"), ("fang@example.org", "f****@example.org")],
    )
    def test_is_known_again_by_its_owner(self, address: str, shown: str) -> None:
        assert masked(address) == shown
