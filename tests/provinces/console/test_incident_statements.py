"""How many statements each page of incidents costs, however much there is to show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.oversight.switching.parts import CAN_BE_OFF
from tests import statements
from tests.client import ProvinceClient
from tests.factories import citizens, incidents
from tests.pages import address, reader

COUNTED = {
    "console:switches": 8,
    "console:breaches": 8,
    "console:breach-open": 6,
    "console:breach": 9,
    "console:lawful": 6,
    "console:lawful-receive": 5,
    "console:lawful-request": 6,
    "portal:service": 3,
    "portal:accountable": 4,
}


def some(eve: Citizen, count: int) -> tuple[str, str]:
    """Have so much of everything there; return what a request and a breach are called."""
    suspect, by = incidents.reader(), incidents.on_call()
    for part in CAN_BE_OFF[:count]:
        incidents.off(part, by=by)
    people = [citizens.citizen(area=eve.area) for _ in range(count)]
    incidents.looked(suspect, eve, *people)
    requests = [incidents.received(each, by=incidents.legal("their office")) for each in people]
    breaches = [incidents.breach(suspect, by=by) for _ in range(count)]
    return requests[0].reference, breaches[0].reference


def costs(page: str, reader_of: Callable[[], User | None], eve: Citizen, count: int) -> int:
    request, breach = some(eve, count)
    named = {"console:lawful-request": [request], "console:breach": [breach]}
    where, user = address(page, *named.get(page, [])), reader_of()
    client = ProvinceClient() if user is None else reader(user)
    client.get(where)  # what a session and a process remember is remembered
    return len(statements.run_by(lambda: client.get(where)))


READERS: dict[str, Callable[[], User | None]] = {
    "switch": incidents.on_call,
    "breach": incidents.on_call,
    "lawful": incidents.legal,
}


def reader_of(page: str) -> Callable[[], User | None]:
    return next((who for key, who in READERS.items() if key in page), lambda: None)


@pytest.mark.parametrize("page", COUNTED)
class TestPages:
    def test_cost_what_is_committed(self, page: str, eve: Citizen) -> None:
        assert costs(page, reader_of(page), eve, 1) == COUNTED[page]

    def test_cost_no_more_where_there_is_more(self, page: str, eve: Citizen) -> None:
        assert costs(page, reader_of(page), eve, 4) == COUNTED[page]
