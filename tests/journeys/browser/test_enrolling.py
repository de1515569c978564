"""From nothing to a status: enrol by a code, act for a child, be served at a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.citizens.models import Citizen, Mandate
from provinces.citizens.services import codes
from provinces.tenancy import scope
from sample.registry.books import Entry
from tests import cast
from tests.cast import NOW
from tests.factories import areas, offices, users
from tests.factories.registries import GRAN, MOTHER, SON, InProcess
from tests.journeys.browser.conftest import Look, Open, Visit, looked_at_by_turns
from tests.journeys.browser.test_pages import fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [Look("zh-CN", 390), Look("en-GB", 1280), Look("zh-CN", 1280, "dark")]
CITIZENS = (
    *("mandates/", "mandates/ask/", "mandates/give/", "mandates/request/"),
    *("declarations/", "places/", "profile/", "profile/contact/"),
)


def sent(known: InProcess) -> str:
    """Do what the worker does; return the code that somebody reads on their phone."""
    with scope.province(cast.NORTH):
        for number in codes.pending(NOW):
            codes.send(number, now=NOW)
    return known.code()


def say(opened: Visit, entry: Entry) -> None:
    """Fill in who somebody is."""
    page = opened.page
    page.get_by_label("Document", exact=True).select_option(entry.kind)
    page.get_by_label("Document number").fill(entry.number)
    page.get_by_label("Name, as it stands in the document").fill(entry.name)


def test_enrols_and_acts_for_a_child(known: InProcess, visit: Open) -> None:
    with visit(Look("en-GB")) as opened:
        page = opened.page
        opened.open("enrol/")
        say(opened, MOTHER)
        page.get_by_role("button", name="Send the code").click()
        page.get_by_label("Code").fill(sent(known))
        page.get_by_role("button", name="Continue").click()
        page.get_by_label("E-mail address and phone number").check()
        page.get_by_label("Name to sign in by").fill("fang.wang")
        page.get_by_label("Password").fill("plum blossom in snow")
        page.get_by_role("button", name="Enrol").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Green")

        opened.open("mandates/ask/")
        page.get_by_label("You would act").select_option("child")
        say(opened, SON)
        page.get_by_role("button", name="Send the code").click()
        page.get_by_label("Code").fill(sent(known))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("main")).to_contain_text(SON.name)
        opened.open("status/")
        expect(page.get_by_role("main")).to_contain_text(f"You act for {SON.name}, who is told.")
    with scope.province(cast.NORTH):
        assert Mandate.objects.get().holder.user.username == "fang.wang"


def test_is_served_at_a_desk(known: InProcess, visit: Open) -> None:
    with scope.province(cast.NORTH):
        clerk = users.user("clerk")
        offices.office(clerk, areas.area("110101"), "desk_clerk", now=NOW)
    with visit(Look("en-GB")) as opened:
        page = opened.page
        opened.sign_in("clerk")
        opened.open("console/desk/")
        say(opened, GRAN)
        page.get_by_label("The person is present").check()
        page.get_by_role("button", name="Find").click()
        page.get_by_role("button", name="Enrol").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(GRAN.name)
        page.get_by_role("button", name="Print a letter").click()
        expect(page.get_by_role("main")).to_contain_text("Number of the letter")
    with scope.province(cast.NORTH):
        assert Citizen.objects.filter(identity__isnull=False).exists()


@pytest.mark.parametrize("look", looked_at_by_turns(LOOKS), ids=str)
def test_pages_fit(known: InProcess, visit: Open, look: Look) -> None:
    with visit(look) as opened:
        for path in ("enrol/", "enrol/letter/"):
            opened.open(path)
            fits(opened, f"{look}-{path.strip('/').replace('/', '-')}")
        opened.sign_in("eve")
        for path in CITIZENS:
            opened.open(path)
            fits(opened, f"{look}-{path.strip('/').replace('/', '-')}")
