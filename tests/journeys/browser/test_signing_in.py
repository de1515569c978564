"""Passkeys, an authenticator app and recovery codes in a real browser, under the strict policy."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests.factories.users import PASSWORD
from tests.journeys.browser.conftest import Look, Open, Visit
from tests.journeys.browser.world import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENGLISH = Look("en-GB")


def give_authenticator(visit: Visit) -> None:
    """Build an authenticator into the browser that finds its user there and unlocks at once."""
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_of(secret: str) -> str:
    """Return the code that an app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def set_up_app(visit: Visit) -> tuple[str, list[str]]:
    """Set up an authenticator app; return its key and the recovery codes that were shown."""
    visit.open("security/app/add/")
    secret = visit.page.locator("dd code").inner_text()
    visit.page.fill("#id_code", code_of(secret))
    visit.page.get_by_role("button", name="Set up the app").click()
    expect(visit.page.locator("h1")).to_have_text("Recovery codes")
    return secret, visit.page.locator("main li code").all_inner_texts()


def sign_out(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Sign out").first.click()
    expect(visit.page.get_by_role("link", name="Sign in").first).to_be_visible()


def test_a_passkey_is_set_up_and_signs_in_by_itself(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        give_authenticator(opened)
        opened.sign_in("eve")
        opened.open("security/")
        opened.page.get_by_role("link", name="Set up a passkey").click()
        opened.page.fill("#id_name", "my phone")
        opened.page.get_by_role("button", name="Set up a passkey").click()
        expect(opened.page.get_by_role("status").first).to_contain_text("The passkey is set up.")
        sign_out(opened)

        opened.open("sign-in/")
        opened.page.get_by_role("button", name="Sign in with a passkey").click()

        opened.page.wait_for_url("**/status/")
        opened.open("security/")
        expect(opened.page.locator("main")).to_contain_text("my phone")
        expect(opened.page.locator("main")).to_contain_text("Last used")


def test_a_passkey_of_the_other_province_opens_nothing(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        give_authenticator(opened)
        opened.sign_in("eve")
        opened.open("security/passkeys/add/")
        opened.page.get_by_role("button", name="Set up a passkey").click()
        expect(opened.page.locator("h1")).to_have_text("Recovery codes")

        opened.open("/p/south/sign-in/")
        opened.page.get_by_role("button", name="Sign in with a passkey").click()

        expect(opened.page.get_by_role("alert").first).to_contain_text("This is not right")


def test_an_app_is_asked_for_after_the_password(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("eve")
        secret, _codes = set_up_app(opened)
        sign_out(opened)

        opened.sign_in("eve")
        expect(opened.page.locator("h1")).to_have_text("Confirm that it is you")
        opened.page.fill("#id_code", code_of(secret))
        opened.page.get_by_role("button", name="Sign in", exact=True).click()

        opened.page.wait_for_url("**/status/")


def test_a_recovery_code_opens_once(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        opened.sign_in("eve")
        _secret, codes = set_up_app(opened)
        for try_ in ("first", "again"):
            sign_out(opened)
            opened.sign_in("eve")
            opened.page.fill("#id_code", codes[0])
            opened.page.get_by_role("button", name="Sign in", exact=True).click()
            if try_ == "first":
                opened.page.wait_for_url("**/status/")

        expect(opened.page.get_by_role("alert").first).to_contain_text("This is not right")


def test_the_keyboard_alone_signs_in_and_sets_up_a_passkey(story: Story, visit: Open) -> None:
    with visit(ENGLISH) as opened:
        give_authenticator(opened)
        opened.open("sign-in/")
        keys = opened.page.keyboard
        reach(opened, "User name")
        keys.type("eve")
        keys.press("Tab")
        keys.type(PASSWORD)
        keys.press("Enter")
        opened.page.wait_for_url("**/status/")

        opened.open("security/")
        reach(opened, "Set up a passkey")
        keys.press("Enter")
        opened.page.wait_for_url("**/passkeys/add/")
        reach(opened, "Set up a passkey")
        keys.press("Enter")

        expect(opened.page.locator("h1")).to_have_text("Recovery codes")


def reach(opened: Visit, name: str) -> None:
    """Press Tab until what has this name has the focus."""
    named = "document.activeElement.labels?.[0]?.innerText || document.activeElement.innerText"
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate(named) == name:
            return
    raise AssertionError(f"no key leads to {name}")
