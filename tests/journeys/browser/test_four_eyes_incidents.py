"""Switches, breaches, legal requests and freezes: begun in one office, done by another."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.notices.models import Notice
from provinces.oversight.models import Breach, Freeze, LawfulRequest, Switch, SwitchChange
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, evidence, incidents
from tests.factories.incidents import HOUR, NOW
from tests.journeys.browser.conftest import Open
from tests.journeys.browser.hands import HANDS, Keys, Mouse
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

Kind = SwitchChange.Kind
PROPOSE = {Kind.PROLONG: "Propose to prolong it", Kind.END: "Propose to switch it on"}
EVENTS = {Kind.PROLONG: Event.SWITCH_PROLONGED, Kind.END: Event.SWITCHED_ON}


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """The places of the north."""
    with scope.province(cast.NORTH):
        areas.area("110000", name_zh="北省", name_en="North")
        areas.area("110100", name_zh="安平市", name_en="Anping")


def switched_off() -> Switch:
    with scope.province(cast.NORTH):
        seated("incident_officer", "incident_officer")
        return incidents.off()


def change_of(kind: str, page: Open, hand: type[Keys] | type[Mouse] = Mouse) -> Signature:
    """Have Ann propose a change of what is off, and be kept from signing it."""
    with sitting(page, "ann", "console/switches/") as opened:
        fingers = hand(opened.page)
        fingers.pick("From now on for", "240")
        fingers.press(PROPOSE[Kind(kind)])
        expect(opened.page.get_by_role("status")).to_contain_text("Proposed.")
        with scope.province(cast.NORTH):
            key = SwitchChange.objects.get().pk
        signature = Signature("console/switches/", "Sign", f"console/switches/changes/{key}/sign/")
        takes_no_second_step(opened, signature, "You proposed it; somebody else has to sign it.")
    refuses_a_colleague(signature, "It was proposed in your office; another office has to sign it.")
    return signature


@pytest.mark.four_eyes("oversight.SwitchChange")
@pytest.mark.parametrize("kind", list(Kind))
def test_a_switch_is_changed_by_two(kind: str, story: None, visit: Open) -> None:
    switch = switched_off()

    signs(visit, change_of(kind, visit), "Signed. Every server obeys within seconds.")

    is_recorded(Event.SWITCH_CHANGE_PROPOSED, EVENTS[Kind(kind)])
    with scope.province(cast.NORTH):
        switch.refresh_from_db()
        until = NOW + 4 * HOUR if kind == Kind.PROLONG else NOW + HOUR
        assert (switch.until, switch.is_off(NOW)) == (until, kind == Kind.PROLONG)


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: hand.__name__)
def test_a_switch_stays_as_it_is_where_another_office_turns_the_change_down(
    hand: type[Keys] | type[Mouse], story: None, visit: Open
) -> None:
    switch = switched_off()
    change_of(Kind.PROLONG, visit, hand)

    with sitting(visit, "bea", "console/switches/") as opened:
        hand(opened.page).press("Turn it down")
        said = "Turned down. It stays off until the time it says."
        expect(opened.page.get_by_role("status")).to_contain_text(said)

    is_recorded(Event.SWITCH_CHANGE_PROPOSED, Event.SWITCH_CHANGE_REFUSED)
    with scope.province(cast.NORTH):
        switch.refresh_from_db()
        assert switch.until == NOW + HOUR


@pytest.mark.four_eyes("oversight.Breach")
def test_a_breach_is_closed_by_another_office_than_the_one_that_says_what_was_done(
    story: None, visit: Open
) -> None:
    with scope.province(cast.NORTH):
        seated("incident_officer", "incident_officer")
        eve, suspect = cast.eve(), incidents.reader()
        incidents.looked(suspect, eve)
        breach = incidents.breach(suspect)
    page = f"console/breaches/{breach.reference}/"
    with sitting(visit, "ann", page) as opened:
        hand = Mouse(opened.page)
        hand.press("Tell 1 person now")
        opened.page.get_by_role("checkbox").first.check()
        hand.press("Say so; another office closes it")
        expect(opened.page.get_by_role("status")).to_contain_text("Noted.")
        signature = Signature(page, "Close it", f"{page}close/")
        said = "You said what was done; somebody else closes it."
        takes_no_second_step(opened, signature, said)
    refuses_a_colleague(
        signature, "It was said in your office what was done; another office closes it."
    )

    signs(visit, signature, "Closed.")

    is_recorded(Event.BREACH_CLOSING_PROPOSED, Event.BREACH_CLOSED)
    with scope.province(cast.NORTH):
        closed = Breach.objects.get()
        assert (closed.proposed_unit, closed.closed_unit) == (FIRST, SECOND)
        assert Notice.objects.get().citizen == eve


def received(visit: Open) -> Signature:
    """Have Ann receive what a court asks about Eve, and be kept from examining it."""
    with scope.province(cast.NORTH):
        seated("legal_officer", "legal_officer", at="110100")
        eve = cast.eve()
    with sitting(visit, "ann", "console/lawful/receive/") as opened:
        hand = Mouse(opened.page)
        hand.say("Reference of the person", eve.reference)
        hand.pick("Who asks", "court")
        hand.say("Its name", "Anping Court")
        hand.pick("By which law", "civil_procedure_70")
        hand.say("Number of its order", "(2026) 118")
        opened.page.locator("[name=fields_asked][value=results]").check()
        opened.page.locator("[name=first]").fill("2026-11-05")
        opened.page.locator("[name=last]").fill("2026-11-14")
        hand.press("Receive it")
        expect(opened.page.get_by_role("status")).to_contain_text("Received.")
        page = opened.page.url.partition(f"/p/{cast.NORTH}/")[2]
        granted = {
            "fields_granted": "results",
            "first": "2026-11-10",
            "last": "2026-11-14",
            "days": "7",
        }
        signature = Signature(page, "Grant this, and no more", f"{page}grant/", granted)
        takes_no_second_step(opened, signature, "You received it; somebody else examines it.")
    refuses_a_colleague(signature, "It was received in your office; another office examines it.")
    return signature


@pytest.mark.four_eyes("oversight.LawfulRequest")
def test_a_request_of_the_law_is_examined_by_another_office(story: None, visit: Open) -> None:
    signs(visit, received(visit), "Granted")

    is_recorded(Event.LAWFUL_RECEIVED, Event.LAWFUL_EXAMINED)
    with scope.province(cast.NORTH):
        made = LawfulRequest.objects.get()
        assert (made.received_unit, made.examined_unit) == (FIRST, SECOND)
        assert made.granted == ["results"]


@pytest.mark.battery
def test_a_request_of_the_law_is_turned_down_with_a_reason(story: None, visit: Open) -> None:
    signature = received(visit)

    with sitting(visit, "bea", signature.page) as opened:
        hand = Mouse(opened.page)
        hand.pick("Why you turn it down", "too_broad")
        hand.press("Turn it down")
        said = "More is asked for than the purpose needs"
        expect(opened.page.get_by_role("main")).to_contain_text(said)

    with scope.province(cast.NORTH):
        made = LawfulRequest.objects.get()
        assert (made.examined_unit, made.granted) == (SECOND, [])


@pytest.mark.four_eyes("oversight.Freeze")
def test_a_freeze_is_prolonged_by_an_auditor_of_another_office(story: None, visit: Open) -> None:
    with scope.province(cast.NORTH):
        seated("auditor", "auditor")
        piece = evidence.proposed()
    with sitting(visit, "ann", "console/audit/freezes/") as opened:
        hand = Mouse(opened.page)
        opened.page.locator(f"#piece_{piece.pk}").check()
        hand.say("Why, in plain words", "Nobody has seen the case.")
        hand.press("Freeze for 72 hours")
        expect(opened.page.get_by_role("status")).to_contain_text("Frozen for 72 hours")
        with scope.province(cast.NORTH):
            key = Freeze.objects.get().pk
        path = f"console/audit/freezes/{key}/prolong/"
        signature = Signature("console/audit/freezes/", "Prolong", path)
        said = "An auditor of another office has to prolong it, and once."
        takes_no_second_step(opened, signature, said)
    refuses_a_colleague(signature, said)

    signs(visit, signature, "It waits for thirty days in all.")

    is_recorded(Event.FROZEN, Event.FREEZE_PROLONGED)
    with scope.province(cast.NORTH):
        assert (Freeze.objects.get().ends_at - NOW).days == 30
        assert Evidence.objects.get().state == "awaiting"
