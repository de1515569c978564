"""Every page of the access table can be used by everybody: nothing is in anybody's way.

Each page is opened by somebody who may see it, and looked at by the checker axe, by day and by
night, in both languages, wide and narrow; then at twice and four times the size, and in large
letters, where nothing may have to be scrolled to sideways.
"""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_django.live_server_helper import LiveServer

from provinces.tenancy import scope
from tests import cast
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.test_access import address_of
from tests.architecture.visitors import ENTRANCES
from tests.client import ProvinceClient
from tests.journeys.browser.conftest import Look, Open, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [
    Look(language, width, scheme)
    for scheme in ("light", "dark")
    for language in ("zh-CN", "en-GB")
    for width in (390, 1280)
]
# A page is made anew for each language, by night on a phone or by day at a desk: no more than the
# window and the light change from there to the other looks.
OPENED = (Look("zh-CN", 390, "dark"), Look("en-GB", 1280, "light"))
# A window of 1280 pixels magnified to twice (WCAG 1.4.4) and four times (1.4.10) the size.
MAGNIFIED = (640, 320)
# Whoever sees most comes first.
READERS = ("citizen", "official", "other", "powerless", "stranger", "anonymous", "foreigner")
# Pages of a package, drawn by its own script; what is below `federation:` is for programs.
NOT_OURS = {"api:docs"}
# So many pages, each in one look, are looked at by `make test`; all in all looks by `make verify`.
FEW = 8


def rows() -> list[Row]:
    """Return each page that somebody is shown, once for all that it may be about."""
    shown = {
        (row.page, row.query, row.about.__name__): row
        for row in ACCESS
        if row.method == "GET" and "200" in row.answers.values()
        if not row.device and row.page not in NOT_OURS and not row.page.startswith("federation:")
    }
    return list(shown.values())


def named(row: Row) -> str:
    return f"{row.page}{row.query} {row.about.__name__}"


def sampled() -> list[object]:
    drawn = Random("accessible")  # noqa: S311  which pages, not a secret
    every = rows()
    few = [(row, drawn.choice(LOOKS)) for row in drawn.sample(every, min(FEW, len(every)))]
    return [pytest.param(row, look, id=f"{named(row)} {look}") for row, look in few]


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """Nothing but what the row of the table makes."""


@pytest.mark.parametrize(("row", "look"), sampled())
def test_nothing_is_in_the_way(row: Row, look: Look, visit: Open) -> None:
    with scope.province(cast.NORTH):
        address, client = entered(row)
        if is_a_page(client, address):
            with visit(look) as opened:
                looked_at(opened, client, address)


@pytest.mark.battery
@pytest.mark.parametrize("row", rows(), ids=named)
def test_nothing_is_in_the_way_in_any_look(row: Row, visit: Open) -> None:
    with scope.province(cast.NORTH):
        address, client = entered(row)
        if not is_a_page(client, address):
            return
        for first in OPENED:
            with visit(first) as opened:
                take_along(opened, cookies_of(client))
                opened.open(address)
                for look in looks_after(first):
                    opened.turn(look)
                    unobstructed(opened)
                opened.page.emulate_media(color_scheme="light")
                for width in MAGNIFIED:
                    opened.page.set_viewport_size({"width": width, "height": 900})
                    assert opened.beyond_the_window() == [], f"{first} at {width}"
        in_large_letters(visit, client, address)


def entered(row: Row) -> tuple[str, ProvinceClient]:
    """Return the page's address, and a browser of somebody who is shown it."""
    eve = cast.eve()
    address = address_of(row, row.about(eve))
    reader = next(reader for reader in READERS if row.answers[reader] == "200")
    return address, ENTRANCES[reader](row, eve)


def is_a_page(client: ProvinceClient, address: str) -> bool:
    """Return whether people read what is answered, and not programs."""
    return str(client.get(address)["Content-Type"]).startswith("text/html")


def looks_after(first: Look) -> list[Look]:
    """Return all looks in the language of one, that one first."""
    return sorted(
        (look for look in LOOKS if look.language == first.language),
        key=lambda look: (look.scheme != first.scheme, look.width != first.width),
    )


def looked_at(opened: Visit, client: ProvinceClient, address: str) -> None:
    take_along(opened, cookies_of(client))
    opened.open(address)
    unobstructed(opened)


def cookies_of(client: ProvinceClient) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def unobstructed(opened: Visit) -> None:
    assert opened.barriers() == []
    assert opened.beyond_the_window() == []
    assert not opened.is_wider_than_the_window()
    assert opened.sticks_out() == []


def in_large_letters(visit: Open, client: ProvinceClient, address: str) -> None:
    with visit(Look("en-GB", 390)) as opened:
        take_along(opened, {"size": "large", f"{cast.NORTH}.size": "large"})
        looked_at(opened, client, address)
        assert opened.page.locator("html.large").count() == 1, address
        opened.turn(Look("en-GB", 1280))
        unobstructed(opened)


def take_along(opened: Visit, cookies: dict[str, str]) -> None:
    where = {"domain": str(urlsplit(opened.server).hostname), "path": "/"}
    brought: list[Any] = [
        {"name": name, "value": value, **where} for name, value in cookies.items()
    ]
    opened.page.context.add_cookies(brought)
