"""Confirming who one is on the pages for it, and going on with what was asked."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from provinces.citizens.models import Citizen
from tests.client import ProvinceClient, confirm
from tests.factories.users import PASSWORD
from tests.pages import address, reader, words


@pytest.fixture
def browser(eve: Citizen) -> ProvinceClient:
    """Eve's, who signed in an hour ago."""
    browser = reader(eve.user)
    confirm(browser, eve.user, at=time.time() - 3600)
    return browser


class TestByPassword:
    def test_leads_back_to_what_was_asked(self, browser: ProvinceClient) -> None:
        asked = browser.get(address("mfa_add_webauthn"))["Location"]
        assert "What you asked for is done after that." in words(browser.get(asked))

        answer = browser.post(asked, {"password": PASSWORD})

        assert answer["Location"] == address("mfa_add_webauthn")
        assert browser.get(answer["Location"]).status_code == 200

    def test_refuses_a_wrong_password(self, browser: ProvinceClient) -> None:
        refused = browser.post(address("account_reauthenticate"), {"password": "wrong"})

        assert "This is not your password." in words(refused)

    def test_is_tried_ten_times_a_minute(self, browser: ProvinceClient) -> None:
        answers = [
            browser.post(address("account_reauthenticate"), {"password": "wrong"}).status_code
            for _ in range(11)
        ]

        assert answers[:5] == [200] * 5
        assert answers[-1] == 429


class TestByCode:
    def test_is_for_who_has_an_app(self, eve: Citizen, browser: ProvinceClient) -> None:
        secret = generate_totp_secret()
        TOTP.activate(eve.user, secret)
        asked = browser.get(address("mfa_deactivate_totp"))["Location"]
        assert asked.startswith(address("mfa_reauthenticate"))

        code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
        answer = browser.post(asked, {"code": code})

        assert answer["Location"] == address("mfa_deactivate_totp")
        assert browser.get(answer["Location"]).status_code == 200

    def test_takes_the_passwords_place(self, eve: Citizen, browser: ProvinceClient) -> None:
        TOTP.activate(eve.user, generate_totp_secret())

        answer = browser.post(address("account_reauthenticate"), {"password": PASSWORD})

        assert answer["Location"] == address("mfa_reauthenticate")
