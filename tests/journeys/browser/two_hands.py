"""Acts that take two offices: who sits where, who is kept from signing, and what is recorded.

Ann   takes the first step in one office, and has another one beside it: one person, two offices
Cal   may sign, in the office that Ann has besides
Bea   may sign, in an office that is neither
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from playwright.sync_api import expect

from provinces.accounts.models import User
from provinces.ledger.events import Event
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, users
from tests.journeys.browser import hands
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.pages import address, reader, words

ENGLISH = Look("en-GB")
FIRST, BESIDES, SECOND = "first office", "office besides", "second office"
PERIOD = (cast.NOW - timedelta(days=30), cast.NOW + timedelta(days=60))
# How a refusal begins on a page; what a page says of the rule elsewhere does not count.
REFUSED = "That did not work"
NOT_FOUND = "Page not found"
# What goes with every role, where nothing else is to be held besides.
HARMLESS = "order_checker"


@dataclass(frozen=True, slots=True)
class Signature:
    """A second signature: on which page, by which button, and where its form leads with what."""

    page: str
    button: str
    path: str
    said: dict[str, str] = field(default_factory=dict)


def seated(begins: str, signs: str, *, at: str = "110000", signs_at: str = "") -> None:
    """Give the three their offices in the province in scope: who begins, and who signs."""
    besides = signs if signs != begins else HARMLESS
    seat("ann", begins, at, FIRST)
    seat("ann", besides, signs_at or at, BESIDES)
    seat("cal", signs, signs_at or at, BESIDES)
    seat("bea", signs, signs_at or at, SECOND)


def seat(name: str, role: str, code: str, unit: str) -> None:
    """Give somebody an office, and an account where they have none."""
    user = User.objects.filter(username=name).first() or users.user(
        name, full_name=name.capitalize()
    )
    offices.office(user, areas.area(code), role, unit=unit, now=cast.NOW, period=PERIOD)


@contextmanager
def sitting(visit: Open, name: str, page: str = "") -> Iterator[Visit]:
    """Sign somebody in, at a page of theirs."""
    with visit(ENGLISH) as opened:
        opened.sign_in(name)
        if page:
            opened.open(page)
        yield opened


def takes_no_second_step(opened: Visit, of: Signature, said: str) -> None:
    """Have who took the first step find no button, and be refused who forges the form of one."""
    opened.open(of.page)
    expect(opened.page.get_by_role("main")).to_be_visible()
    expect(hands.button(opened.page, of.button)).to_have_count(0)
    assert f"{REFUSED} {said}" in forged(opened, of)


def forged(opened: Visit, of: Signature) -> str:
    """Send a form that the page does not have, as a program would; return what is answered."""
    token = opened.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = opened.page.request.post(
        f"{opened.server}/p/{cast.NORTH}/{of.path}",
        form={**of.said, "csrfmiddlewaretoken": token},
        headers={"Referer": opened.page.url, "Accept-Language": "en"},
    )
    assert answer.status < 500, answer.status
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text())).split())


def refuses_a_colleague(of: Signature, said: str, *, name: str = "cal") -> None:
    """Have who shares an office with Ann sign in vain."""
    with scope.province(cast.NORTH):
        colleague = User.objects.get(username=name)
        answer = reader(colleague).post(f"/p/{cast.NORTH}/{of.path}", of.said, follow=True)
    assert f"{REFUSED} {said}" in words(answer)


def finds_nothing(opened: Visit, of: Signature, page: str) -> None:
    """Have who took the first step read that nothing waits, and get nowhere by a forged form."""
    opened.open(page)
    expect(opened.page.get_by_role("main")).to_contain_text("Nothing waits here.")
    assert NOT_FOUND in forged(opened, of)


def signs(
    visit: Open,
    of: Signature,
    done: str,
    *,
    name: str = "bea",
    because: dict[str, str] | None = None,
) -> None:
    """Have somebody of another office fill in what is asked, press the button, and see it done."""
    with sitting(visit, name, of.page) as opened:
        hand = hands.Mouse(opened.page)
        for label, text in (because or {}).items():
            hand.say(label, text)
        hand.press(of.button)
        expect(opened.page.get_by_role("main")).to_contain_text(done)
        assert opened.barriers() == []


def is_recorded(*events: Event) -> None:
    """Have an auditor find in the log the first step as Ann's, and the second as Bea's."""
    for event, by in zip(events, ("Ann", "Bea"), strict=True):
        assert f" {by} " in log_of(event), event


def log_of(event: Event) -> str:
    """Return what an auditor reads of an event in the log."""
    with scope.province(cast.NORTH):
        name = "auditor"
        auditor = User.objects.filter(username=name).first()
        if auditor is None:
            seat(name, "auditor", "110000", "audit office")
            auditor = User.objects.get(username=name)
        page = f"{address('console:audit')}?event={event}"
        said = words(reader(auditor).get(page))
    return said.partition("Particulars ")[2]
