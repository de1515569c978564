"""The second signature under evidence, on its pages."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, State
from tests.client import confirm
from tests.factories import citizens as people
from tests.factories import evidence
from tests.pages import address, reader, words


def page(user: User, name: str, *values: Any) -> str:
    return words(reader(user).get(address(name, *values)))


def answered(user: User, name: str, key: int, **said: Any) -> str:
    return words(reader(user).post(address(name, key), said, follow=True))


class TestWaiting:
    def test_lists_single_pieces_and_lists(self, ada: User, ben: User, eve: Citizen) -> None:
        evidence.proposed(eve, by=ada)
        batch = evidence.listed([people.citizen(), people.citizen()], by=ada)

        said = page(ben, "console:evidence-waiting")

        assert f"{eve.reference} Confirmed case" in said
        assert f"List {batch.pk} Close contact 2 city health office" in said

    def test_leaves_out_what_is_held(self, ben: User, eve: Citizen) -> None:
        evidence.held(eve)

        assert eve.reference not in page(ben, "console:evidence-waiting")

    def test_is_narrowed_by_class_and_team(self, ben: User, eve: Citizen) -> None:
        evidence.proposed(eve)
        other = evidence.proposed(of=EvidenceClass.HOME_ISOLATION)
        where = address("console:evidence-waiting")

        said = words(reader(ben).get(f"{where}?kind=home_isolation&team=filing+office"))

        assert other.citizen.reference in said
        assert eve.reference not in said

    @pytest.mark.parametrize("count", [1, 5])
    def test_takes_as_many_statements_however_much_waits(
        self, ben: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(count):
            evidence.proposed()
        browser, where = reader(ben), address("console:evidence-waiting")
        browser.get(where)

        with django_assert_num_queries(8):
            browser.get(where)


class TestPiece:
    def test_says_all_that_the_signer_needs(self, ben: User, eve: Citizen) -> None:
        case = evidence.recorded()
        of = EvidenceClass.CLOSE_CONTACT
        piece = evidence.proposed(eve, of, contact=evidence.contact(case=case))

        said = page(ben, "console:evidence-piece", piece.pk)

        for told in (
            "Close contact",
            eve.reference,
            f"number {case.pk} of the register",
            "现场流调",
            "report 2026-1114-07",
            "《传染病防治法》第三十九条",
            "filing office",
        ):
            assert told in said

    def test_has_the_person_know_who_looked(self, ben: User, eve: Citizen) -> None:
        page(ben, "console:evidence-piece", evidence.proposed(eve).pk)

        (read,) = citizens.reads_of(eve)
        assert (read.office, read.fields) == ("city review office", ("evidence",))

    def test_offers_no_signature_under_what_is_held(self, ben: User, eve: Citizen) -> None:
        said = page(ben, "console:evidence-piece", evidence.held(eve).pk)

        assert "Another body has to release it first" in said
        assert "Approve: it counts" not in said


class TestAnswer:
    def test_approves(self, ben: User, eve: Citizen) -> None:
        piece = evidence.proposed(eve)

        said = answered(ben, "console:evidence-approve", piece.pk)

        assert "Approved. It is in force, and the status follows." in said
        piece.refresh_from_db()
        assert (piece.state, piece.approved_by) == (State.IN_FORCE, ben)

    def test_comes_after_confirming_who_one_is(self, ben: User, eve: Citizen) -> None:
        piece, browser = evidence.proposed(eve), reader(ben)
        confirm(browser, ben, at=time.time() - 301)

        asked = browser.post(address("console:evidence-approve", piece.pk))

        assert asked["Location"].startswith(address("account_reauthenticate"))
        assert Evidence.objects.get().state == State.AWAITING

    def test_does_not_approve_for_ones_own_office(self, ada: User, eve: Citizen) -> None:
        piece = evidence.proposed(eve, by=ada)
        colleague = evidence.official("reviewer", unit="city health office")

        said = answered(colleague, "console:evidence-approve", piece.pk)

        assert "another office has to decide" in said

    def test_does_not_approve_what_is_held(self, ben: User, eve: Citizen) -> None:
        piece = evidence.held(eve)

        said = answered(ben, "console:evidence-approve", piece.pk)

        assert "It is held." in said
        assert Evidence.objects.get().state == State.AWAITING

    def test_rejects_with_a_reason(self, ben: User, eve: Citizen) -> None:
        piece = evidence.proposed(eve)

        assert "Give a reason" in answered(ben, "console:evidence-reject", piece.pk, because=" ")
        said = answered(ben, "console:evidence-reject", piece.pk, because="no such report")

        assert "Rejected. It never had any effect." in said
        assert Evidence.objects.get().rejected_because == "no such report"

    def test_keeps_the_reason_on_the_page(self, ben: User, eve: Citizen) -> None:
        where = address("console:evidence-reject", evidence.proposed(eve).pk)
        long = "no such report " * 21

        answer = reader(ben).post(where, {"because": long}, follow=True)

        assert f'value="{long}"' in answer.content.decode()

    def test_is_about_what_waits_in_ones_areas(self, ben: User, finn: Citizen) -> None:
        piece = evidence.proposed(finn)

        for name in ("console:evidence-approve", "console:evidence-reject"):
            assert reader(ben).post(address(name, piece.pk)).status_code == 404


class TestLists:
    def test_show_their_lines(self, ada: User, ben: User, eve: Citizen) -> None:
        batch = evidence.listed([eve, people.citizen()], by=ada)

        said = page(ben, "console:evidence-list", batch.pk)

        assert "2 of 2 lines wait for a signature." in said
        assert eve.reference in said

    def test_are_approved_as_a_whole(self, ada: User, ben: User) -> None:
        batch = evidence.listed([people.citizen(), people.citizen()], by=ada)

        said = answered(ben, "console:evidence-list-approve", batch.pk)

        assert "Approved." in said
        assert Evidence.objects.filter(state=State.IN_FORCE).count() == 2

    def test_are_rejected_as_a_whole(self, ada: User, ben: User) -> None:
        batch = evidence.listed([people.citizen(), people.citizen()], by=ada)

        said = answered(ben, "console:evidence-list-reject", batch.pk, because="no such report")

        assert "Rejected." in said
        assert Evidence.objects.filter(state=State.REJECTED).count() == 2

    def test_that_are_held_are_not_approved(self, ada: User, ben: User) -> None:
        batch = evidence.listed([people.citizen() for _ in range(21)], by=ada)

        assert "It is held." in answered(ben, "console:evidence-list-approve", batch.pk)
        assert "Approve the whole list" not in page(ben, "console:evidence-list", batch.pk)

    def test_of_another_area_are_not_found(self, ben: User, finn: Citizen) -> None:
        batch = evidence.listed([finn])

        assert reader(ben).get(address("console:evidence-list", batch.pk)).status_code == 404
