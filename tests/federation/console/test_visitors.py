"""A desk enrols visitors who have no home province, and serves them from then on."""

from __future__ import annotations

from typing import Any

import pytest

from federation.casework.models import Visitor
from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Match
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, registries
from tests.factories.registries import GRAN, SOUTHERN, InProcess, claimed
from tests.federation.casework import stories
from tests.pages import address, reader, words

from .desks import shown

HAS_A_HOME = "cannot be enrolled as a visitor"
EVE = {
    "kind": "passport",
    "number": "P12345678",
    "full_name": "Eve Visitor",
    "is_present": "on",
    "has_no_home": "on",
    "came_from": "Samarkand",
    "area": "110101",
}


@pytest.fixture(autouse=True)
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    stories.founded()
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def clerk() -> User:
    return stories.official("desk_clerk", "110100", unit="service centre")


def enrolled(by: User, **values: Any) -> Any:
    said = {name: value for name, value in {**EVE, **values}.items() if value}
    return reader(by).post(address("desk:visitor"), said, follow=True)


def of(entry: Any) -> dict[str, str]:
    return {"kind": entry.kind, "number": entry.number, "full_name": entry.name}


class TestEnrol:
    def test_is_found_from_the_desk(self, clerk: User) -> None:
        assert "Enrol a visitor who has no home province" in shown(clerk, "console:desk")

        said = shown(clerk, "desk:visitor")

        assert "North · South" in said

    def test_has_the_visitor_at_the_desk(self, clerk: User) -> None:
        said = words(enrolled(clerk, leaves_at="2026-11-20T10:00"))

        assert "Enrolled." in said
        assert "Eve Visitor" in said
        assert "A code on paper" in said
        visitor = Visitor.objects.get()
        assert (visitor.came_from, visitor.enrolled_by) == ("Samarkand", clerk)
        assert visitor.leaves_at is not None

    @pytest.mark.parametrize("missing", ["is_present", "has_no_home", "came_from"])
    def test_asks_for_all_of_it(self, clerk: User, missing: str) -> None:
        assert "There is a problem" in words(enrolled(clerk, **{missing: ""}))
        assert not Citizen.objects.exists()

    def test_is_in_the_clerks_own_areas(self, clerk: User) -> None:
        areas.area("110201")

        assert "Choose one of the answers shown" in words(enrolled(clerk, area="110201"))

    @pytest.mark.parametrize("resident", [GRAN, SOUTHERN], ids=["here", "of a member"])
    def test_is_not_for_who_has_a_home(self, clerk: User, resident: Any) -> None:
        assert HAS_A_HOME in words(enrolled(clerk, **of(resident)))
        assert not Citizen.objects.exists()

    def test_serves_whom_the_desk_knows_already(self, clerk: User) -> None:
        enrolled(clerk)

        assert "Eve Visitor" in words(enrolled(clerk))
        assert Citizen.objects.count() == 1

    def test_tells_of_who_is_out_of_reach_no_more_than_of_others(self, clerk: User) -> None:
        match = Match("", "110201", None, ())
        areas.area("110201")
        eve = {"kind": EVE["kind"], "number": EVE["number"], "full_name": EVE["full_name"]}
        citizens.enrol_matched(claimed(SOUTHERN, **eve), match, by=None, now=NOW)

        assert HAS_A_HOME in words(enrolled(clerk))
        assert not Visitor.objects.exists()

    def test_waits_for_a_registry_that_is_down(self, clerk: User, known: InProcess) -> None:
        known.is_down = True

        assert "does not answer just now" in words(enrolled(clerk))

    def test_is_budgeted(self, clerk: User, settings: Any) -> None:
        limits = {"actor": 1, "network": 9, "subject": 9, "spread": 9}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "desk": limits}
        enrolled(clerk)

        assert enrolled(clerk).status_code == 429
