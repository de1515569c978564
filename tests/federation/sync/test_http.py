"""Pulling over a socket: the same road as between two nodes, signatures, caps and all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from federation.peers import services as peers
from federation.sync import queries, relaying, syncing
from provinces.ledger import queries as ledger
from provinces.ledger import sealing
from provinces.passes import queries as passing
from provinces.passes import services as passes
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens, federations, feeds
from tests.pages import noon  # noqa: F401  a fixture

NOW = cast.NOW


class Silent(WSGIRequestHandler):
    """A handler that keeps no log."""

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def node(in_login_mode: None, noon: None, settings: Settings) -> Iterator[None]:  # noqa: F811
    """A node at a port of this machine, in whose federation both provinces are asked over HTTP."""
    server = make_server("127.0.0.1", 0, WSGIHandler(), handler_class=Silent)
    place = f"127.0.0.1:{server.server_port}"
    settings.FEDERATION_LOOPBACK = False
    settings.FEDERATION_LOOPBACK_PORTS = [place]

    def serve() -> None:
        server.serve_forever(poll_interval=0.01)
        connections.close_all()

    thread = threading.Thread(target=serve)
    thread.start()
    urls = {slug: f"http://{place}/p/{slug}/federation/" for slug in federations.HOSTED}
    peers.found("Test", slugs=federations.HOSTED, now=federations.FOUNDED, urls=urls)
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def go_round(slug: str) -> syncing.Round:
    with scope.province(slug):
        sealing.seal(now=NOW)
        return syncing.sync(
            now=NOW,
            only_due=False,
            road=lambda peer: syncing.roads.to(peer, clock=timezone.now),
        )


@pytest.mark.usefixtures("node")
class TestSync:
    def test_brings_two_nodes_to_the_same_view(self) -> None:
        for slug, count in ((cast.NORTH, 300), (cast.SOUTH, 3)):
            with scope.province(slug):
                feeds.published(count, blobs=(b"rules",))

        done = [go_round(slug) for _ in range(4) for slug in federations.HOSTED]

        assert all(each.is_well for each in done)
        assert {slug for each in done for slug in each.hinted} == {"north", "south"}
        with scope.province("south"):
            published = [entry.data for entry in ledger.entries(0, ledger.size("feed"))]
            assert ledger.cosigned("feed", ledger.size("feed"))
        with scope.province("north"):
            assert [bytes(entry.data) for entry in queries.imported("south")] == published


@pytest.mark.usefixtures("node")
class TestRelay:
    def test_has_an_early_withdrawal_on_one_node_count_on_the_other(self) -> None:
        with scope.province(cast.SOUTH):
            citizen = citizens.citizen()
            text = passes.issue_day(citizen, now=NOW)
        found = []

        for _ in range(2):
            with scope.province(cast.NORTH):
                (brought,) = relaying.relay_all(now=NOW)
                found.append((brought.trouble, passing.verify(text, NOW).failure))
            with scope.province(cast.SOUTH):
                passes.withdraw_for(citizen, now=NOW)

        assert found == [("", ""), ("", "Withdrawn")]
