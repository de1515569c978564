"""Somebody in each province acts for others."""

from __future__ import annotations

from provinces.citizens import queries
from provinces.citizens.identities import Person
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.tenancy import directory
from sample import companions
from tests.cast import NOW
from tests.factories import areas, citizens, users


def somebody(number: int, born: int) -> Citizen:
    """Somebody with an identity who was born in a year."""
    person = Person(f"王{number}", f"TEST110000{number:08d}")
    citizen = citizens.citizen(area=areas.area("110101"), person=person)
    citizen.birth_year = born
    citizen.save()
    return citizen


class TestAccompany:
    def test_gives_the_green_citizen_a_child_and_an_elder(self, north: directory.Entry) -> None:
        holder = citizens.citizen(area=areas.area("110101"), user=users.user("green"))
        child, elder = somebody(1, 2018), somebody(2, 1950)
        somebody(3, 1990)

        assert companions.accompany(now=NOW) == 2

        for subject in (child, elder):
            assert queries.may_act_for(holder.user, subject, Scope.SHOW_CODE, NOW)

    def test_is_done_once(self, north: directory.Entry) -> None:
        citizens.citizen(area=areas.area("110101"), user=users.user("green"))
        somebody(1, 2018)
        companions.accompany(now=NOW)

        assert companions.accompany(now=NOW) == 0

    def test_needs_somebody_green(self, north: directory.Entry) -> None:
        assert companions.accompany(now=NOW) == 0
