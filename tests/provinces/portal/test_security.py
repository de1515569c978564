"""The page of what one signs in with."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests.client import ProvinceClient, confirm
from tests.factories.users import PASSWORD
from tests.pages import address, reader, words

NEW = "several words are easy to keep"


def sign_in(name: str, password: str = PASSWORD) -> ProvinceClient:
    """Return a browser of its own in which somebody has signed in on the page."""
    browser = ProvinceClient(headers={"user-agent": f"browser of {name}", "accept-language": "en"})
    browser.post(address("portal:sign-in"), {"username": name, "password": password})
    return browser


def set_up_app(browser: ProvinceClient) -> str:
    """Set up an authenticator app; return its key."""
    page = browser.get(address("mfa_activate_totp"))
    secret: str = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert browser.post(address("mfa_activate_totp"), {"code": code}).status_code == 302
    return secret


def recorded(event: Event) -> int:
    return Entry.objects.filter(event=event).count()


class TestSecurity:
    def test_shows_what_is_set_up(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        set_up_app(browser)

        said = words(browser.get(address("mfa_index")))

        assert "Set up. Besides the password, a code of the app is asked for." in said
        assert "There are 10 left." in said

    def test_does_not_press_where_nothing_is_mandatory(self, ada: User) -> None:
        assert "Needed before you go on" not in words(reader(ada).get(address("mfa_index")))


class TestAddApp:
    def test_is_recorded(self, eve: Citizen) -> None:
        set_up_app(reader(eve.user))

        assert recorded(Event.AUTHENTICATOR_ADDED) == 1

    def test_seals_the_key(self, eve: Citizen) -> None:
        secret = set_up_app(reader(eve.user))

        kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
        assert secret not in str(kept.data)

    def test_refuses_a_wrong_code(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        browser.get(address("mfa_activate_totp"))

        page = browser.post(address("mfa_activate_totp"), {"code": "000000"})

        assert "The app is not set up" in words(page)
        assert not Authenticator.objects.exists()

    def test_wants_a_recent_confirmation(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        confirm(browser, eve.user, at=time.time() - 301)

        asked = browser.get(address("mfa_activate_totp"))

        assert asked["Location"].startswith(address("account_reauthenticate"))


class TestRemoveApp:
    def test_makes_the_password_enough_again(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        set_up_app(browser)

        browser.post(address("mfa_deactivate_totp"))

        assert not Authenticator.objects.exists()
        assert recorded(Event.AUTHENTICATOR_REMOVED) == 1


class TestCodes:
    def test_are_shown_once(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        set_up_app(browser)

        first = browser.get(address("mfa_view_recovery_codes"))
        again = words(browser.get(address("mfa_view_recovery_codes")))

        assert len(first.context["unused_codes"]) == 10
        assert not set(first.context["unused_codes"]) & set(again.split())
        assert "The codes were shown when they were made." in again

    def test_are_made_anew(self, eve: Citizen, django_capture_on_commit_callbacks: Any) -> None:
        browser = reader(eve.user)
        set_up_app(browser)
        before = browser.get(address("mfa_view_recovery_codes")).context["unused_codes"]

        browser.post(address("mfa_generate_recovery_codes"))

        after = browser.get(address("mfa_view_recovery_codes")).context["unused_codes"]
        assert not set(before) & set(after)
        assert recorded(Event.RECOVERY_CODES_MADE) == 1

    def test_are_for_who_has_an_authenticator(self, eve: Citizen) -> None:
        page = reader(eve.user).post(address("mfa_generate_recovery_codes"))

        assert "No codes were made" in words(page)


class TestChangePassword:
    def change(self, browser: ProvinceClient, old: str = PASSWORD, new: str = NEW) -> Any:
        fields = {"oldpassword": old, "password1": new, "password2": new}
        return browser.post(address("account_change_password"), fields)

    def test_ends_all_other_sessions(self, eve: Citizen) -> None:
        browser, other = sign_in("eve"), sign_in("eve")

        self.change(browser)

        assert browser.get(address("portal:status")).status_code == 200
        assert other.get(address("portal:status")).status_code == 302
        assert UserSession.objects.count() == 1
        assert recorded(Event.PASSWORD_CHANGED) == 1

    def test_takes_the_new_one_from_then_on(self, eve: Citizen) -> None:
        self.change(sign_in("eve"))

        assert sign_in("eve", NEW).get(address("portal:status")).status_code == 200
        assert sign_in("eve").get(address("portal:status")).status_code == 302

    @pytest.mark.parametrize(
        ("old", "new"),
        [("wrong", NEW), (PASSWORD, "short"), (PASSWORD, "")],
    )
    def test_is_refused(self, eve: Citizen, old: str, new: str) -> None:
        page = self.change(reader(eve.user), old, new)

        assert "The password is not changed" in words(page)
        eve.user.refresh_from_db()
        assert eve.user.check_password(PASSWORD)

    def test_for_somebody_without_one_is_setting_the_first(self, eve: Citizen) -> None:
        eve.user.set_unusable_password()
        eve.user.save()
        browser = reader(eve.user)
        assert browser.get(address("account_change_password"))["Location"] == address(
            "account_set_password"
        )

        browser.post(address("account_set_password"), {"password1": NEW, "password2": NEW})

        eve.user.refresh_from_db()
        assert eve.user.check_password(NEW)


class TestSessions:
    def test_lists_them(self, eve: Citizen) -> None:
        sign_in("eve")

        page = sign_in("eve").get(address("usersessions_list"))

        assert len(page.context["sessions"]) == 2
        assert [one.is_this for one in page.context["sessions"]] == [True, False]
        assert "browser of eve" in words(page)

    def test_shows_nobody_elses(self, eve: Citizen, finn: Citizen) -> None:
        sign_in("finn")

        assert "finn" not in words(sign_in("eve").get(address("usersessions_list")))

    def test_ends_one(self, eve: Citizen) -> None:
        other, browser = sign_in("eve"), sign_in("eve")
        theirs = UserSession.objects.order_by("pk").first()

        browser.post(address("usersessions_list"), {"session": theirs.pk})

        assert other.get(address("portal:status")).status_code == 302
        assert browser.get(address("portal:status")).status_code == 200

    def test_ends_nobody_elses(self, eve: Citizen, finn: Citizen) -> None:
        other, browser = sign_in("finn"), sign_in("eve")
        theirs = UserSession.objects.get(user=finn.user)

        browser.post(address("usersessions_list"), {"session": theirs.pk})

        assert other.get(address("portal:status")).status_code == 200

    def test_ends_none_for_what_is_no_number_of_one(self, eve: Citizen) -> None:
        browser = sign_in("eve")

        assert (
            browser.post(address("usersessions_list"), {"session": "9" * 5000}).status_code == 302
        )
        assert UserSession.objects.filter(user=eve.user).exists()

    @pytest.mark.parametrize(("asked", "here"), [("others", 200), ("all", 302)])
    def test_ends_many(self, eve: Citizen, asked: str, here: int) -> None:
        other, browser = sign_in("eve"), sign_in("eve")

        browser.post(address("usersessions_list"), {"session": asked})

        assert other.get(address("portal:status")).status_code == 302
        assert browser.get(address("portal:status")).status_code == here


class TestClosedLedger:
    def test_keeps_officials_from_changing_anything(
        self, ada: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("provinces.ledger.lagging.is_closed", lambda: True)
        fields = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

        browser = reader(ada)
        answer = browser.post(address("account_change_password"), fields)

        assert answer["Location"] == address("mfa_index")
        ada.refresh_from_db()
        assert ada.check_password(PASSWORD)
