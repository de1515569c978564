"""Confirming who one is on the pages for it, and going on with what was asked."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from tests.client import ProvinceClient, confirm
from tests.factories import changes
from tests.factories.users import PASSWORD
from tests.pages import address, reader, words


@pytest.fixture
def browser(eve: Citizen) -> ProvinceClient:
    """Eve's, who signed in an hour ago."""
    browser = reader(eve.user)
    confirm(browser, eve.user, at=time.time() - 3600)
    return browser


def forms(answer: Any, mark: str) -> list[str]:
    """Return the opening tags of the forms that a page holds before some words."""
    shown = answer.content.decode()
    return re.findall(r"<form[^>]*>", shown[: shown.index(mark)])


class TestGoOn:
    def test_aims_a_form_that_is_shown_again_at_its_own_page(
        self, eve: Citizen, browser: ProvinceClient
    ) -> None:
        asked = browser.post(address("portal:erase"), {"parts": ["nothing of the kind"]})

        shown = browser.post(asked["Location"], {"password": PASSWORD})

        assert shown.status_code == 200
        assert f'action="{address("portal:erase")}"' in forms(shown, 'name="parts"')[-1]

    def test_aims_a_form_of_officials_too(self, ben: User) -> None:
        browser = reader(granter := changes.granter())
        confirm(browser, granter, at=time.time() - 3600)
        page = address("console:office-grant", ben.pk)
        asked = browser.post(page, {"because": ""})

        shown = browser.post(asked["Location"], {"password": PASSWORD})

        assert shown.status_code == 200
        assert f'action="{page}"' in forms(shown, 'name="because"')[-1]

    def test_leaves_alone_forms_that_say_where_they_go(self, browser: ProvinceClient) -> None:
        asked = browser.post(address("portal:erase"), {"parts": ["nothing of the kind"]})

        shown = browser.post(asked["Location"], {"password": PASSWORD})

        assert all(form.count(" action=") == 1 for form in forms(shown, "</body>"))
        assert f'action="{address("portal:sign-out")}"' in shown.content.decode()


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
