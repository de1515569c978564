"""What my office issued, on its pages: ended, withdrawn, and told to whoever it is about."""

from __future__ import annotations

import time
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from tests.cast import NOW
from tests.client import confirm
from tests.factories import evidence
from tests.factories.evidence import official
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture
def piece(eve: Citizen) -> Evidence:
    """An order that my office has filed, and another one signed."""
    return evidence.in_force(eve, EvidenceClass.HOME_ISOLATION)


def mine(unit: str = "filing office", role: str = "epidemiologist", code: str = "110000") -> User:
    return official(role, code, unit=unit)


def done(by: User, name: str, piece: Evidence, **said: Any) -> str:
    return words(reader(by).post(address(name, piece.pk), said, follow=True))


class TestOurs:
    def test_lists_what_my_office_filed_or_signed(self, piece: Evidence) -> None:
        for by in (mine(), mine("approving office", "reviewer")):
            said = words(reader(by).get(address("console:evidence-ours")))

            assert piece.citizen.reference in said

    def test_lists_nothing_of_other_offices(self, piece: Evidence) -> None:
        said = words(reader(mine("third office")).get(address("console:evidence-ours")))

        assert piece.citizen.reference not in said

    def test_says_which_orders_were_to_end(self, eve: Citizen) -> None:
        evidence.in_force(eve, EvidenceClass.HOME_ISOLATION, ends_at=NOW)

        assert "was to end" in words(reader(mine()).get(address("console:evidence-ours")))

    @pytest.mark.parametrize("count", [1, 4])
    def test_takes_as_many_statements_however_much_there_is(
        self, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(count):
            evidence.in_force(source_reference=f"report {number}")
        browser, where = reader(mine()), address("console:evidence-ours")
        browser.get(where)

        with django_assert_num_queries(9):
            browser.get(where)


class TestEnding:
    @pytest.mark.parametrize(
        ("unit", "role"), [("filing office", "epidemiologist"), ("approving office", "reviewer")]
    )
    def test_shows_a_masked_name_and_has_the_person_know(
        self, piece: Evidence, unit: str, role: str
    ) -> None:
        where = address("console:evidence-ending", piece.pk)

        said = words(reader(mine(unit, role)).get(where))

        assert "Note that it has ended" in said
        assert [read.office for read in citizens.reads_of(piece.citizen)] == [unit]

    def test_chooses_no_reason_beforehand(self, piece: Evidence) -> None:
        where = address("console:evidence-ending", piece.pk)

        lists = reader(mine()).get(where).content.decode().split('name="because"')[1:]

        assert len(lists) == 2
        assert all(one.partition("<option")[2].startswith(' value=""') for one in lists)

    def test_says_how_many_contacts_go_with_it(self, eve: Citizen) -> None:
        case = evidence.in_force(eve)
        close = EvidenceClass.CLOSE_CONTACT
        evidence.in_force(of=close, contact=evidence.contact(case=case))

        said = words(reader(mine()).get(address("console:evidence-ending", case.pk)))

        assert "With it goes 1 contact that rests on it." in said

    def test_offers_no_end_to_what_expires_by_itself(self) -> None:
        arrival = evidence.in_force(of=EvidenceClass.GENERAL_CONTACT)

        said = words(reader(mine()).get(address("console:evidence-ending", arrival.pk)))

        assert "Note that it has ended" not in said
        assert "Withdraw it" in said


class TestActs:
    def test_conclude_notes_when_it_ended(self, piece: Evidence) -> None:
        done(mine(), "console:evidence-conclude", piece, at="2026-11-14T20:00", because="tested")

        piece.refresh_from_db()
        assert (piece.ended_because, piece.ended_at is not None) == ("tested", True)

    @pytest.mark.parametrize(
        ("at", "because", "told"),
        [
            ("", "tested", "Say when it ended, and why."),
            ("2026-11-14T20:00", "whim", "Say when it ended, and why."),
            ("2027-01-01T00:00", "tested", "not in the future"),
        ],
    )
    def test_conclude_says_what_is_missing(
        self, piece: Evidence, at: str, because: str, told: str
    ) -> None:
        said = done(mine(), "console:evidence-conclude", piece, at=at, because=because)

        assert told in said
        piece.refresh_from_db()
        assert piece.ended_at is None

    def test_withdraw_takes_it_back_and_tells_the_person(self, piece: Evidence) -> None:
        said = done(mine(), "console:evidence-withdraw", piece, because="not_them")

        assert "Withdrawn. Statuses follow at once." in said
        own = words(reader(piece.citizen.user).get(address("portal:my-data")))
        assert "Order of isolation at home: filing office, approving office Withdrawn" in own
        assert "It is about somebody else." in own

    def test_keep_what_was_said_in_the_form_that_said_it(self, piece: Evidence) -> None:
        said = {"at": "2027-01-01T00:00", "because": "tested"}
        where = address("console:evidence-conclude", piece.pk)

        page = reader(mine()).post(where, said, follow=True).content.decode()

        assert 'value="2027-01-01T00:00"' in page
        assert page.count("selected") == 1
        assert '<option value="tested" selected>' in page

    @pytest.mark.parametrize("because", ["", "because"])
    def test_withdraw_is_for_a_reason_of_the_list(self, piece: Evidence, because: str) -> None:
        said = done(mine(), "console:evidence-withdraw", piece, because=because)

        assert "Choose why it was wrong. Nothing has been done yet." in said
        piece.refresh_from_db()
        assert piece.withdrawn_at is None

    def test_withdraw_is_not_another_offices(self, piece: Evidence) -> None:
        where = address("console:evidence-withdraw", piece.pk)

        answer = reader(mine("third office")).post(where, {"because": "not_them"})

        assert answer.status_code == 404

    def test_ask_who_it_is_first(self, piece: Evidence) -> None:
        by = mine()
        browser = reader(by)
        confirm(browser, by, at=time.time() - 301)

        answer = browser.post(
            address("console:evidence-withdraw", piece.pk), {"because": "not_them"}
        )

        assert answer["Location"].startswith(address("account_reauthenticate"))
        piece.refresh_from_db()
        assert piece.withdrawn_at is None
