"""Enrolling people, assigning cases, marking the stale."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, connection, transaction

from provinces.accounts.models import User
from provinces.citizens import identities, queries, services
from provinces.citizens.identities import Person
from provinces.citizens.models import CaseAssignment, Citizen, Identity, StaleMark
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, directory, scope
from tests import cast
from tests.cast import NOW
from tests.factories import areas, citizens, offices, records, users

DOCUMENT = "11010519491231002X"
EVE = Person("夏娃", DOCUMENT, "+8613800000000")


@pytest.fixture
def officer(north: directory.Entry) -> User:
    """A case officer of the city 110100."""
    official = users.user()
    offices.office(official, areas.area("110100"), "case_officer", unit="city clinic", now=NOW)
    return official


class TestEnrol:
    def test_keeps_no_word_of_the_person_in_the_clear(self, north: directory.Entry) -> None:
        citizens.citizen(person=EVE)

        with connection.cursor() as cursor:
            for table in connection.introspection.table_names():
                cursor.execute(f"SELECT t::text FROM {table} t")
                everything = "".join(row[0] for row in cursor.fetchall())
                for secret in (EVE.full_name, EVE.document, EVE.contact):
                    assert secret not in everything
                    assert secret.encode().hex() not in everything

    def test_finds_a_document_again_by_its_keyed_hash(self, north: directory.Entry) -> None:
        citizen = citizens.citizen(person=EVE)
        key = credentials.key_of(cast.NORTH)

        found = Identity.objects.get(document_hash=identities.document_hash(key, DOCUMENT))

        assert found.citizen == citizen

    def test_keeps_the_year_of_birth_alone(self, north: directory.Entry) -> None:
        assert citizens.citizen(person=EVE).birth_year == 1949
        assert citizens.citizen().birth_year is None

    def test_refuses_a_document_twice(self, north: directory.Entry) -> None:
        citizens.citizen(person=EVE)

        with pytest.raises(services.AlreadyEnrolled):
            citizens.citizen(person=Person("Other", DOCUMENT.lower()))
        assert Citizen.objects.count() == 1

    def test_knows_nothing_of_another_provinces_people(self, north: directory.Entry) -> None:
        mine = citizens.citizen(person=EVE)
        with scope.province(cast.SOUTH):
            theirs = citizens.citizen(area=areas.area("120101"), person=EVE)
            hashed = bytes(theirs.identity.document_hash)

        assert bytes(mine.identity.document_hash) != hashed

    def test_refuses_what_is_no_document(self, north: directory.Entry) -> None:
        with pytest.raises(identities.NotADocument):
            citizens.citizen(person=Person("Eve", "110105194912310021"))
        assert not Citizen.objects.exists()

    def test_is_recorded_without_the_person(self, north: directory.Entry) -> None:
        citizen = citizens.citizen(person=EVE)

        (payload,) = ledger.about(citizen)
        assert payload.entry.event == "citizen.enrolled"
        assert payload.body == {}

    def test_gives_references_that_say_nothing(self, north: directory.Entry) -> None:
        references = {citizens.citizen().reference for _ in range(20)}

        assert len(references) == 20
        assert all(len(reference) == 16 for reference in references)


class TestSealedIdentity:
    def test_moved_to_another_citizen_does_not_open(self, north: directory.Entry) -> None:
        eve = citizens.citizen(person=EVE)
        finn = citizens.citizen(person=Person("Finn", "E12345678"))
        Identity.objects.filter(citizen=finn).update(sealed=eve.identity.sealed)

        with pytest.raises(InvalidTag):
            queries.own_record(finn)


class TestAssign:
    def assign(self, citizen: Citizen, by: User, **changed: object) -> None:
        given = {
            "area": areas.area("110201"),
            "powers": [Power.VIEW_PERSON],
            "because": "treated",
            "period": (NOW, NOW + timedelta(days=7)),
        }
        services.assign(citizen, by=by, **{**given, **changed})

    def test_is_recorded(self, officer: User) -> None:
        citizen = citizens.citizen()

        self.assign(citizen, officer)

        payload = ledger.about(citizen)[0]
        assert payload.entry.event == "assignment.opened"
        assert payload.body == {
            "assignment": CaseAssignment.objects.get().pk,
            "area": "110201",
            "powers": ["view_person"],
            "because": "treated",
            "until": (NOW + timedelta(days=7)).isoformat(),
            "office": "city clinic",
        }

    def test_must_end(self, officer: User) -> None:
        with pytest.raises(IntegrityError, match="an_assignment_ends"), transaction.atomic():
            self.assign(citizens.citizen(), officer, period=(NOW, NOW))

    def test_lasts_for_sixty_days_at_most(self, officer: User) -> None:
        citizen = citizens.citizen()
        ends = NOW + timedelta(days=60)

        with pytest.raises(services.TooLong, match="lasts 60 days at most"):
            self.assign(citizen, officer, period=(NOW, ends + timedelta(minutes=1)))
        self.assign(citizen, officer, period=(NOW, ends))

        (assignment,) = CaseAssignment.objects.all()
        assignment.ends_at += timedelta(minutes=1)
        with pytest.raises(IntegrityError, match="ends_soon_enough"), transaction.atomic():
            assignment.save()

    def test_hands_on_what_the_official_may_do_themselves(self, officer: User) -> None:
        powers = [Power.VIEW_PERSON, Power.ENROL_PERSON]

        with pytest.raises(services.NotTheirs, match="may not enrol_person where"):
            self.assign(citizens.citizen(), officer, powers=powers)

    def test_is_opened_where_the_person_lives(self, officer: User) -> None:
        """Nobody reaches for a person out of the area into which they would have them."""
        finn = citizens.citizen(area=areas.area("110201"))

        with pytest.raises(services.NotTheirs):
            self.assign(finn, officer, area=areas.area("110101"))

    def test_is_not_handed_on_in_turn(self, officer: User) -> None:
        citizen = citizens.citizen()
        self.assign(citizen, officer)
        there = users.user()
        offices.office(there, areas.area("110201"), "case_officer", unit="clinic", now=NOW)

        assert Citizen.objects.visible_to(there, Power.VIEW_PERSON, NOW).exists()
        with pytest.raises(services.NotTheirs):
            self.assign(citizen, there)

    def test_is_not_for_oneself(self, officer: User) -> None:
        with pytest.raises(services.NotTheirs, match="themselves; a colleague may"):
            self.assign(citizens.citizen(user=officer), officer)

    @pytest.mark.parametrize("because", ["", "hospital"])
    def test_has_a_reason_of_the_list(self, officer: User, because: str) -> None:
        with pytest.raises(services.NoReason):
            self.assign(citizens.citizen(), officer, because=because)

    def test_hands_on_nothing_but_the_list(self, officer: User) -> None:
        with pytest.raises(services.NoPowers):
            self.assign(citizens.citizen(), officer, powers=[Power.HAND_OVER])

    def test_is_to_nobody_who_has_it_anyway(self, officer: User) -> None:
        with pytest.raises(services.AlreadyTheirs, match="lives in"):
            self.assign(citizens.citizen(), officer, area=areas.area("110100"))

    def test_names_a_power(self, officer: User) -> None:
        with pytest.raises(services.NoPowers):
            self.assign(citizens.citizen(), officer, powers=[])


class TestEndAssignment:
    def test_is_over_at_once_and_keeps_a_length(self, officer: User) -> None:
        citizen = citizens.citizen()
        made = records.assigned(citizen, "110201", now=NOW + timedelta(days=1))

        over = services.end_assignment(made.pk, of=citizen, by=officer, now=made.starts_at)

        assert over.starts_at < over.ends_at <= NOW + timedelta(microseconds=1)
        with pytest.raises(services.NotAssigned):
            services.end_assignment(made.pk, of=citizen, by=officer, now=over.ends_at)

    def test_is_not_for_oneself(self, officer: User) -> None:
        citizen = citizens.citizen(user=officer)
        made = records.assigned(citizen, "110201")

        with pytest.raises(services.NotTheirs, match="a colleague may"):
            services.end_assignment(made.pk, of=citizen, by=officer, now=NOW)

    def test_is_not_for_officials_of_a_third_area(self, officer: User) -> None:
        citizen = citizens.citizen(area=areas.area("110201"))
        made = records.assigned(citizen, "110301")

        with pytest.raises(services.NotTheirs, match="neither at home nor"):
            services.end_assignment(made.pk, of=citizen, by=officer, now=NOW)


class TestMarkStale:
    def test_marks_each_citizen(self, north: directory.Entry) -> None:
        marked = [citizens.citizen().pk for _ in range(3)]

        services.mark_stale(marked, because=Event.PRESENCE_INGESTED, at=NOW)

        assert set(StaleMark.objects.values_list("citizen_id", "day", "because")) == {
            (pk, None, "presence.ingested") for pk in marked
        }

    def test_marks_whom_a_query_names(self, north: directory.Entry) -> None:
        one, other = citizens.citizen(), citizens.citizen()

        count = services.mark_stale_from(
            "SELECT id, NULL::integer FROM citizens_citizen WHERE id = %s",
            [one.pk],
            because=Event.ZONE_LIFTED,
            at=NOW,
        )

        assert count == 1
        assert list(StaleMark.objects.values_list("citizen_id", "day")) == [(one.pk, None)]
        assert other.pk != one.pk
