"""A letter goes to the sandbox's registry over the network, and is read on its page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import urllib3
from pytest_django import Settings

from provinces.passes import queries, services
from provinces.passes.queries import Verdict
from provinces.tenancy import scope
from sample.registry.books import Books
from sample.registry.server import serve
from tests import cast
from tests.cast import NOW
from tests.factories import areas, letters, road
from tests.factories.registries import GRAN


@contextmanager
def served(books: Books, key: str) -> Iterator[str]:
    server = serve(books, key=key, port=0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class TestServedRegistry:
    def test_prints_the_letter_and_shows_it_on_its_page(
        self, transactional_db: None, settings: Settings
    ) -> None:
        settings.CITIZENS_REGISTRY_KEY = "only-for-tests"
        with (
            scope.province(cast.NORTH),
            served(Books([GRAN]), settings.CITIZENS_REGISTRY_KEY) as url,
        ):
            settings.CITIZENS_REGISTRY_URL = url
            areas.area("110101")
            road.first_ruleset()
            letters.asked(letters.enrolled())

            assert services.post_due(now=NOW) == {"posted": 1}

            page = urllib3.request("GET", url).data.decode()
            assert f"{GRAN.name}, {GRAN.address}" in page
            letter = urllib3.request("GET", url + page.partition('<a href="')[2].partition('"')[0])
            assert letter.headers["Content-Type"] == "application/pdf"
            text = letters.code(letter.data)
            assert queries.verify(text, NOW).verdict is Verdict.ALLOW
