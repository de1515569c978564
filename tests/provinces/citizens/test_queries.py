"""Reading a person's record, and the person seeing who did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from provinces.accounts.models import User
from provinces.citizens import queries, services
from provinces.citizens.fields import Field, Sight
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import FOR_OFFICIALS, WORDING, Purpose
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger.models import Entry
from tests.cast import NOW
from tests.factories import areas, citizens, offices, records, users

EVE = Person("夏娃", "11010519491231002X", "+8613800000000")
DAY = timedelta(days=1)


@pytest.fixture
def officer(north: object) -> User:
    """A case officer of the county 110101."""
    official = users.user()
    offices.office(official, areas.area("110101"), "case_officer", unit="county clinic", now=NOW)
    return official


class TestReadRecord:
    def test_returns_the_person_as_far_as_the_purpose_goes(self, officer: User) -> None:
        eve = citizens.citizen(person=EVE)

        whole = queries.read_record(eve, by=officer, purpose=Purpose.CORRECTION, at=NOW)
        record = queries.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW)

        assert whole.person == EVE
        assert record.person == Person("夏娃", "＊＊＊＊2X", "+8613800000000")

    def test_is_for_a_purpose_of_the_role(self, officer: User) -> None:
        eve = citizens.citizen(person=EVE)

        with pytest.raises(queries.OutOfReach):
            queries.read_record(eve, by=officer, purpose=Purpose.DESK, at=NOW)
        assert not queries.reads_of(eve)

    def test_is_seen_by_the_person(self, officer: User) -> None:
        eve = citizens.citizen(person=EVE)
        queries.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW)
        queries.read_record(eve, by=officer, purpose=Purpose.TRACING, at=NOW + DAY)

        latest, first = queries.reads_of(eve)

        assert (latest.at, latest.purpose) == (NOW + DAY, Purpose.TRACING)
        assert first == queries.Read(
            at=NOW,
            office="county clinic",
            role="case_officer",
            purpose=Purpose.CARE,
            by=f"accounts.user:{officer.pk}",
            fields=first.fields,
        )
        assert Field.NAME in first.fields

    def test_tells_what_was_shown_and_no_more(self, officer: User) -> None:
        eve = citizens.citizen(person=EVE)
        fields = [Field.NAME, Field.STATUS, Field.TRIPS]

        record = queries.read_record(eve, fields, by=officer, purpose=Purpose.CARE, at=NOW)

        assert record.person == Person("夏娃", "", "")
        assert record.sight == Sight(frozenset({Field.NAME, Field.STATUS}))
        assert queries.reads_of(eve)[0].fields == (Field.NAME, Field.STATUS)

    def test_tells_of_no_name_that_is_not_kept(self, officer: User) -> None:
        eve = citizens.citizen()

        queries.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW)

        assert queries.reads_of(eve)[0].fields == (Field.ADDRESS,)

    def test_is_told_in_the_persons_language(self, officer: User) -> None:
        eve = citizens.citizen()
        queries.read_record(eve, by=officer, purpose=Purpose.CORRECTION, at=NOW)

        with translation.override("en"):
            assert queries.reads_of(eve)[0].wording == "To correct what is kept about you"

    def test_needs_a_purpose_from_the_list(self, officer: User) -> None:
        eve = citizens.citizen(person=EVE)

        with pytest.raises(ValueError, match="curiosity"):
            queries.read_record(eve, by=officer, purpose="curiosity", at=NOW)

    def test_needs_the_power(self, ada: User) -> None:
        eve = citizens.citizen(person=EVE)

        with pytest.raises(queries.OutOfReach):
            queries.read_record(eve, by=ada, purpose=Purpose.CARE, at=NOW)
        assert not queries.reads_of(eve)

    def test_needs_the_person_to_be_in_the_area(self, officer: User) -> None:
        finn = citizens.citizen(area=areas.area("110102"))

        with pytest.raises(queries.OutOfReach):
            queries.read_record(finn, by=officer, purpose=Purpose.CARE, at=NOW)

    def test_names_the_office_nearest_above_the_person(self, officer: User) -> None:
        offices.office(officer, areas.area("110000"), "case_officer", unit="province", now=NOW)
        eve, finn = citizens.citizen(), citizens.citizen(area=areas.area("110102"))

        for citizen in (eve, finn):
            queries.read_record(citizen, by=officer, purpose=Purpose.CARE, at=NOW)

        assert queries.reads_of(eve)[0].office == "county clinic"
        assert queries.reads_of(finn)[0].office == "province"

    def test_works_for_a_person_assigned_to_the_area(self, officer: User) -> None:
        finn = assigned(areas.area("110101"))

        queries.read_record(finn, by=officer, purpose=Purpose.CARE, at=NOW)

        assert queries.reads_of(finn)[0].office == "county clinic"


class TestReadsOf:
    def test_are_the_persons_own(self, officer: User) -> None:
        eve, finn = citizens.citizen(), citizens.citizen()
        queries.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW)

        assert not queries.reads_of(finn)


class TestOwnRecord:
    def test_leaves_no_entry(self, eve: Citizen) -> None:
        before = Entry.objects.count()

        assert queries.own_record(eve) == queries.Record(eve, None)
        assert Entry.objects.count() == before


class TestPurposes:
    @pytest.mark.parametrize("purpose", Purpose)
    def test_have_words(self, purpose: Purpose) -> None:
        assert str(WORDING[purpose])

    @pytest.mark.parametrize("purpose", Purpose)
    def test_tell_officials_of_the_person(self, purpose: Purpose) -> None:
        assert "you" not in str(FOR_OFFICIALS[purpose]).lower()


def assigned(area: object, **changed: object) -> Citizen:
    """Return a citizen of another city, assigned to an area for a week."""
    citizen = citizens.citizen(area=areas.area("110201"))
    by = users.user()
    for role in ("case_officer", "desk_clerk"):
        offices.office(by, citizen.area, role, unit=f"{role} there", now=NOW)
    given = {
        "powers": [Power.VIEW_PERSON],
        "because": "ordered",
        "period": (NOW, NOW + 7 * DAY),
        "area": area,
    }
    services.assign(citizen, by=by, **{**given, **changed})
    return citizen


class TestVisibleTo:
    """Citizens, from an official's point of view."""

    def visible(self, user: User, power: Power = Power.VIEW_PERSON, at: object = NOW) -> set[int]:
        return set(Citizen.objects.visible_to(user, power, at).values_list("pk", flat=True))

    def test_are_the_residents_of_the_subtree(self, officer: User) -> None:
        here = citizens.citizen()
        below = citizens.citizen(area=areas.area("110101001"))
        citizens.citizen(area=areas.area("110102"))
        citizens.citizen(area=areas.area("110100"))

        assert self.visible(officer) == {here.pk, below.pk}

    def test_are_none_without_the_power(self, officer: User) -> None:
        citizens.citizen()

        assert self.visible(officer, Power.ENROL_PERSON) == set()

    @pytest.mark.parametrize(
        ("at", "seen"),
        [
            (NOW - timedelta(microseconds=1), False),
            (NOW, True),
            (NOW + 7 * DAY - timedelta(microseconds=1), True),
            (NOW + 7 * DAY, False),
        ],
    )
    def test_are_the_assigned_while_that_lasts(self, officer: User, at: object, seen: bool) -> None:
        citizen = assigned(areas.area("110101"))

        assert (citizen.pk in self.visible(officer, at=at)) is seen

    def test_are_the_assigned_for_the_powers_named(self, officer: User) -> None:
        assigned(areas.area("110101"), powers=[Power.PROPOSE_EVIDENCE])

        assert self.visible(officer) == set()

    def test_are_not_those_assigned_elsewhere(self, officer: User) -> None:
        assigned(areas.area("110102"))

        assert self.visible(officer) == set()

    def test_are_counted_once(self, officer: User) -> None:
        resident = citizens.citizen()
        for _ in range(2):
            records.assigned(resident, "110101")

        assert Citizen.objects.visible_to(officer, Power.VIEW_PERSON, NOW).count() == 1

    def test_are_none_once_the_office_is_over(self, officer: User) -> None:
        citizens.citizen()

        assert self.visible(officer, at=Office.objects.get(user=officer).period.upper) == set()
