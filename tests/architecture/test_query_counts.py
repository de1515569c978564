"""How many statements each page costs: as many as `query_counts.json` says, whatever it lists.

After a page was made to ask more, or fewer, the file is written anew, and read before it is
committed:

    WRITE_QUERY_COUNTS=1 python -m pytest -n 0 -q tests/architecture/test_query_counts.py
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest
from django.core.cache import caches
from django.db import transaction

from provinces.accounts.models import User
from tests import cast
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.growing import LISTS, List
from tests.architecture.test_access import address_of
from tests.architecture.visitors import ENTRANCES
from tests.client import ProvinceClient, signed_in
from tests.factories import areas, offices, users
from tests.pages import noon  # noqa: F401  a fixture
from tests.statements import run_by

FILE = Path(__file__).with_name("query_counts.json")
IS_WRITTEN = bool(os.environ.get("WRITE_QUERY_COUNTS"))
DOORS = ("console:", "desk:", "portal:", "scanner:", "together:")
# Whoever sees most comes first.
READERS = ("citizen", "official", "other", "powerless", "stranger", "anonymous", "foreigner")
FEW, MANY = 3, 12
# What a list's item adds to a page at least: a reference, a word, a tag around them.
AN_ITEM = 20


def named(row: Row) -> str:
    return f"{row.page}{row.query} {row.about.__name__}".removesuffix(" nothing")


PAGES = {
    named(row): row
    for row in ACCESS
    if row.method == "GET" and "200" in row.answers.values() and row.page.startswith(DOORS)
}


def committed() -> dict[str, int]:
    found: dict[str, int] = json.loads(FILE.read_text()) if FILE.exists() else {}
    return found


def write(counts: dict[str, int]) -> None:
    FILE.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n")


def look(client: ProvinceClient, address: str) -> tuple[list[str], int]:
    """Open a page; return its statements, and how long what was answered is.

    It is opened by a process that has shown it before, and remembers nothing of it. What the look
    leaves behind is undone, so that each is a first one.
    """
    answers: list[bytes] = []

    def get() -> None:
        response = client.get(address)
        assert response.status_code == 200, address
        answers.append(b"".join(response) if response.streaming else response.content)

    for _ in ("the process's first", "another one"):
        caches["process"].clear()
        with transaction.atomic():
            ran = run_by(get)
            transaction.set_rollback(True)
    return ran, len(answers[-1])


def looks_at(page: List) -> User:
    """Return an official who is shown a list."""
    role = page.role or row_of(page).role
    seat = row_of(page).seat
    user = users.user()
    offices.office(user, areas.area(seat), role, unit="an office of its own", now=cast.NOW)
    return user


def row_of(page: List) -> Row:
    return next(row for row in ACCESS if (row.page, row.method) == (page.name, "GET"))


class TestFile:
    def test_names_every_page(self) -> None:
        assert PAGES.keys() <= committed().keys() or IS_WRITTEN

    def test_names_nothing_else(self) -> None:
        if IS_WRITTEN:
            write({name: count for name, count in committed().items() if name in PAGES})

        assert committed().keys() <= PAGES.keys()


@pytest.mark.usefixtures("north", "noon")
class TestPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_asks_no_more_than_is_committed(self, name: str) -> None:
        row, eve = PAGES[name], cast.eve()
        address = address_of(row, row.about(eve))
        reader = next(reader for reader in READERS if row.answers[reader] == "200")
        client = ENTRANCES[reader](row, eve)

        ran, _length = look(client, address)

        if IS_WRITTEN:
            write(committed() | {name: len(ran)})
        # Fewer, too, are to be written down: or as many could come back and nobody would know.
        assert len(ran) == committed()[name], "\n".join(ran)


@pytest.mark.usefixtures("north", "noon")
class TestList:
    @pytest.mark.usefixtures("north", "noon")
    @pytest.mark.parametrize("page", LISTS, ids=str)
    def test_asks_as_much_of_many_as_of_few(self, page: List) -> None:
        user = looks_at(page)
        client, growing = signed_in(user), page.begin(user)
        for number in range(FEW):
            growing.make(number)
        of_few, short = look(client, growing.address(row_of(page)))
        for number in range(FEW, MANY):
            growing.make(number)

        of_many, long = look(client, growing.address(row_of(page)))

        assert len(of_many) == len(of_few), Counter(of_many) - Counter(of_few)
        grown = 1 if page.is_counted else AN_ITEM * (MANY - FEW)
        assert long - short >= grown, "what was made is not on the page"
