"""Auditors examine misuse cases, and see nobody's name but officials'."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Change
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.oversight import wording
from provinces.oversight.auditing import showing
from provinces.oversight.misuse import queries, services
from provinces.oversight.models import Case, Freeze
from tests import cast
from tests.factories import changes, citizens, evidence, oversight
from tests.pages import address, reader, words

NOW = cast.NOW
# How many statements each page runs, however much there is on it.
CASES = 9
CASE = 19


@pytest.fixture
def auditor(north: object) -> User:
    return oversight.auditor()


@pytest.fixture
def case(auditor: User) -> Case:
    return oversight.a_case(by=oversight.reader(name="Zhou Xia"))


class TestCases:
    def test_are_listed_with_whom_they_lie_with(self, auditor: User, case: Case) -> None:
        other = oversight.auditor(unit="other audit office")

        mine = words(reader(auditor).get(address("console:misuse")))
        theirs = words(reader(other).get(address("console:misuse")))

        assert mine.index(case.reference) < mine.index("Others, and closed ones")
        assert theirs.index(case.reference) > theirs.index("Others, and closed ones")

    def test_cost_as_many_statements_for_many(
        self, auditor: User, case: Case, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        oversight.a_case(by=oversight.reader(unit="another clinic"))
        browser = reader(auditor)

        with django_assert_num_queries(CASES):
            browser.get(address("console:misuse"))


class TestSanctions:
    @pytest.fixture
    def granter(self, north: object) -> User:
        return changes.granter(full_name="Personnel One")

    @pytest.fixture
    def founded(self, auditor: User) -> Case:
        official = oversight.official("case_officer", "110101", unit="clinic", name="Zhou Xia")
        case = oversight.a_case(by=official)
        services.examine(case, by=auditor, now=NOW)
        return services.close(
            case, is_founded=True, because="no case of theirs", by=auditor, now=NOW
        )

    def proposed(self, granter: User, founded: Case) -> None:
        office = founded.official.offices.get()
        jurisdictions.propose_suspension(office, because="misuse_suspected", by=granter, now=NOW)

    def test_are_asked_of_whoever_decides_about_offices(self, granter: User, founded: Case) -> None:
        desk = words(reader(granter).get(address("console:home")))
        said = words(reader(granter).get(address("console:office-changes")))

        assert "Suspensions that auditors advise 1" in desk
        assert f"Zhou Xia · case {founded.reference}" in said

    def test_are_asked_until_something_is_proposed(self, granter: User, founded: Case) -> None:
        self.proposed(granter, founded)

        said = words(reader(granter).get(address("console:office-changes")))

        assert "Suspensions that auditors advise" not in said

    def test_are_asked_again_when_what_was_proposed_is_taken_back(
        self, granter: User, founded: Case
    ) -> None:
        self.proposed(granter, founded)
        assert queries.to_suspend(granter, NOW) == []

        jurisdictions.withdraw(Change.objects.get(), by=granter, now=NOW)

        assert [each.official for each in queries.to_suspend(granter, NOW)] == [founded.official]

    def test_are_not_asked_of_the_official(self, founded: Case) -> None:
        assert queries.to_suspend(founded.official, NOW) == []

    def test_stand_in_the_case_with_what_became_of_them(
        self, auditor: User, granter: User, founded: Case
    ) -> None:
        before = words(reader(auditor).get(address("console:misuse-case", founded.reference)))
        self.proposed(granter, founded)
        after = words(reader(auditor).get(address("console:misuse-case", founded.reference)))

        assert "Sanctions Nothing has been proposed yet" in before
        assert "Sanctions Zhou Xia: Suspend an office Awaits signature" in after


class TestCase:
    def test_reads_names_in_the_script_of_the_page(self, auditor: User) -> None:
        one = oversight.a_case(by=oversight.reader(unit="诊所 Clinic", name="周霞 Zhou Xia"))

        said = words(reader(auditor).get(address("console:misuse-case", one.reference)))

        assert "Official Zhou Xia · Clinic" in said

    def test_says_what_was_counted_in_the_language_of_the_page(self) -> None:
        case = Case(measures={"people": 23, "least": 10, "value": "登记表 Register"})

        with translation.override("en"):
            said = [(str(words), value) for words, value in wording.measures(case)]

        assert said == [
            ("People concerned", 23),
            ("A case is opened from this number on", 10),
            ("Which", "Register"),
        ]

    def test_shows_its_evidence_under_names_of_its_own(self, auditor: User, case: Case) -> None:
        said = words(reader(auditor).get(address("console:misuse-case", case.reference)))

        citizen = case.subjects.get().citizen
        assert "Zhou Xia" in said
        assert showing.names_for(auditor, case.reference).of(citizen.pk) in said
        assert showing.names_for(auditor).of(citizen.pk) not in said
        assert citizen.reference not in said

    def test_has_each_look_at_it_noted(self, auditor: User, case: Case) -> None:
        reader(auditor).get(address("console:misuse-case", case.reference))

        (look,) = Payload.objects.filter(entry__event=Event.LOG_READ)
        assert look.body == {"case": case.reference}

    def test_lists_what_is_to_be_undone(self, auditor: User) -> None:
        one = oversight.official("epidemiologist", unit="centre", name="Zhang")
        other = oversight.official("reviewer", unit="commission", name="Zhao")
        people = [citizens.citizen() for _ in range(10)]
        oversight.single_entries(people, filed_by=one, signed_by=other)
        services.detect(now=NOW)
        case = Case.objects.get(kind="pair")

        said = words(reader(auditor).get(address("console:misuse-case", case.reference)))

        assert "What is to be undone" in said
        assert "Seconds from filing to signature, half of them 20" in said

    def test_costs_as_many_statements_for_many_entries(
        self, auditor: User, case: Case, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser = reader(auditor)

        with django_assert_num_queries(CASE):
            browser.get(address("console:misuse-case", case.reference))


class TestFreezing:
    @pytest.fixture
    def filed(self, auditor: User) -> Case:
        """A case of a list of which nobody has signed a line."""
        by = oversight.official("epidemiologist", unit="centre", name="Zhang")
        people = [citizens.citizen() for _ in range(10)]
        evidence.listed(people, by=by, now=NOW - timedelta(hours=1))
        services.detect(now=NOW)
        return Case.objects.get(kind="cohort")

    def test_has_all_wait_that_awaits_a_signature(self, auditor: User, filed: Case) -> None:
        page = address("console:misuse-case", filed.reference)
        assert "10 pieces of this case await a signature" in words(reader(auditor).get(page))

        said = {"thing": "piece", "case": filed.reference, "because": "one list"}
        done = reader(auditor).post(address("console:freezes"), said, follow=True)

        assert "Frozen for 72 hours" in words(done)
        assert sorted(Freeze.objects.values_list("key", flat=True)) == sorted(filed.pieces)
        assert "await a signature" not in words(reader(auditor).get(page))

    def test_is_of_a_case_that_the_auditor_may_see(self, filed: Case) -> None:
        concerned = oversight.auditor(unit="centre")

        said = {"thing": "piece", "case": filed.reference, "because": "one list"}
        answer = reader(concerned).post(address("console:freezes"), said)

        assert answer.status_code == 404
        assert not Freeze.objects.exists()

    def test_is_of_evidence_alone(self, auditor: User, filed: Case) -> None:
        said = {"thing": "zone", "case": filed.reference, "because": "one list"}

        assert reader(auditor).post(address("console:freezes"), said).status_code == 404


class TestDeciding:
    def test_goes_from_open_to_founded(self, auditor: User, case: Case) -> None:
        browser, page = reader(auditor), address("console:misuse-case", case.reference)
        assert "Examine this case" in words(browser.get(page))

        browser.post(address("console:misuse-examine", case.reference))
        assert "What does it come to?" in words(browser.get(page))
        verdict = {"verdict": "founded", "because": "No case of theirs."}
        done = browser.post(address("console:misuse-close", case.reference), verdict, follow=True)

        assert "Everybody concerned is told" in words(done)
        assert "Suspension proposed" in words(done)

    def test_keeps_what_was_said_where_it_is_too_much(self, auditor: User, case: Case) -> None:
        browser = reader(auditor)
        browser.post(address("console:misuse-examine", case.reference))
        said = {"verdict": "unfounded", "because": "x" * 601}

        page = browser.post(address("console:misuse-close", case.reference), said, follow=True)

        assert "x" * 601 in words(page)
        assert 'value="unfounded" checked' in page.content.decode()
        assert Case.objects.get().state == "examined"

    def test_is_not_for_others(self, case: Case) -> None:
        other = reader(oversight.auditor(unit="other audit office"))

        done = other.post(address("console:misuse-examine", case.reference), follow=True)

        assert "lies with another auditor" in words(done)
        assert Case.objects.get().state == "open"

    def test_takes_one_of_two_verdicts(self, auditor: User, case: Case) -> None:
        browser = reader(auditor)
        browser.post(address("console:misuse-examine", case.reference))

        said = {"verdict": "perhaps", "because": "x"}
        done = browser.post(address("console:misuse-close", case.reference), said)

        assert done.status_code == 404
