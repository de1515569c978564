"""A zone is revised by two, and no form that a program sends signs what its official declared."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones.models import DivisionList, DivisionRisk, State, Version
from tests import cast
from tests.factories import zones
from tests.journeys.browser.conftest import Open, Visit
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.test_story_zone import looks
from tests.journeys.browser.two_hands import (
    FIRST,
    SECOND,
    Signature,
    is_recorded,
    log_of,
    refuses_a_colleague,
    seated,
    signs,
    sitting,
    takes_no_second_step,
)
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OWN = "You declared this zone; somebody else has to sign it."
LIST = "division_code,place,level,first_on,last_on\n110101,柳林村,high,2026-11-12,2026-11-14\n"
COLLEAGUE = "It was declared in your office; another office has to sign it."


@pytest.fixture
def in_force(story: Story) -> Version:
    """A zone of high risk that is in force."""
    with scope.province(cast.NORTH):
        seated("epidemiologist", "reviewer", at="110100")
        return zones.in_force(name_zh="柳林村", name_en="Willow village")


def revises(opened: Visit, version: Version) -> Signature:
    """Have Ann declare the zone anew, as one of low risk."""
    opened.open(f"console/zones/{version.pk}/")
    hand = Mouse(opened.page)
    hand.follow("Revise the zone")
    expect(opened.page.locator("#drawing-board[data-ready]")).to_be_visible()
    hand.pick("Level", "1")
    hand.pick("Reason", "cases_live_there")
    hand.pick("Law it rests on", "diseases_law")
    looks(opened, hand)
    hand.press("Hand the new version to another office to sign")
    expect(opened.page.get_by_role("status").first).to_contain_text("before another office")
    with scope.province(cast.NORTH):
        page = f"console/zones/{Version.objects.get(zone=version.zone, number=2).pk}/"
    return Signature(page, "Sign: put the zone into force", f"{page}sign/")


def test_a_revision_takes_over_by_another_office(in_force: Version, visit: Open) -> None:
    with sitting(visit, "ann") as opened:
        signature = revises(opened, in_force)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)

    signs(visit, signature, "Signed. The zone is in force, and statuses follow.")

    is_recorded(Event.ZONE_REVISED, Event.ZONE_COUNTERSIGNED)
    with scope.province(cast.NORTH):
        made = Version.objects.get(zone=in_force.zone, number=2)
        assert (made.state, made.level) == (State.IN_FORCE, 1)
        assert (made.declared_unit, made.signed_unit) == (FIRST, SECOND)


@pytest.mark.battery
def test_a_revision_that_is_refused_leaves_the_zone_as_it_was(
    in_force: Version, visit: Open
) -> None:
    with sitting(visit, "ann") as opened:
        signature = revises(opened, in_force)

        refused = Signature(signature.page, "Refuse: the zone gets no effect", "")
        because = {"Why you refuse": "The cases live there still."}
        signs(visit, refused, "Refused. The zone has no effect.", because=because)

        opened.open(signature.page)
        expect(opened.page.get_by_role("main")).to_contain_text("The cases live there still.")
    is_recorded(Event.ZONE_REVISED, Event.ZONE_REFUSED)
    with scope.province(cast.NORTH):
        versions = Version.objects.filter(zone=in_force.zone).order_by("number")
        assert [each.state for each in versions] == [State.IN_FORCE, State.REFUSED]


def brings(opened: Visit) -> Signature:
    """Have Ann bring an official list that names a place of the county."""
    opened.open("console/zones/lists/")
    hand = Mouse(opened.page)
    hand.say("What the list is called, and of whom it is", "State Council, 13 November")
    opened.page.locator("#id_file").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    hand.press("Hand the list to another office to sign")
    expect(opened.page.get_by_role("main")).to_contain_text("before another office has signed")
    with scope.province(cast.NORTH):
        page = f"console/zones/lists/{DivisionList.objects.get().pk}/"
    return Signature(page, "Sign: have its days count", f"{page}sign/")


@pytest.mark.four_eyes("zones.DivisionList")
def test_a_list_of_divisions_counts_by_another_office(in_force: Version, visit: Open) -> None:
    with sitting(visit, "ann") as opened:
        signature = brings(opened)
        takes_no_second_step(opened, signature, "You brought this list;")
    refuses_a_colleague(signature, "It was brought by your office;")
    with scope.province(cast.NORTH):
        assert not DivisionRisk.objects.exists()

    signs(visit, signature, "Signed. Its days count, and statuses follow.")

    with scope.province(cast.NORTH):
        listed = DivisionList.objects.get()
        assert (listed.state, listed.imported_unit) == (State.IN_FORCE, FIRST)
        assert listed.signed_unit == SECOND
        assert DivisionRisk.objects.get().division_code == "110101"
    said = log_of(Event.DIVISIONS_IMPORTED)
    assert " Ann " in said
    assert " Bea " in said
