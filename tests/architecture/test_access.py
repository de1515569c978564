"""The third wall as the visitors meet it: every URL answers as the table promises."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse

from provinces.citizens.models import Citizen
from provinces.tenancy import scope
from tests import cast
from tests.architecture import urls, visitors
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import VISITORS, Row
from tests.architecture.visitors import ENTRANCES
from tests.pages import noon  # noqa: F401  a fixture
from tests.worlds import World, fresh

PAGES = {page.name: page for page in urls.pages()}
CASES = [pytest.param(row, id=f"{row.method} {row.page} {row.about.__name__}") for row in ACCESS]


class TestTable:
    def test_lists_every_url(self) -> None:
        missing = sorted(PAGES.keys() - {row.page for row in ACCESS})

        assert not missing, f"add rows to tests/architecture/access/ for {missing}"

    def test_lists_every_method_of_a_view(self) -> None:
        listed = {(row.page, row.method) for row in ACCESS}
        missing = sorted(
            (page.name, method)
            for page in PAGES.values()
            for method in page.methods
            if (page.name, method) not in listed
        )

        assert not missing, f"add rows to tests/architecture/access/ for {missing}"

    def test_lists_nothing_else(self) -> None:
        assert {row.page for row in ACCESS} <= PAGES.keys()

    def test_knows_every_url_by_one_name(self) -> None:
        assert not [page for page in PAGES.values() if page.name.endswith("None")]
        assert len(PAGES) == len(urls.pages())


@pytest.fixture(scope="class")
def eve_of_all(world: World) -> Citizen:
    """Eve, in a province where everybody sits who visits any row."""
    with world.making(now=cast.NOW):
        visitors.seat(ACCESS)
        return cast.eve()


@pytest.mark.usefixtures("north", "noon")
class TestAnswer:
    @pytest.mark.parametrize("row", CASES)
    def test_is_as_promised_to_each_visitor(self, eve_of_all: Citizen, row: Row) -> None:
        eve = fresh(eve_of_all)
        address = address_of(row, row.about(eve))

        answers = {visitor: answer(row, address, visitor, eve) for visitor in VISITORS}

        assert answers == row.answers


def answer(row: Row, address: str, visitor: str, eve: Citizen) -> str:
    """Return what a visitor is answered; what they did is undone, for the next one's sake."""
    with transaction.atomic():
        client = ENTRANCES[visitor](row, eve)
        response = client.generic(row.method, address, *body(row))
        transaction.set_rollback(True)
    caches["process"].clear()
    return told(response)


def address_of(row: Row, arguments: dict[str, Any]) -> str:
    if row.page.startswith("node:"):
        return reverse(row.page.removeprefix("node:"), urlconf=urls.NODE, kwargs=arguments)
    return f"/p/{scope.current().slug}{reverse(row.page, kwargs=arguments)}{row.query}"


def body(row: Row) -> tuple[str, str]:
    """Return what is sent, and of which type: forms by browsers, JSON by phones."""
    if row.device:
        return json.dumps(row.data), "application/json"
    return urlencode(row.data), "application/x-www-form-urlencoded"


def told(response: Any) -> str:
    """Return an answer as the table writes it."""
    if response.status_code == 302 and "/sign-in/?next=" in response["Location"]:
        return "sign-in"
    return str(response.status_code)
