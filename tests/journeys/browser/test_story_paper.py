"""A sheet of paper: made in the portal, read by a reader that is not ours, verified by command."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, users
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open
from tests.journeys.browser.hands import HANDS, Keys, Mouse
from tests.journeys.browser.story import printed, read_sheet

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> None:
    telling.begin()
    with scope.province(cast.NORTH):
        citizens.citizen(area=areas.area("110101"), user=users.user("gail"))


def verified(text: str, clock: Clock) -> tuple[dict[str, Any], int]:
    """Return what the command says of a code, and its exit status."""
    said = StringIO()
    asked = ["verify", cast.NORTH, text, "--as-of", clock.now.isoformat(), "--json"]
    try:
        call_command("pass", *asked, stdout=said)
    except SystemExit as exit_:
        return json.loads(said.getvalue()), int(exit_.code or 0)
    return json.loads(said.getvalue()), 0


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_a_sheet_is_printed_read_back_and_counts_until_it_is_withdrawn(
    kind: type[Mouse] | type[Keys], story: None, clock: Clock, visit: Open
) -> None:
    with visit(Look("en-GB")) as opened:
        hand = kind(opened.page)
        opened.sign_in("gail")
        hand.follow("My code")
        hand.follow("Paper code: print it, or have it posted")
        first = read_sheet(printed(opened, hand, "Make a sheet to print"))

        told, status = verified(first, clock)
        assert (told["verdict"], told["kind"], status) == ("allow", "paper", 0)

        second = read_sheet(printed(opened, hand, "Make a sheet to print"))
        assert verified(first, clock)[0]["failure"] == "Withdrawn"
        assert verified(second, clock)[1] == 0

        opened.page.reload()
        hand.press("Withdraw my sheet")
        expect(opened.page.get_by_role("status").first).to_contain_text("The code is withdrawn.")
        told, status = verified(second, clock)
        assert (told["verdict"], told["failure"], status) == ("unreadable", "Withdrawn", 1)
