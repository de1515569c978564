"""Asking peers in the process: signed as over the network, and back where one was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone, translation
from pytest_django import Settings

from federation.peers import queries, services, transport
from federation.peers.models import Nonce
from federation.peers.transport import BadAnswer, NoHttpInTransaction, Redirected, TooLarge
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner

from . import door, founding


@pytest.fixture
def neighbours(north: None, own_keys: None, settings: Settings) -> None:
    """Be in the north, in a federation with the south, whose door is a test's."""
    settings.ROOT_URLCONF = door.__name__
    founding.founded(now=timezone.now() - timedelta(days=1))


@pytest.mark.usefixtures("neighbours")
class TestLoopback:
    def test_asks_the_other_province(self) -> None:
        with translation.override("en"):
            answer = transport.to("south").get("v1/where", most=100)

        assert (answer.status, answer.body) == (200, b"south zh-hans https")

    def test_comes_back_to_where_one_was(self) -> None:
        with translation.override("en"), timezone.override("Asia/Urumqi"):
            transport.to("south").get("v1/where", most=100)

            assert scope.current().slug == "north"
            assert translation.get_language() == "en"
            assert timezone.get_current_timezone_name() == "Asia/Urumqi"
            assert queries.membership_version() == 1

    def test_is_not_the_owner_there(self) -> None:
        with as_owner():
            answer = transport.to("south").get("v1/where", most=100)

        assert answer.status == 200

    def test_signs_and_verifies(self) -> None:
        answer = transport.to("south").post("v1/signed", b"hello")

        assert answer.body == b"north says hello"
        with scope.province("south"):
            assert Nonce.objects.get().peer == "north"

    def test_answers_a_path_there_is_not(self) -> None:
        assert transport.to("south").get("v1/nothing", most=10_000).status == 404

    def test_returns_a_refusal_though_it_is_unsigned(self) -> None:
        with scope.province("south"):
            services.suspend("north", by="test", because="it lies", now=timezone.now())

        answer = transport.to("south").post("v1/signed", b"hello")

        assert (answer.status, answer.body) == (401, b"suspended")

    def test_does_not_believe_an_unsigned_success(self) -> None:
        with pytest.raises(BadAnswer, match="unsigned"):
            transport.to("south").post("v1/unsigned", b"hello")

    def test_reads_no_more_than_was_asked_for(self) -> None:
        assert len(transport.to("south").get("v1/large", most=door.LARGE).body) == door.LARGE
        with pytest.raises(TooLarge):
            transport.to("south").get("v1/large", most=door.LARGE - 1)

    def test_follows_nobody(self) -> None:
        with pytest.raises(Redirected):
            transport.to("south").get("v1/elsewhere", most=100)

    def test_refuses_inside_a_transaction(self) -> None:
        road = transport.to("south")

        with transaction.atomic(), pytest.raises(NoHttpInTransaction):
            road.get("v1/where", most=100)
        with transaction.atomic(), pytest.raises(NoHttpInTransaction):
            road.post("v1/signed", b"hello")

    @pytest.mark.parametrize(
        "path",
        ["/v1/where", "../v1/where", "v1/../../north/v1/where", "v1//where", "v1/where?a=1",
         "v1/where#a", "v1/%2e%2e/", "http://x/", "v1/ä", "v1/where\n", ".", "v1/.hidden"],
    )  # fmt: skip
    def test_refuses_what_is_no_path_below_the_door(self, path: str) -> None:
        with pytest.raises(ValueError, match="no path"):
            transport.to("south").get(path, most=100)


@pytest.mark.usefixtures("neighbours")
class TestTo:
    def test_needs_a_member(self) -> None:
        with pytest.raises(queries.NotAMember):
            transport.to("east")

    def test_goes_over_http_to_who_is_elsewhere(self, settings: Settings) -> None:
        settings.FEDERATION_LOOPBACK_PORTS = ["127.0.0.1:1"]  # where nobody listens
        member = replace(founding.stranger(), url="http://127.0.0.1:1/")
        now = timezone.now()
        draft = services.draft(services.Changes(cards={"east": member}), now=now)
        founding.taken(draft, now=now)

        with pytest.raises(transport.NotAnswered, match="127"):
            transport.to("east").get("v1/where", most=100)

    def test_goes_over_http_where_it_is_wanted(self, settings: Settings) -> None:
        settings.FEDERATION_LOOPBACK = False

        with pytest.raises(transport.NotAnswered, match="not public"):
            transport.to("south").get("v1/where", most=100)

    def test_asks_a_province_that_is_not_listed_yet(self) -> None:
        answer = transport.loopback("south").get("v1/where", most=100)

        assert answer.status == 200


@pytest.fixture
def committed(in_login_mode: None, own_keys: None, settings: Settings) -> None:
    """Have a federation whose provinces use logins of their own."""
    settings.ROOT_URLCONF = door.__name__
    founding.founded(now=timezone.now() - timedelta(days=1))


class TestWithLogins:
    def test_asks_under_the_others_login(self, committed: None) -> None:
        with scope.province("north"):
            answer = transport.to("south").post("v1/signed", b"hello")

            assert answer.body == b"north says hello"
            assert queries.membership_version() == 1
        with scope.province("south"):
            assert Nonce.objects.get().peer == "north"

    def test_refuses_inside_a_transaction_of_ours(self, committed: None) -> None:
        with (
            scope.province("north"),
            transaction.atomic(),
            pytest.raises(NoHttpInTransaction),
        ):
            transport.to("south").post("v1/signed", b"hello")


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def served(in_login_mode: None, own_keys: None, settings: Settings) -> Iterator[None]:
    """Have a federation whose provinces are asked over the network."""
    settings.ROOT_URLCONF = door.__name__
    settings.FEDERATION_LOOPBACK = False
    with make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Quiet) as server:
        place = f"localhost:{server.server_port}"
        settings.FEDERATION_LOOPBACK_PORTS = [place]
        settings.FEDERATION_URL = f"http://{place}/p/{{slug}}/federation/"
        founding.founded(now=timezone.now() - timedelta(days=1))
        thread = threading.Thread(target=_serve, args=(server,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def _serve(server: WSGIServer) -> None:
    server.serve_forever(poll_interval=0.01)
    connection.close()


class TestOverHttp:
    def test_signs_and_verifies(self, served: None) -> None:
        with scope.province("north"):
            answer = transport.to("south").post("v1/signed", b"hello")

        assert answer.body == b"north says hello"
        with scope.province("south"):
            assert Nonce.objects.get().peer == "north"

    def test_does_not_believe_an_unsigned_success(self, served: None) -> None:
        with scope.province("north"), pytest.raises(BadAnswer, match="unsigned"):
            transport.to("south").post("v1/unsigned", b"hello")

    def test_reads_what_is_published(self, served: None) -> None:
        with scope.province("north"):
            answer = transport.to("south").get("v1/large", most=door.LARGE)

        assert len(answer.body) == door.LARGE
