"""Signing in and out, and where one lands."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.tenancy import directory, scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories.users import PASSWORD, user
from tests.pages import address, reader, words


def has_app(owner: User) -> None:
    """Give a user an authenticator app."""
    TOTP.activate(owner, generate_totp_secret())


def read(client: ProvinceClient, where: str) -> Any:
    return client.get(where, headers={"accept-language": "en"})


def shapes(captured: CaptureQueriesContext) -> list[str]:
    """Return the statements that were made, without the values in them."""
    return [re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in captured.captured_queries]


def sign_in(client: ProvinceClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    fields = {"username": name, "password": password, **more}
    return client.post(address("portal:sign-in"), fields)


class TestSignIn:
    def test_takes_a_citizen_to_their_status(self, client: ProvinceClient, eve: Citizen) -> None:
        response = sign_in(client, "eve")

        assert response["Location"] == address("portal:landing")
        assert client.get(response["Location"])["Location"] == address("portal:status")

    def test_takes_an_official_to_the_console(self, client: ProvinceClient, ada: User) -> None:
        response = sign_in(client, "ada")

        assert client.get(response["Location"])["Location"] == address("console:home")

    def test_leads_back_to_where_one_wanted_to_go(self, client: ProvinceClient, ada: User) -> None:
        asked = client.get(address("console:zones"))["Location"]
        assert asked == f"{address('portal:sign-in')}?next={address('console:zones')}"
        assert (
            f'name="next" value="{address("console:zones")}"' in client.get(asked).content.decode()
        )

        response = sign_in(client, "ada", next=address("console:zones"))

        assert response["Location"] == address("console:zones")

    def test_leads_nowhere_else(self, client: ProvinceClient, ada: User) -> None:
        response = sign_in(client, "ada", next="https://elsewhere.example/")

        assert response["Location"] == address("portal:landing")

    def test_answers_a_wrong_name_and_a_wrong_password_alike(
        self, client: ProvinceClient, eve: Citizen
    ) -> None:
        wrong_password = words(sign_in(client, "eve", "wrong"))
        wrong_name = words(sign_in(client, "nobody", "wrong"))

        assert "The user name and password do not belong together." in wrong_password
        assert wrong_name == wrong_password

    def test_hashes_a_password_for_a_name_that_nobody_has(
        self, client: ProvinceClient, north: directory.Entry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []
        monkeypatch.setattr(User, "set_password", lambda _self, raw: hashed.append(raw))

        sign_in(client, "nobody", "wrong")

        assert hashed == ["wrong"]

    def test_answers_somebody_who_may_not_sign_in_like_nobody(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        user("gone", is_active=False)

        assert "do not belong together" in words(sign_in(client, "gone"))

    def test_names_the_field_that_is_empty(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        page = sign_in(client, "eve", "").content.decode()

        assert 'aria-invalid="true" aria-describedby="id_password_mistake"' in page
        assert 'value="eve"' in page

    def test_does_the_same_work_for_a_name_that_nobody_has(
        self, client: ProvinceClient, eve: Citizen
    ) -> None:
        with CaptureQueriesContext(connection) as for_somebody:
            sign_in(client, "eve", "wrong")
        with CaptureQueriesContext(connection) as for_nobody:
            sign_in(client, "nobody", "wrong")

        assert shapes(for_somebody) == shapes(for_nobody)

    def test_asks_for_an_authenticator_where_there_is_one(
        self, client: ProvinceClient, eve: Citizen
    ) -> None:
        has_app(eve.user)

        response = sign_in(client, "eve")

        assert response["Location"] == address("mfa_authenticate")
        assert "Confirm that it is you" in words(read(client, address("mfa_authenticate")))
        assert client.get(address("portal:status")).status_code == 302


class TestLimits:
    def test_stop_guesses_at_one_name(self, client: ProvinceClient, eve: Citizen) -> None:
        for _ in range(5):
            assert sign_in(client, "eve", "wrong").status_code == 200

        stopped = sign_in(client, "eve")

        assert stopped.status_code == 429
        assert "Too many attempts: please wait" in words(stopped)

    def test_stop_guesses_from_one_network(self, client: ProvinceClient, eve: Citizen) -> None:
        for number in range(10):
            sign_in(client, f"nobody{number}", "wrong")

        assert sign_in(client, "eve").status_code == 429

    def test_stop_at_an_unknown_name_alike(self, client: ProvinceClient, eve: Citizen) -> None:
        for _ in range(5):
            sign_in(client, "nobody", "wrong")

        assert sign_in(client, "nobody").status_code == 429

    def test_are_not_touched_by_what_is_right(self, client: ProvinceClient, eve: Citizen) -> None:
        for _ in range(7):
            assert sign_in(client, "eve").status_code == 302

    def test_hold_for_all_processes(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            user("eve")
        page = f"/p/{cast.NORTH}/sign-in/"

        def guess(_number: int) -> int:
            """Guess in a thread of its own: with another connection, and nothing in memory."""
            fields = {"username": "eve", "password": "wrong"}
            try:
                return int(ProvinceClient().post(page, fields).status_code)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
            answers = [[*several.map(guess, range(4))] for several in (one, other)]

        assert answers == [[200] * 4, [200, 429, 429, 429]]

    def test_are_each_provinces_own(self, client: ProvinceClient, eve: Citizen) -> None:
        for _ in range(5):
            sign_in(client, "eve", "wrong")

        with scope.province(cast.SOUTH):
            user("eve")
            assert sign_in(client, "eve").status_code == 302


class TestSignInByPasskey:
    def test_tells_a_script_what_is_wanted(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        wanted = client.get(address("mfa_login_webauthn"), headers={"accept": "application/json"})

        options = wanted.json()["request_options"]["publicKey"]
        assert options["userVerification"] == "required"
        assert options.get("allowCredentials", []) == []

    @pytest.mark.parametrize(
        "shown", ["", "{}", "[]", '{"response": {"userHandle": "bm9ydGg6MQ"}}', '{"response": 1}']
    )
    def test_refuses_what_is_no_passkey(
        self, client: ProvinceClient, north: directory.Entry, shown: str
    ) -> None:
        refused = client.post(address("mfa_login_webauthn"), {"credential": shown})

        assert refused["Location"] == address("portal:sign-in")


class TestSignOut:
    def test_ends_the_session(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        response = browser.post(address("portal:sign-out"))

        assert response["Location"] == address("portal:home")
        assert browser.get(address("portal:status")).status_code == 302

    def test_is_not_done_by_following_a_link(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        assert browser.get(address("portal:sign-out")).status_code == 405
        assert browser.get(address("portal:status")).status_code == 200
