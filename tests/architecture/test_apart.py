"""Auditors and contractors meet at every URL what their powers say, and nothing besides.

The access table has those who see people and those who do not; here are the two who see everything
that is done, and all machines, and nobody's record.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver

from provinces.citizens.models import Citizen
from provinces.console.official import ANY_OFFICE, OfficialView
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import AUDITOR, OPERATIONS_CONTRACTOR, Role
from tests import cast
from tests.architecture import urls
from tests.architecture.access import ACCESS
from tests.architecture.access.rows import Row
from tests.architecture.test_access import address_of, answer
from tests.architecture.visitors import ENTRANCES, holding, seated
from tests.pages import noon  # noqa: F401  a fixture
from tests.worlds import World, fresh

ROWS = list({(row.page, row.method): row for row in ACCESS}.values())
# Every third page is tried every time.
ONE_IN = 3
CASES = [
    pytest.param(
        row, marks=[pytest.mark.battery] * bool(place % ONE_IN), id=f"{row.method} {row.page}"
    )
    for place, row in enumerate(ROWS)
]
ROLES: tuple[Role, ...] = (AUDITOR, OPERATIONS_CONTRACTOR)
# Powers over a person's record, whatever of it.
OF_PEOPLE = {Power.VIEW_PERSON, Power.ENROL_PERSON, Power.BREAK_GLASS, Power.PROPOSE_EVIDENCE}


def power_of(row: Row) -> str | None:
    """Return the power that a page of officials asks for, None for other pages."""
    view = VIEWS.get(row.page)
    kind = getattr(view, "view_class", None)
    return kind.power if kind and issubclass(kind, OfficialView) else None


def _views(resolver: Any, names: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            found |= _views(entry, inner)
        else:
            found[f"{names}{entry.name}"] = entry.callback
    return found


VIEWS = _views(get_resolver(urls.PROVINCE))


@pytest.fixture(scope="class")
def eve_of_all(world: World) -> Citizen:
    """Eve, in a province where the two sit."""
    with world.making(now=cast.NOW):
        for role in ROLES:
            seated(role.key, "110000")
        return cast.eve()


@pytest.mark.usefixtures("north", "noon")
class TestAnswer:
    @pytest.mark.parametrize("row", CASES)
    def test_is_what_their_powers_say(
        self, eve_of_all: Citizen, row: Row, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        eve = fresh(eve_of_all)
        address = address_of(row, row.about(eve))
        for role in ROLES:
            monkeypatch.setitem(ENTRANCES, role.key, holding(role.key))

        answers = {role.key: answer(row, address, role.key, eve) for role in ROLES}

        power = power_of(row)
        for role in ROLES:
            if power is None:
                assert answers[role.key] == row.answers["powerless"]
            elif power == ANY_OFFICE or power in role.powers:
                assert answers[role.key] < "500"
            else:
                assert answers[role.key] == "403"


def test_hold_no_power_over_people() -> None:
    assert not OF_PEOPLE & (AUDITOR.powers | OPERATIONS_CONTRACTOR.powers)
