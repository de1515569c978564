"""Records: opened in an emergency, marked, or opened with a consent, each by two offices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.citizens.models import Admission, Citizen, Emergency, Lifting, Protection
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, records, users
from tests.factories.records import WHO, WHY
from tests.journeys.browser.conftest import Open, Visit
from tests.journeys.browser.hands import Mouse, button
from tests.journeys.browser.two_hands import (
    BESIDES,
    FIRST,
    SECOND,
    Signature,
    finds_nothing,
    is_recorded,
    refuses_a_colleague,
    seat,
    seated,
    signs,
    sitting,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CITY, ELSEWHERE = "110100", "110201"
FOUND = "The ward has no record of her that night."
COLLEAGUE = "It was begun in your office; another office has to decide."
CONSENTS = "console/people/consents/"
ASK = "console/people/consents/ask/"
EMERGENCIES = "console/people/emergencies/"


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """The city of those who look after people, and of those who judge that."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area(CITY, name_zh="安平市", name_en="Anping")
        seated("case_officer", "reviewer", at=CITY)


def eve(code: str = "110101") -> Citizen:
    with scope.province(cast.NORTH):
        return records.somebody(code, user=users.user("eve"))


def record_of(citizen: Citizen) -> str:
    return f"console/people/one/{citizen.reference}/?purpose=care"


def opens_in_an_emergency(opened: Visit, citizen: Citizen) -> Signature:
    hand = Mouse(opened.page)
    hand.pick("What for", "care")
    hand.say("Reference, if you have it", citizen.reference)
    hand.pick("Reason", "life")
    hand.say("What has happened, in a sentence or two", WHY)
    hand.press("Open it, and have the person told")
    expect(opened.page.get_by_role("main")).to_contain_text(WHO.full_name)
    with scope.province(cast.NORTH):
        page = f"{EMERGENCIES}{Emergency.objects.get().pk}/"
    said = {"verdict": "justified", "finding": FOUND}
    return Signature(page, "Judge it, and have the person told", f"{page}judge/", said)


@pytest.mark.four_eyes("citizens.Emergency")
@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        ("Justified", "it was justified"),
        pytest.param("There was no emergency", "there was none", marks=pytest.mark.battery),
    ],
)
def test_an_emergency_is_judged_by_another_office_and_its_person_reads_so(
    verdict: str, told: str, story: None, visit: Open
) -> None:
    patient = eve(ELSEWHERE)
    with sitting(visit, "ann", f"{EMERGENCIES}open/") as opened:
        signature = opens_in_an_emergency(opened, patient)
        finds_nothing(opened, signature, EMERGENCIES)
    refuses_a_colleague(signature, COLLEAGUE)

    with sitting(visit, "bea", signature.page) as opened:
        hand = Mouse(opened.page)
        hand.tick(verdict)
        hand.say("Why, in a sentence or two", FOUND)
        hand.press(signature.button)
        expect(opened.page.get_by_role("status")).to_contain_text("Judged. The person is told.")

    is_recorded(Event.EMERGENCY_OPENED, Event.EMERGENCY_JUDGED)
    with scope.province(cast.NORTH):
        made = Emergency.objects.get()
        assert (made.opened_unit, made.reviewed_unit) == (FIRST, SECOND)
    with sitting(visit, "eve", "my-data/") as opened:
        main = opened.page.get_by_role("main")
        expect(main).to_contain_text(f"Case officer {FIRST}")
        expect(main).to_contain_text("Your record was opened in an emergency, for three hours.")
        opened.open("status/")
        expect(main).to_contain_text(f"{SECOND} looked into it: {told}")


def proposes_a_mark(opened: Visit, citizen: Citizen) -> Signature:
    hand = Mouse(opened.page)
    hand.say("Reference", citizen.reference)
    opened.page.locator("#why").select_option("violence")
    hand.press("Propose it")
    expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")
    with scope.province(cast.NORTH):
        key = Protection.objects.get().pk
    return Signature(CONSENTS, "Sign it", f"console/people/marks/{key}/sign/")


@pytest.mark.four_eyes("citizens.Protection")
def test_a_mark_takes_another_office_and_shuts_the_record_to_who_proposed_it(
    story: None, visit: Open
) -> None:
    witness = eve()
    with sitting(visit, "ann", ASK) as opened:
        signature = proposes_a_mark(opened, witness)
        finds_nothing(opened, signature, CONSENTS)
        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).to_contain_text(WHO.full_name)
        refuses_a_colleague(signature, COLLEAGUE)

        signs(visit, signature, "Signed. Their record is opened with a second official's consent")

        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).not_to_contain_text(WHO.full_name)
    is_recorded(Event.PROTECTION_PROPOSED, Event.PROTECTION_SIGNED)
    with scope.province(cast.NORTH):
        made = Protection.objects.get()
        assert (made.proposed_unit, made.signed_unit) == (FIRST, SECOND)


@pytest.mark.battery
def test_a_mark_that_is_turned_down_changes_nothing(story: None, visit: Open) -> None:
    witness = eve()
    with sitting(visit, "ann", ASK) as opened:
        proposes_a_mark(opened, witness)

        turned_down = Signature(CONSENTS, "Turn it down", "")
        signs(visit, turned_down, "Refused. Nothing changes.")

        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).to_contain_text(WHO.full_name)
    is_recorded(Event.PROTECTION_PROPOSED, Event.PROTECTION_REFUSED)


def marked() -> Citizen:
    """Return somebody with a mark that counts; Dan may end it, of Ann's first office."""
    marked = eve()
    with scope.province(cast.NORTH):
        records.protected(marked, now=cast.NOW - timedelta(hours=2))
        seat("dan", "reviewer", CITY, FIRST)
    return marked


def proposes_to_end_it(opened: Visit) -> Signature:
    opened.page.get_by_label("Why it should end:").select_option("over")
    Mouse(opened.page).press("Propose to end it")
    expect(opened.page.get_by_role("status")).to_contain_text("Proposed. It stays as it is")
    with scope.province(cast.NORTH):
        key = Lifting.objects.get().pk
    return Signature(CONSENTS, "Sign: it ends now", f"console/people/liftings/{key}/sign/")


@pytest.mark.four_eyes("citizens.Lifting")
def test_a_mark_is_ended_early_by_another_office_and_its_person_reads_so(
    story: None, visit: Open
) -> None:
    witness = marked()
    with sitting(visit, "ann", CONSENTS) as opened:
        signature = proposes_to_end_it(opened)
        finds_nothing(opened, signature, CONSENTS)
        expect(button(opened.page, signature.button)).to_have_count(0)
        opened.open(record_of(witness))
        main = opened.page.get_by_role("main")
        expect(main).not_to_contain_text(WHO.full_name)
        refuses_a_colleague(signature, COLLEAGUE)
        refuses_a_colleague(signature, COLLEAGUE, name="dan")

        signs(visit, signature, "Signed. Their record is opened as any other from now on")

        opened.open(record_of(witness))
        expect(main).to_contain_text(WHO.full_name)
    is_recorded(Event.LIFTING_PROPOSED, Event.PROTECTION_LIFTED)
    with scope.province(cast.NORTH):
        made = Lifting.objects.get()
        assert (made.proposed_unit, made.signed_unit) == (BESIDES, SECOND)
    with sitting(visit, "eve", "my-data/") as opened:
        ended = f"Ended early by {BESIDES} and {SECOND}: The danger is over"
        expect(opened.page.get_by_role("main")).to_contain_text(ended)


@pytest.mark.battery
def test_a_mark_that_is_left_as_it_is_shuts_the_record_still(story: None, visit: Open) -> None:
    witness = marked()
    with sitting(visit, "ann", CONSENTS) as opened:
        proposes_to_end_it(opened)

        signs(visit, Signature(CONSENTS, "Leave it as it is", ""), "Refused. Nothing changes.")

        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).not_to_contain_text(WHO.full_name)
    is_recorded(Event.LIFTING_PROPOSED, Event.LIFTING_REFUSED)


def asks(opened: Visit, citizen: Citizen) -> Signature:
    hand = Mouse(opened.page)
    hand.pick("What for", "care")
    hand.say("Reference, if you have it", citizen.reference)
    hand.say("Why you have to open it, for the second official to judge", WHY)
    hand.press("Ask for consent")
    expect(opened.page.get_by_role("status")).to_contain_text("Asked.")
    with scope.province(cast.NORTH):
        key = Admission.objects.get().pk
    return Signature(CONSENTS, "Let them, for an hour", f"{CONSENTS}{key}/give/")


@pytest.mark.four_eyes("citizens.Admission")
def test_a_protected_record_is_opened_with_another_offices_consent(
    story: None, visit: Open
) -> None:
    witness = eve()
    with scope.province(cast.NORTH):
        records.protected(witness)
    with sitting(visit, "ann", ASK) as opened:
        signature = asks(opened, witness)
        finds_nothing(opened, signature, CONSENTS)
        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).not_to_contain_text(WHO.full_name)
        refuses_a_colleague(signature, COLLEAGUE)

        signs(visit, signature, "They can open the record for an hour.")

        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).to_contain_text(WHO.full_name)
    is_recorded(Event.ADMISSION_ASKED, Event.ADMISSION_GIVEN)
    with sitting(visit, "eve", "my-data/") as opened:
        expect(opened.page.get_by_role("main")).to_contain_text(f"Case officer {FIRST}")


@pytest.mark.battery
def test_without_consent_a_protected_record_stays_shut(story: None, visit: Open) -> None:
    witness = eve()
    with scope.province(cast.NORTH):
        records.protected(witness)
    with sitting(visit, "ann", ASK) as opened:
        asks(opened, witness)

        signs(visit, Signature(CONSENTS, "Do not let them", ""), "Refused. They cannot open it.")

        opened.open(record_of(witness))
        expect(opened.page.get_by_role("main")).not_to_contain_text(WHO.full_name)
    is_recorded(Event.ADMISSION_ASKED, Event.ADMISSION_REFUSED)
