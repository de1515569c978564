"""An app of others gets a code to show because a citizen lets it, and nothing once they do not."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from provinces.passes.queries import Verdict
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, users
from tests.factories.channels import BACK, CHALLENGE, VERIFIER
from tests.journeys.browser import story as telling
from tests.journeys.browser.conftest import Clock, Look, Open, Visit
from tests.journeys.browser.hands import HANDS, Hand, Keys, Mouse
from tests.journeys.browser.story import checked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

APP = "Anping Buses"


@pytest.fixture
def story(clock: Clock, live_server: object, chromium: object) -> str:
    """Register an app by command; return its client id."""
    telling.begin()
    with scope.province(cast.NORTH):
        citizens.citizen(area=areas.area("110101"), user=users.user("gail"))
    said = StringIO()
    call_command("channels", "register", cast.NORTH, APP, BACK, stdout=said)
    return said.getvalue().strip()


@pytest.mark.parametrize("kind", HANDS, ids=lambda kind: kind.__name__)
def test_an_app_shows_a_code_until_the_citizen_takes_it_back(
    kind: type[Mouse] | type[Keys], story: str, clock: Clock, visit: Open
) -> None:
    with visit(Look("en-GB")) as opened:
        hand = kind(opened.page)
        opened.sign_in("gail")
        token = exchanged(opened, story, allows(opened, hand, story))

        status, told = called(opened, token)
        assert status == 200
        assert set(told) == {"code", "expires_at"}
        assert checked(told["code"], clock).verdict is Verdict.ALLOW

        opened.open("security/")
        hand.follow("Apps that act for you")
        expect(opened.page.get_by_role("main")).to_contain_text(APP)
        hand.press("Take back what it may do")
        expect(opened.page.get_by_role("main")).to_contain_text("No app acts for you.")
        status, told = called(opened, token)
        assert status == 401
        assert "code" not in told


def allows(opened: Visit, hand: Hand, client: str) -> str:
    """Be asked by the app, and agree; return the code that the app is led back with.

    Leading back to the app is all that is ever asked of another server.
    """
    asked = {
        "client_id": client,
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": "code:read",
        "state": "a state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    opened.page.route(f"{BACK}*", lambda route: route.fulfill(body="The app."))
    opened.open(f"channels/authorize/?{urlencode(asked)}")
    expect(opened.page.get_by_role("heading", level=1)).to_have_text(f"May {APP} act for you?")
    hand.press("Yes, allow this")
    opened.page.wait_for_url(f"{BACK}*")
    back = opened.page.url
    assert set(opened.complaints) == {f"asked elsewhere: {back}"}
    opened.complaints.clear()
    answer = parse_qs(urlsplit(back).query)
    assert answer["state"] == ["a state"]
    return answer["code"][0]


def exchanged(opened: Visit, client: str, code: str) -> str:
    """Have the app prove that it is the one that asked; return its token."""
    fields = {
        "grant_type": "authorization_code",
        "client_id": client,
        "code": code,
        "redirect_uri": BACK,
    }
    address = f"{opened.server}/p/north/channels/token/"
    stolen = {**fields, "code_verifier": VERIFIER[::-1]}
    assert _answered(Request(address, urlencode(stolen).encode()))[0] == 400  # noqa: S310
    proven = {**fields, "code_verifier": VERIFIER}
    status, told = _answered(Request(address, urlencode(proven).encode()))  # noqa: S310
    assert status == 200, told
    return str(told["access_token"])


def called(opened: Visit, token: str) -> tuple[int, dict[str, Any]]:
    """Have the app ask for a code to show; return what it gets."""
    address = f"{opened.server}/p/north/api/channel/code"
    return _answered(Request(address, headers={"Authorization": f"Bearer {token}"}))  # noqa: S310


def _answered(asked: Request) -> tuple[int, dict[str, Any]]:
    try:
        with urlopen(asked, timeout=10) as answer:  # noqa: S310  a server of this test
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)
