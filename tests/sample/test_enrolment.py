"""Citizens of the sample come on the books all at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provinces.citizens import identities as sealing
from provinces.citizens.models import Citizen, Identity
from provinces.tenancy import credentials, directory
from sample import enrolment, identities
from sample.plan import BEIJING, Population
from sample.world import World
from tests import cast
from tests.factories import areas

PEOPLE = Population(total=555, seed=1)
COUNT = PEOPLE.part_of(BEIJING)


@pytest.fixture
def first(north: directory.Entry, sample_world: World) -> int:
    """The first of COUNT people of Beijing, who are enrolled in the north."""
    for county in sample_world.region.counties:
        if county.province == BEIJING.code:
            areas.area(county.code)
    settlers = sample_world.settlers(BEIJING)
    return enrolment.enrol(BEIJING, settlers, PEOPLE, now=cast.NOW)


class TestEnrol:
    def test_keys_follow_one_another_in_the_order_of_people(
        self, first: int, sample_world: World
    ) -> None:
        world = sample_world
        people = world.settlers(BEIJING).block(0)

        enrolled = Citizen.objects.order_by("pk").select_related("area")

        assert [citizen.pk for citizen in enrolled] == list(range(first, first + COUNT))
        assert [citizen.area.code for citizen in enrolled] == [
            world.region.counties[world.region.homes.county[home]].code
            for home in people.home[:COUNT]
        ]

    @pytest.mark.usefixtures("first")
    def test_people_are_of_all_ages(self) -> None:
        born = Citizen.objects.filter(birth_year__isnull=False)
        ages = {cast.NOW.year - int(citizen.birth_year or 0) for citizen in born}

        assert min(ages) >= 0
        assert max(ages) < len(enrolment.AGES) * enrolment.STEP
        assert {age // enrolment.STEP for age in ages} == set(range(len(enrolment.AGES)))

    @pytest.mark.usefixtures("first")
    def test_some_have_an_identity_that_no_state_issued(self) -> None:
        key = credentials.key_of(cast.NORTH)
        kept = Identity.objects.select_related("citizen").order_by("citizen")

        people = [sealing.unseal(key, i.citizen.reference, bytes(i.sealed)) for i in kept]

        assert len(people) == identities.IDENTIFIED
        assert people[7].document == f"TEST{BEIJING.code}00000007"
        assert sealing.normalise(people[7].document) == people[7].document
        assert all(person.full_name for person in people)


class TestFirstCitizen:
    @pytest.mark.usefixtures("north")
    def test_is_none_before_anybody_is_enrolled(self) -> None:
        assert enrolment.first_citizen(BEIJING, PEOPLE) is None

    def test_is_known_afterwards(self, first: int) -> None:
        assert enrolment.first_citizen(BEIJING, PEOPLE) == first

    @pytest.mark.usefixtures("first")
    @pytest.mark.parametrize(
        "other", [replace(PEOPLE, total=554), replace(PEOPLE, seed=2)], ids=["total", "seed"]
    )
    def test_refuses_another_population(self, other: Population) -> None:
        with pytest.raises(enrolment.AnotherPopulation, match="555 sample citizens of seed 1"):
            enrolment.first_citizen(BEIJING, other)


class TestPopulation:
    @pytest.mark.usefixtures("north")
    def test_is_none_where_nobody_is_enrolled(self) -> None:
        assert enrolment.population([cast.NORTH, cast.SOUTH]) is None

    @pytest.mark.usefixtures("first")
    def test_is_known_from_the_first_province_that_has_its_part(self) -> None:
        assert enrolment.population([cast.SOUTH, cast.NORTH]) == PEOPLE
