"""Who moves takes who they are along."""

from __future__ import annotations

from provinces.citizens import moving
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen, Identity
from provinces.tenancy import directory
from tests.factories import citizens, users

EVE = Person("夏娃", "E12345678", "+8613800000000")


class TestPacked:
    def test_is_who_they_are(self, north: directory.Entry) -> None:
        assert moving.packed(citizens.citizen(person=EVE)) == {
            "full_name": "夏娃",
            "document": "E12345678",
            "contact": "+8613800000000",
        }

    def test_is_nothing_where_nothing_is_kept(self, eve: Citizen) -> None:
        assert moving.packed(eve) is None


class TestDepart:
    def test_leaves_no_identity_and_no_sign_in(self, north: directory.Entry) -> None:
        user = users.user()
        eve = citizens.citizen(person=EVE, user=user)

        moving.depart(eve)

        user.refresh_from_db()
        assert not user.is_active
        assert not Identity.objects.exists()

    def test_lets_them_come_back(self, north: directory.Entry) -> None:
        moving.depart(citizens.citizen(person=EVE))

        assert citizens.citizen(person=EVE).pk
