"""Who can sign in, and where."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, connection, transaction

from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import users


class TestSignIn:
    def test_takes_name_and_password(self, north: directory.Entry) -> None:
        ada = users.user("ada")

        assert authenticate(username="ada", password=users.PASSWORD) == ada

    @pytest.mark.parametrize(
        ("name", "password"), [("ada", "wrong"), ("bob", users.PASSWORD), ("ada", "")]
    )
    def test_refuses_what_is_wrong(self, north: directory.Entry, name: str, password: str) -> None:
        users.user("ada")

        assert authenticate(username=name, password=password) is None

    def test_refuses_another_provinces_user(self, north: directory.Entry) -> None:
        users.user("ada")

        with scope.province(cast.SOUTH):
            assert authenticate(username="ada", password=users.PASSWORD) is None

    def test_knows_namesakes_apart(self, north: directory.Entry) -> None:
        users.user("ada", full_name="northern")
        with scope.province(cast.SOUTH):
            users.user("ada", full_name="southern", password="another long password")

            assert authenticate(username="ada", password=users.PASSWORD) is None
        found = authenticate(username="ada", password=users.PASSWORD)

        assert found is not None
        assert found.full_name == "northern"

    def test_refuses_who_is_no_longer_active(self, north: directory.Entry) -> None:
        users.user("ada", is_active=False)

        assert authenticate(username="ada", password=users.PASSWORD) is None

    def test_keeps_no_password(self, north: directory.Entry) -> None:
        users.user("ada")

        with connection.cursor() as cursor:
            cursor.execute("SELECT password FROM accounts_user")
            assert users.PASSWORD not in cursor.fetchone()[0]


class TestUser:
    def test_is_never_a_superuser(self, north: directory.Entry) -> None:
        with pytest.raises(IntegrityError, match="nobody_is_a_superuser"), transaction.atomic():
            users.user("root", is_superuser=True)

    def test_has_no_power_but_by_an_office(self, ada: User) -> None:
        assert not any(ada.has_perm(f"jurisdictions.{power}") for power in Power)
        assert not ada.has_module_perms("jurisdictions")
        assert ada.get_all_permissions() == set()
