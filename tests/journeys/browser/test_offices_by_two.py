"""Two officials of different units change an office in the browser; one of the same may not."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.accounts.models import User
from provinces.jurisdictions import queries
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, changes, offices
from tests.journeys.browser.conftest import Look, Open, Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """Ada in office, two who decide about offices, and an accomplice in both of their units."""
    with scope.province(cast.NORTH):
        cast.ada()
        changes.granter(username="pia", full_name="Pia Personnel")
        changes.granter(changes.INSPECTION, username="quin", full_name="Quin Inspector")
        both = changes.granter(changes.INSPECTION, username="rob")
        offices.office(both, areas.area(), "reviewer", unit=changes.PERSONNEL, now=cast.NOW)


def decide(opened: Visit, name: str) -> None:
    opened.sign_in(name)
    opened.page.get_by_role("link", name="Changes of offices to sign").click()
    opened.page.get_by_role("link", name="End an office").click()
    opened.page.get_by_role("button", name="Sign: it counts from now on").click()


def test_an_office_is_ended_by_two(story: None, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("pia")
        opened.page.get_by_role("link", name="Offices and people").first.click()
        opened.page.get_by_role("link", name="ada", exact=True).click()
        opened.page.get_by_text("Propose a change").click()
        opened.page.get_by_role("button", name="Propose to end it").click()
        expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")

    with visit(ENGLISH) as opened:
        opened.sign_in("rob")
        expect(opened.page.locator("main")).not_to_contain_text("Changes of offices to sign")
        opened.open("console/offices/changes/")
        opened.page.get_by_role("link", name="End an office").click()
        expect(opened.page.get_by_role("button", name="Sign:")).to_have_count(0)

    with visit(ENGLISH) as opened:
        decide(opened, "quin")
        expect(opened.page.get_by_role("status")).to_contain_text("Signed.")
        assert opened.barriers() == []
        opened.keep("office-change-signed")

    with scope.province(cast.NORTH):
        ada = User.objects.get(username="ada")
        assert queries.powers_of(ada, cast.NOW) == frozenset()
