"""Whatever anybody writes into a field or an address, no door falls over: it answers, below 500.

The fields are those that the access table fills, and those that the page itself shows.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.db import transaction

from tests import cast
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.test_access import address_of
from tests.architecture.visitors import ENTRANCES
from tests.pages import noon  # noqa: F401  a fixture

NAME = re.compile(r'\bname="([^"]+)"')
# Fields that lists and tables are asked by, whether a page has them or not.
ASKED = ("q", "page", "at", "day", "since", "until", "cursor", "next", "sort", "area", "state")
NONSENSE = (
    "",
    "-1",
    "'; DROP TABLE citizens_citizen; --",
    "99999999999999999999999999",
    "2026-02-30T25:61",
    "1e400",
    # On the province's own clock, which may be in no year of the calendar elsewhere.
    "0001-01-01",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "NaN",
    "²",  # a digit by its looks, and none
    "\u202e<script>alert(1)</script>",
    '{"a": [1, {"b": null}]}',
    "a" * 20_000,
    "110101199003074514\r\nSet-Cookie: a=b",
    "%s%(name)s{0}",
    "//elsewhere.example",
    "🙈" * 300,
)
HALF = "\ud800"  # of a character, which no answer can repeat
BODIES: tuple[Any, ...] = (
    *([], "text", 7, None, {}, {"entry": [[[[]]]]}, 1e308, [None] * 100),
    *(HALF, {HALF: HALF}, {"resourceType": "Bundle", "type": HALF}),
)
# What the table says once for each page and method. In each turn a field has something else of
# these; every fourth page is tried every time, in one turn.
ROWS = {(row.page, row.method, row.about): row for row in ACCESS}
ONE_IN = 4
CASES = [
    pytest.param(
        row,
        turn,
        marks=[pytest.mark.battery] * bool(turn or place % ONE_IN),
        id=f"{row.method} {row.page} {row.about.__name__}-{turn}",
    )
    for place, row in enumerate(ROWS.values())
    for turn in range(len(NONSENSE))
]


@pytest.mark.usefixtures("north", "noon")
@pytest.mark.parametrize(("row", "turn"), CASES)
def test_is_answered(row: Row, turn: int) -> None:
    eve = cast.eve()
    address = address_of(row, row.about(eve))

    answers = {
        (visitor, how): status
        for visitor in ("anonymous", "official", "citizen")
        for how, status in tried(row, address, visitor, eve, turn).items()
    }

    assert not {case: status for case, status in answers.items() if status >= 500}


def tried(row: Row, address: str, visitor: str, eve: Any, turn: int) -> dict[str, int]:
    """Return what a visitor is answered whose every field is nonsense; undo what they did."""
    with transaction.atomic():
        client = ENTRANCES[visitor](row, eve)
        client.raise_request_exception = False
        filled = {
            name: NONSENSE[(turn + place) % len(NONSENSE)]
            for place, name in enumerate(fields(row, client, address))
        }
        where = address.partition("?")[0]
        sent = {"query": client.generic(row.method, f"{where}?{urlencode(filled)}")}
        if row.method != "GET":
            sent["form"] = client.generic(row.method, address, urlencode(filled), FORM)
            for body in (filled, BODIES[turn % len(BODIES)]) if row.device else ():
                kind = f"JSON {type(body).__name__}"
                sent[kind] = client.generic(row.method, address, json.dumps(body), JSON)
            sent["NUL"] = client.generic(row.method, address, "q=%00", FORM)
            sent["bytes"] = client.generic(row.method, address, b"\xff\xfe{", JSON)
        transaction.set_rollback(True)
    caches["process"].clear()
    return {how: response.status_code for how, response in sent.items()}


FORM, JSON = "application/x-www-form-urlencoded", "application/json"


def fields(row: Row, client: Any, address: str) -> list[str]:
    """Return what is filled: the fields of the table, of the page, and of lists."""
    shown = client.get(address)
    text = b"" if shown.streaming else shown.content
    found = NAME.findall(text.decode(errors="replace"))
    return list(dict.fromkeys([*row.data, *found, *ASKED]))
