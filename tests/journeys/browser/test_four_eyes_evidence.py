"""Evidence is filed in one office and counts by another; what is held takes a third one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.citizens.models import Citizen
from provinces.evidence.models import Batch, Evidence, Hold
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals, areas, citizens, offices, users
from tests.journeys.browser.conftest import Open, Visit
from tests.journeys.browser.hands import Mouse
from tests.journeys.browser.two_hands import (
    FIRST,
    SECOND,
    Signature,
    is_recorded,
    refuses_a_colleague,
    seated,
    signs,
    sitting,
    takes_no_second_step,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROVINCE = "110000"
THIRD = "third office"
OWN = "You have a hand in this already; somebody else has to decide."
COLLEAGUE = "Your office has a hand in this already; another office has to decide."
APPROVE = "Approve: it counts from now on"
APPROVED = "Approved. It is in force, and the status follows."
WHY = {
    "source_reference": "report 2026-1114-07",
    "authority": "CDC of Anping",
    "legal_basis": "Infectious Diseases Law, article 39",
}
MOMENTS = {"happened_at": "2026-11-14T08:00", "expires_at": "2026-11-21T08:00"}
CASE = {"case_reference": "CASE-110101-0001", "method": "interview"}
MINE = "console/evidence/mine/"


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """Rules that hold a close contact, and a third office beside the two."""
    with scope.province(cast.NORTH):
        areas.area(PROVINCE, name_zh="北省", name_en="North")
        areas.area("110101", name_zh="东城区", name_en="Dongcheng")
        appeals.contact_rules()
        dee = users.user("dee", full_name="Dee")
        offices.office(dee, areas.area(PROVINCE), "reviewer", unit=THIRD, now=cast.NOW)


@pytest.fixture
def eve(story: None) -> Citizen:
    with scope.province(cast.NORTH):
        return cast.eve()


def offices_of_two(signs_as: str = "reviewer") -> None:
    with scope.province(cast.NORTH):
        seated("epidemiologist", signs_as, at=PROVINCE)


def status_of(citizen: Citizen) -> str:
    with scope.province(cast.NORTH):
        return appeals.status(citizen)


def files(opened: Visit, citizen: Citizen) -> Signature:
    """Have Ann file that somebody is a close contact."""
    opened.open(f"console/evidence/about/{citizen.reference}/")
    hand = Mouse(opened.page)
    hand.follow("Close contact")
    for name, text in {**MOMENTS, **CASE, **WHY}.items():
        opened.page.locator(f"[name={name}]").fill(text)
    hand.press("File it")
    with scope.province(cast.NORTH):
        page = f"console/evidence/waiting/{Evidence.objects.get().pk}/"
    return Signature(page, APPROVE, f"{page}approve/")


@pytest.mark.four_eyes("evidence.Evidence")
def test_a_piece_counts_by_another_office_and_its_person_sees_who_looked(
    eve: Citizen, visit: Open
) -> None:
    offices_of_two()
    with sitting(visit, "ann") as opened:
        signature = files(opened, eve)
        expect(opened.page.get_by_role("status")).to_contain_text("before another office")
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)
    assert status_of(eve) == "green"

    signs(visit, signature, APPROVED)

    is_recorded(Event.EVIDENCE_PROPOSED, Event.EVIDENCE_APPROVED)
    assert status_of(eve) == "red"
    with sitting(visit, "eve", "my-data/") as opened:
        main = opened.page.get_by_role("main")
        expect(main).to_contain_text(FIRST)
        expect(main).to_contain_text(SECOND)


def test_a_piece_that_is_rejected_never_counts_and_who_filed_it_reads_why(
    eve: Citizen, visit: Open
) -> None:
    offices_of_two()
    with sitting(visit, "ann") as opened:
        signature = files(opened, eve)

        rejected = Signature(signature.page, "Reject: it never gets any effect", "")
        because = {"Why you reject it": "The paper names somebody else."}
        signs(visit, rejected, "Rejected. It never had any effect.", because=because)

        opened.open(MINE)
        expect(opened.page.get_by_role("main")).to_contain_text("The paper names somebody else.")
    is_recorded(Event.EVIDENCE_PROPOSED, Event.EVIDENCE_REJECTED)
    assert status_of(eve) == "green"


def files_a_list(opened: Visit, *people: Citizen) -> Signature:
    """Have Ann upload a list of close contacts, look at it, and file it."""
    head = "reference,happened_at,expires_at,case_reference,method"
    lines = [
        f"{each.reference},2026-11-14 08:00,2026-11-21 08:00,case of {each.reference},call"
        for each in people
    ]
    opened.open("console/evidence/import/")
    hand = Mouse(opened.page)
    hand.pick("What the list is about", "close_contact")
    for name, text in WHY.items():
        opened.page.locator(f"[name={name}]").fill(text)
    content = "\r\n".join([head, *lines]).encode()
    opened.page.locator("#id_file").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content}
    )
    hand.press("Show what it comes to")
    hand.press("File the list")
    with scope.province(cast.NORTH):
        page = f"console/evidence/lists/{Batch.objects.get().pk}/"
    return Signature(page, "Approve the whole list", f"{page}approve/")


def a_list_of_two(eve: Citizen, opened: Visit) -> tuple[Signature, list[Citizen]]:
    with scope.province(cast.NORTH):
        people = [eve, citizens.citizen()]
    return files_a_list(opened, *people), people


def test_a_list_counts_as_a_whole_by_another_office(eve: Citizen, visit: Open) -> None:
    offices_of_two()
    with sitting(visit, "ann") as opened:
        signature, people = a_list_of_two(eve, opened)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)

    signs(visit, signature, APPROVED)

    is_recorded(Event.EVIDENCE_PROPOSED, Event.EVIDENCE_APPROVED)
    assert [status_of(each) for each in people] == ["red", "red"]


@pytest.mark.battery
def test_a_list_that_is_rejected_never_counts(eve: Citizen, visit: Open) -> None:
    offices_of_two()
    with sitting(visit, "ann") as opened:
        signature, people = a_list_of_two(eve, opened)

        rejected = Signature(signature.page, "Reject: it never gets any effect", "")
        because = {"Why you reject it": "These lines are of another city."}
        signs(visit, rejected, "Rejected. It never had any effect.", because=because)

        opened.open(MINE)
        expect(opened.page.get_by_role("main")).to_contain_text("These lines are of another city.")
    assert [status_of(each) for each in people] == ["green", "green"]


def is_held(eve: Citizen, opened: Visit, settings: Any) -> tuple[Signature, Signature]:
    """Have what Ann files be held; return how it is signed, and how it is released."""
    settings.EVIDENCE_UNLINKED_DAY = 0
    signature = files(opened, eve)
    expect(opened.page.get_by_role("status")).to_contain_text("Filed, and held")
    with scope.province(cast.NORTH):
        page = f"console/holds/{Hold.objects.get().pk}/"
    said = {"because": "the papers bear it out"}
    return signature, Signature(page, "Release it", f"{page}release/", said)


@pytest.mark.four_eyes("evidence.Hold")
def test_what_is_held_is_released_by_a_second_body_and_signed_by_a_third(
    eve: Citizen, visit: Open, settings: Any
) -> None:
    offices_of_two("high_reviewer")
    with sitting(visit, "ann") as opened:
        signature, release = is_held(eve, opened, settings)
        takes_no_second_step(opened, release, OWN)
    refuses_a_colleague(release, COLLEAGUE)
    refuses_a_colleague(signature, COLLEAGUE)

    because = {"Why, in either case": "the papers bear it out"}
    signs(visit, release, "Released. It can be approved now, by a third office.", because=because)
    with sitting(visit, "bea") as opened:
        takes_no_second_step(opened, signature, OWN)
    assert status_of(eve) == "green"
    signs(visit, signature, APPROVED, name="dee")

    is_recorded(Event.EVIDENCE_PROPOSED, Event.EVIDENCE_HOLD_RELEASED)
    assert status_of(eve) == "red"
    with scope.province(cast.NORTH):
        piece = Evidence.objects.get()
        assert (piece.proposed_unit, piece.approved_unit) == (FIRST, THIRD)


@pytest.mark.battery
def test_what_is_held_is_refused_for_good_with_a_reason(
    eve: Citizen, visit: Open, settings: Any
) -> None:
    offices_of_two("high_reviewer")
    with sitting(visit, "ann") as opened:
        _, release = is_held(eve, opened, settings)

        refused = Signature(release.page, "Refuse all of it", "")
        because = {"Why, in either case": "No case was ever there."}
        signs(visit, refused, "Refused, for good.", because=because)

        opened.open(MINE)
        expect(opened.page.get_by_role("main")).to_contain_text("No case was ever there.")
    is_recorded(Event.EVIDENCE_PROPOSED, Event.EVIDENCE_HOLD_REFUSED)
    assert status_of(eve) == "green"
