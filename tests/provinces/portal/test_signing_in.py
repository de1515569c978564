"""Signing in and out, and where one lands."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.tenancy import directory
from tests.client import ProvinceClient
from tests.factories.users import PASSWORD, user
from tests.pages import address, reader, words


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
