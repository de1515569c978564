"""The register of cases, its contacts by team, and how soon contacts were told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.console.evidence.lists import KeysFirst
from provinces.evidence import queries, services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, State
from provinces.notices.models import Notice
from provinces.screening.models import Outcome
from tests import cast
from tests.factories import citizens as people
from tests.factories import evidence, screening
from tests.pages import address, reader, words

NOW = cast.NOW
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ORDER = EvidenceClass.HOME_ISOLATION
CLOSE = EvidenceClass.CLOSE_CONTACT


def page(user: User, name: str, *values: Any, query: str = "") -> str:
    return words(reader(user).get(f"{address(name, *values)}{query}"))


def contact(case: Evidence, person: Citizen | None = None, **values: Any) -> Evidence:
    return evidence.in_force(person, CLOSE, contact=evidence.contact(case=case), **values)


def told(contact: Evidence, at: Any) -> None:
    Notice.objects.create(citizen=contact.citizen, kind=Notice.Kind.BEGAN, created_at=at)


class TestKeysFirst:
    def test_turns_the_pages_of_a_list_in_its_order(
        self, ada: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        case = evidence.recorded()
        for _ in range(5):
            contact(case)
        found = queries.contacts(ada, NOW)
        paginator = KeysFirst(found, 2)

        with django_assert_num_queries(4):  # How many there are, and each page with its people.
            pages = [[(each, each.citizen.area) for each in paginator.page(n)] for n in (1, 2, 3)]

        assert [len(each) for each in pages] == [2, 2, 1]
        assert [piece for each in pages for piece, _area in each] == list(found)


class TestCases:
    def test_lists_those_of_the_officials_areas(self, ada: User, cleo: User, eve: Citizen) -> None:
        evidence.recorded(eve)

        assert f"{eve.reference} Confirmed case Counts" in page(ada, "console:cases")
        assert eve.reference not in page(cleo, "console:cases")

    def test_says_how_long_it_took_until_contacts_were_told(self, ada: User, eve: Citizen) -> None:
        case = evidence.recorded(eve, now=NOW - 9 * HOUR, happened_at=NOW - 10 * HOUR)
        told(contact(case, now=NOW - 8 * HOUR, happened_at=NOW - 20 * HOUR), NOW - 7 * HOUR)
        contact(case)

        said = page(ada, "console:cases")

        assert "3 h 0 min" in said
        assert "1 contact not told yet" in said

    def test_begins_with_the_positive_result_where_there_is_one(
        self, ada: User, eve: Citizen
    ) -> None:
        moments = {"sampled_at": NOW - 18 * HOUR, "resulted_at": NOW - 12 * HOUR}
        screening.result(eve, outcome=Outcome.POSITIVE, **moments)
        case = evidence.recorded(eve, now=NOW - 9 * HOUR, happened_at=NOW - 10 * HOUR)
        told(contact(case, now=NOW - 8 * HOUR, happened_at=NOW - 20 * HOUR), NOW - 7 * HOUR)

        assert "5 h 0 min" in page(ada, "console:cases")

    def test_is_narrowed_by_class(self, ada: User, eve: Citizen) -> None:
        evidence.recorded(eve)

        said = page(ada, "console:cases", query="?kind=suspected_case")

        assert eve.reference not in said

    @pytest.mark.parametrize("count", [1, 5])
    def test_takes_as_many_statements_however_many_there_are(
        self, ada: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(count):
            contact(evidence.recorded(source_reference=f"report {number}"))
        browser, where = reader(ada), address("console:cases")
        browser.get(where)

        with django_assert_num_queries(11):
            browser.get(where)


class TestCase:
    def test_shows_what_rests_on_it_by_whom_and_how(self, ada: User, eve: Citizen) -> None:
        case = evidence.recorded(eve)
        close = contact(case)

        said = page(ada, "console:case", case.pk)

        assert f"{close.citizen.reference} Close contact Counts" in said
        assert "现场流调" in said
        assert "filing office" in said
        assert "File a contact" in said

    def test_has_the_person_know_who_looked(self, ada: User, eve: Citizen) -> None:
        page(ada, "console:case", evidence.recorded(eve).pk)

        assert [read.office for read in citizens.reads_of(eve)] == ["city health office"]

    def test_is_a_case_or_a_close_contact_in_reach(
        self, ada: User, eve: Citizen, finn: Citizen
    ) -> None:
        order = evidence.recorded(eve, EvidenceClass.HOME_ISOLATION)

        for piece in (order, evidence.recorded(finn)):
            answer = reader(ada).get(address("console:case", piece.pk))
            assert answer.status_code == 404

    def test_leaves_out_contacts_out_of_reach(self, ada: User, eve: Citizen, finn: Citizen) -> None:
        case = evidence.recorded(eve)
        contact(case, finn)

        assert finn.reference not in page(ada, "console:case", case.pk)


class TestContacts:
    def test_lists_them_by_team(self, ada: User, eve: Citizen) -> None:
        case = evidence.recorded()
        contact(case, eve)
        mine = services.propose(
            evidence.claim(of=CLOSE, contact=evidence.contact(case=case)), by=ada, now=NOW
        )

        said = page(ada, "console:contacts", query="?team=city+health+office")

        assert mine.citizen.reference in said
        assert eve.reference not in said

    @pytest.mark.parametrize("count", [1, 5])
    def test_takes_as_many_statements_however_many_there_are(
        self, ada: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        case = evidence.recorded()
        for _ in range(count):
            contact(case)
        browser, where = reader(ada), address("console:contacts")
        browser.get(where)

        with django_assert_num_queries(8):
            browser.get(where)


class TestOverdue:
    @pytest.fixture
    def filing(self, eve: Citizen) -> User:
        """An official of the office that ordered somebody to stay at home, until yesterday."""
        since = NOW - 5 * DAY
        evidence.in_force(eve, ORDER, now=since, happened_at=since, ends_at=NOW - 26 * HOUR)
        return evidence.official("epidemiologist", "110000", unit="filing office")

    def test_lists_orders_that_nobody_has_released(
        self, filing: User, ada: User, eve: Citizen
    ) -> None:
        said = page(filing, "console:orders-overdue")

        assert f"{eve.reference} Order of isolation at home" in said
        assert "1 day 2 hours" in said
        assert eve.reference not in page(ada, "console:orders-overdue")

    def test_leads_from_the_desk_to_where_they_are_ended(self, filing: User) -> None:
        where = address("console:orders-overdue")
        order = Evidence.objects.get()

        desk, found = (reader(filing).get(at) for at in (address("console:home"), where))

        assert f'href="{where}"' in desk.content.decode()
        assert address("console:evidence-ending", order.pk) in found.content.decode()

    def test_says_that_there_are_none(self, ada: User, eve: Citizen) -> None:
        evidence.recorded(eve, ORDER)

        assert "No order of my office is past its end." in page(ada, "console:orders-overdue")


class TestMine:
    def test_says_what_became_of_it(self, ada: User, ben: User, eve: Citizen) -> None:
        services.reject(evidence.proposed(eve, by=ada), by=ben, because="no report", now=NOW)

        said = page(ada, "console:evidence-mine")

        assert "Rejected no report" in said

    def test_takes_back_what_nobody_has_signed(self, ada: User, eve: Citizen) -> None:
        piece = evidence.proposed(eve, by=ada)

        where = address("console:evidence-take-back", piece.pk)
        said = words(reader(ada).post(where, follow=True))

        assert "Taken back." in said
        assert Evidence.objects.get().state == State.REJECTED

    def test_takes_back_nothing_of_others(self, ada: User, eve: Citizen) -> None:
        piece = evidence.proposed(eve)

        answer = reader(ada).post(address("console:evidence-take-back", piece.pk))

        assert answer.status_code == 404

    def test_lists_nobody_elses(self, ada: User, eve: Citizen) -> None:
        evidence.proposed(people.citizen())

        assert "You have filed nothing yet." in page(ada, "console:evidence-mine")
