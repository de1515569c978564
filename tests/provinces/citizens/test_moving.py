"""Who moves takes who they are along."""

from __future__ import annotations

from provinces.citizens import moving
from provinces.citizens.identities import Person
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen, Contact, Identity, Mandate, RegularPlace
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import citizens, mandates, road, users

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

        moving.depart(eve, now=NOW)

        user.refresh_from_db()
        assert not user.is_active
        assert not Identity.objects.exists()

    def test_lets_them_come_back(self, north: directory.Entry) -> None:
        moving.depart(citizens.citizen(person=EVE), now=NOW)

        assert citizens.citizen(person=EVE).pk

    def test_forgets_how_they_are_reached_and_who_acts_for_them(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        Contact.objects.create(citizen=eve, channel="phone", sealed=b"x", confirmed_at=NOW)
        RegularPlace.objects.create(citizen=eve, cell=road.HERE, kind="work", said_at=NOW)
        mandates.mandate(eve, finn, Scope.SHOW_CODE)
        mandates.mandate(finn, eve, Scope.SHOW_CODE)

        moving.depart(eve, now=NOW)

        assert not Contact.objects.exists()
        assert not RegularPlace.objects.exists()
        assert not Mandate.objects.standing(NOW).exists()


class TestLeave:
    def test_is_undone_where_they_stay(self, eve: Citizen) -> None:
        moving.leave(eve, to="south", now=NOW)
        gone = moving.departure(eve)

        moving.stay(eve, now=NOW)

        assert gone is not None
        assert gone.to == "south"
        assert not moving.has_left(eve.pk)
