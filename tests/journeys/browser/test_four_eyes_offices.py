"""Every kind of change of offices: proposed in one unit, and of no effect before another signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from provinces.accounts.models import Invitation, User
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.models import Change, Kind, Office
from provinces.jurisdictions.powers import Power
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.cast import NOW
from tests.factories import changes
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

OWN = "Nobody decides about themselves, or signs what they proposed."
COLLEAGUE = "It was proposed in your unit; another unit has to sign it."
SIGN = "Sign: it counts from now on"
# In every run one kind of each form, and no end: `test_offices_by_two` has one.
RARELY = {Kind.SUSPEND, Kind.RESUME, Kind.END}


@pytest.fixture
def story(noon: None, live_server: LiveServer) -> None:
    """Ada and Cleo in office, and those who decide about offices."""
    with scope.province(cast.NORTH):
        cast.ada()
        cast.cleo()
        seated("administrator", "administrator")


def proposes(kind: str, opened: Visit) -> None:
    """Have Ann propose a change of a kind, by its form."""
    with scope.province(cast.NORTH):
        ada = User.objects.get(username="ada")
    hand = Mouse(opened.page)
    if kind == Kind.CONTROLLER:
        opened.open("console/offices/controller/")
        for name, text in changes.CONTROLLER.items():
            opened.page.locator(f"[name={name}]").fill(text)
        hand.press("Propose it")
    elif kind in (Kind.GRANT, Kind.INVITE):
        where = f"people/{ada.pk}/grant" if kind == Kind.GRANT else "invite"
        opened.open(f"console/offices/{where}/")
        if kind == Kind.INVITE:
            hand.say("Full name", "Zhao Xin")
        seat(opened, hand)
        hand.press("Propose it")
    else:
        opened.open(f"console/offices/people/{ada.pk}/")
        opened.page.get_by_text("Propose a change").click()
        if kind == Kind.HAND_OVER:
            hand.say("User name of whoever takes it over", "cleo")
        hand.press(BUTTONS[Kind(kind)])
    expect(opened.page.get_by_role("main")).to_contain_text("Proposed")


BUTTONS = {
    Kind.END: "Propose to end it",
    Kind.SUSPEND: "Propose to suspend it",
    Kind.RESUME: "Propose that it counts again",
    Kind.HAND_OVER: "Propose to hand it over",
}


def seat(opened: Visit, hand: Mouse) -> None:
    hand.say("Area", "110100")
    hand.pick("Role", "order_checker")
    hand.say("Office", "checking office")
    opened.page.locator("[name=starts]").fill("2026-11-15")
    opened.page.locator("[name=ends]").fill("2026-12-14")


def powers(name: str) -> frozenset[Power]:
    return queries.powers_of(User.objects.get(username=name), NOW)


def is_suspended() -> None:
    """Have two others have suspended Ada's office, an hour ago."""
    with scope.province(cast.NORTH):
        one, other = changes.granter("unit one"), changes.granter("unit two")
        office = Office.objects.get(user__username="ada")
        before = NOW - timedelta(hours=1)
        services.sign(changes.suspension(office, one, now=before), by=other, now=before)


def is_named() -> bool:
    found = queries.controllers(NOW)
    return any(one.name_en == changes.CONTROLLER["name_en"] for one in found)


# What is so once a change counts, and not before.
EFFECTS: dict[str, Callable[[], bool]] = {
    Kind.GRANT: lambda: Power.CHECK_ORDER in powers("ada"),
    Kind.END: lambda: not powers("ada"),
    Kind.SUSPEND: lambda: not powers("ada"),
    Kind.RESUME: lambda: Power.DECLARE_ZONE in powers("ada"),
    Kind.HAND_OVER: lambda: Office.objects.filter(
        user__username="cleo", area__code="110100"
    ).exists(),
    Kind.INVITE: lambda: Invitation.objects.exclude(link=None).exists(),
    Kind.CONTROLLER: is_named,
}


def has_effect(kind: str) -> bool:
    with scope.province(cast.NORTH):
        return EFFECTS[kind]()


def proposal(kind: str, opened: Visit) -> Signature:
    proposes(kind, opened)
    with scope.province(cast.NORTH):
        page = f"console/offices/changes/{Change.objects.get(state='awaiting').pk}/"
    return Signature(page, SIGN, f"{page}sign/")


@pytest.mark.four_eyes("jurisdictions.Change")
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[pytest.mark.battery] if kind in RARELY else [], id=str(kind))
        for kind in Kind
    ],
)
def test_an_office_is_changed_by_two(kind: str, story: None, visit: Open) -> None:
    if kind == Kind.RESUME:
        is_suspended()
    with sitting(visit, "ann") as opened:
        signature = proposal(kind, opened)
        takes_no_second_step(opened, signature, OWN)
    refuses_a_colleague(signature, COLLEAGUE)
    assert not has_effect(kind)

    link = "The link of the invitation"
    signs(visit, signature, link if kind == Kind.INVITE else "Signed. It counts from now on.")

    is_recorded(Event.OFFICE_CHANGE_PROPOSED, Event.OFFICE_CHANGE_SIGNED)
    assert has_effect(kind)
    with scope.province(cast.NORTH):
        made = Change.objects.get(proposed_unit=FIRST)
        assert (made.state, made.decided_unit) == ("signed", SECOND)


def test_a_change_is_turned_down_for_a_reason_of_the_list(story: None, visit: Open) -> None:
    with sitting(visit, "ann") as opened:
        signature = proposal(Kind.END, opened)

        turned_down = Signature(signature.page, "Turn it down", "")
        signs(visit, turned_down, "Turned down. Nothing has changed.")

        opened.open(signature.page)
        expect(opened.page.get_by_role("main")).to_contain_text("Nobody here knows this person")
    is_recorded(Event.OFFICE_CHANGE_PROPOSED, Event.OFFICE_CHANGE_REFUSED)
    assert not has_effect(Kind.END)
