"""What is told of the sample's people: plausible, by the province's own officials, and once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import queries
from provinces.evidence.classes import CASES, CONTACTS, ORDERS
from provinces.evidence.models import Evidence, Origin, State
from provinces.jurisdictions.models import Area, Level
from provinces.screening.models import Outcome, Result
from sample import enrolment, evidence
from sample.officials import appoint
from sample.plan import BEIJING, Population
from sample.world import World
from tests import cast, worlds
from tests.factories import areas

# Offices begin and evidence is told in mid-minute, as it happens.
NOW = cast.NOW.replace(second=17)
PEOPLE = Population(total=4_000, seed=1)
COUNT = PEOPLE.part_of(BEIJING)
SHARE = 0.05


pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture(scope="class")
def officials(world: worlds.World, sample_world: World) -> dict[str, User]:
    """The officials of Beijing, whose people are enrolled in the north."""
    with world.making():
        for county in sample_world.region.counties:
            if county.province == BEIJING.code:
                areas.area(county.code)
        enrolment.enrol(BEIJING, sample_world.settlers(BEIJING), PEOPLE, now=NOW)
        return appoint(BEIJING, now=NOW)


@pytest.fixture(scope="class")
def told(world: worlds.World, officials: dict[str, User]) -> evidence.Told:
    with world.making():
        return tell(officials)


def tell(officials: dict[str, User]) -> evidence.Told:
    return evidence.tell(BEIJING, officials, seed=1, now=NOW, share=SHARE)


def of(classes: frozenset[str]) -> list[Evidence]:
    found = Evidence.objects.filter(evidence_class__in=classes, state=State.IN_FORCE)
    return list(found.select_related("citizen__area", "case__citizen__area"))


class TestTell:
    def test_says_how_much_there_is(self, told: evidence.Told) -> None:
        assert told.cases == len(of(CASES)) >= 5
        assert told.contacts == len(of(CONTACTS)) > told.cases
        assert told.orders == len(of(ORDERS)) > 0
        assert told.arrivals > 0
        assert told.results == Result.objects.count() > told.contacts

    def test_is_about_a_share_of_the_people(self, told: evidence.Told) -> None:
        about = Evidence.objects.values("citizen").distinct().count()

        assert 0.2 * SHARE * COUNT < about < SHARE * COUNT

    def test_names_the_case_of_every_contact_in_its_county(self, told: evidence.Told) -> None:
        for contact in of(CONTACTS):
            assert contact.case is not None
            assert contact.case.citizen.area == contact.citizen.area
            assert contact.case.happened_at > contact.happened_at
            assert contact.investigator == contact.proposed_by

    def test_has_a_contact_of_each_kind_of_a_fresh_case(self, told: evidence.Told) -> None:
        fresh = NOW - timedelta(days=evidence.FRESH, minutes=1)

        kinds = {one.evidence_class for one in of(CONTACTS) if one.case.happened_at >= fresh}

        assert kinds == set(evidence.KINDS)

    def test_has_contacts_approved_by_another_office(self, told: evidence.Told) -> None:
        contacts = Evidence.objects.filter(source=Origin.MANUAL, state=State.IN_FORCE)

        assert contacts.count() == told.contacts
        assert not contacts.filter(approved_unit=F("proposed_unit")).exists()

    def test_leaves_some_to_be_approved(
        self, officials: dict[str, User], told: evidence.Told
    ) -> None:
        waiting = queries.awaiting_approval(officials["reviewer"], NOW)

        assert waiting.count() == evidence.LEFT_AWAITING

    def test_ends_what_is_over_and_nothing_else(self, told: evidence.Told) -> None:
        over = Evidence.objects.filter(ends_at__lte=NOW)
        still = Evidence.objects.filter(ends_at__gt=NOW)

        assert over.exists()
        assert not over.exclude(ended_at=F("ends_at")).exists()
        assert still.exists()
        assert not still.exclude(ended_at=None).exists()

    def test_has_every_case_tested_positive(self, told: evidence.Told) -> None:
        positive = Result.objects.filter(outcome=Outcome.POSITIVE)

        assert sorted(positive.values_list("citizen", flat=True)) == sorted(
            case.citizen_id for case in of(CASES)
        )

    def test_says_nothing_of_the_time_to_come(self, told: evidence.Told) -> None:
        assert not Evidence.objects.filter(happened_at__gt=NOW).exists()
        assert not Result.objects.filter(resulted_at__gt=NOW).exists()

    def test_marks_everybody_it_is_about(self, told: evidence.Told) -> None:
        about = set(
            Evidence.objects.filter(state=State.IN_FORCE).values_list("citizen", flat=True)
        ) | set(Result.objects.values_list("citizen", flat=True))

        assert set(StaleMark.objects.values_list("citizen", flat=True)) == about


class TestTellAgain:
    def test_is_known_afterwards(self, officials: dict[str, User]) -> None:
        before = evidence.is_told()

        tell(officials)

        assert (before, evidence.is_told()) == (False, True)

    def test_is_the_same_for_the_same_seed(
        self, officials: dict[str, User], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def crowd() -> list[int]:
            gathered = evidence.Crowd.gathered([1, 2], NOW)
            return [person.pk for person in gathered.take(20)]

        assert crowd() == crowd()


class TestCrowd:
    def test_gives_nobody_twice(self, officials: dict[str, User]) -> None:
        crowd = evidence.Crowd.gathered([1], NOW)

        people = crowd.take(COUNT // 2) + crowd.take(COUNT // 4, "110105") + crowd.take(50)

        assert len({person.pk for person in people}) == len(people)

    def test_gives_as_many_as_are_left(self, officials: dict[str, User]) -> None:
        county = Area.objects.filter(level=Level.COUNTY).first()
        living = Citizen.objects.filter(area=county).count()
        crowd = evidence.Crowd.gathered([1], NOW)

        assert len(crowd.take(living + 5, county.code)) == living
        assert crowd.take(1, county.code) == []


class TestCrowdOfNobody:
    def test_gives_nobody(self) -> None:
        assert evidence.Crowd.gathered([1], NOW).take(5) == []

    def test_knows_moments_that_have_passed(self) -> None:
        crowd = evidence.Crowd.gathered([1], NOW)

        assert NOW - timedelta(days=3) <= crowd.ago(1, 3) <= NOW - timedelta(days=1)
