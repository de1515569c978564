"""What is held, to those who release it and to auditors."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.models import Hold
from tests.factories import evidence
from tests.pages import address, reader, words


@pytest.fixture
def releaser(north: object) -> User:
    return evidence.official("high_reviewer", "110000", unit="command")


@pytest.fixture
def auditor(north: object) -> User:
    return evidence.official("auditor", "110000", unit="audit office")


def page(user: User, name: str, *values: Any) -> str:
    return words(reader(user).get(address(name, *values)))


def decided(user: User, name: str, hold: Hold, because: str) -> str:
    said = {"because": because, "read": str(hold.count)}
    return words(reader(user).post(address(name, hold.pk), said, follow=True))


class TestHolds:
    @pytest.mark.parametrize(("who", "name"), [("releaser", "holds"), ("auditor", "holds-audited")])
    def test_are_listed(
        self, eve: Citizen, who: str, name: str, request: pytest.FixtureRequest
    ) -> None:
        evidence.held(eve)

        said = page(request.getfixturevalue(who), f"console:{name}")

        assert "filing office Held: nobody is touched 1" in said

    @pytest.mark.parametrize("count", [1, 4])
    def test_take_as_many_statements_however_many_there_are(
        self, releaser: User, count: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for number in range(count):
            by = evidence.official("epidemiologist", "110000", unit=f"office {number}")
            evidence.held(by=by)
        browser, where = reader(releaser), address("console:holds")
        browser.get(where)

        with django_assert_num_queries(8):
            browser.get(where)


class TestHold:
    def test_says_why_and_what_is_in_it_and_of_nobody(self, eve: Citizen, releaser: User) -> None:
        piece = evidence.held(eve)

        said = page(releaser, "console:hold", piece.hold_id)

        assert "many people whom nothing else connects with a case" in said
        assert "Confirmed case 1 report 2026-1114-07" in said
        assert eve.reference not in said

    def test_is_read_by_auditors_who_decide_nothing(self, eve: Citizen, auditor: User) -> None:
        piece = evidence.held(eve)

        said = page(auditor, "console:hold-audited", piece.hold_id)

        assert "1 piece held" in said
        assert "Release it" not in said
        answer = reader(auditor).post(address("console:hold-release", piece.hold_id))
        assert answer.status_code == 403


class TestDecide:
    def test_releases_with_a_reason(self, eve: Citizen, releaser: User) -> None:
        hold = evidence.held(eve).hold

        assert "Give a reason" in decided(releaser, "console:hold-release", hold, "")
        said = decided(releaser, "console:hold-release", hold, "papers seen")

        assert "Released. It can be approved now, by a third office." in said
        assert "command" in said
        assert "papers seen" in said

    @pytest.mark.parametrize("name", ["console:hold-release", "console:hold-refuse"])
    def test_keeps_too_long_a_reason(self, eve: Citizen, releaser: User, name: str) -> None:
        hold = evidence.held(eve).hold
        said = {"because": "x" * 301, "read": str(hold.count)}

        page = reader(releaser).post(address(name, hold.pk), said, follow=True)

        assert f'value="{"x" * 301}"' in page.content.decode()

    def test_refuses_with_a_reason(self, eve: Citizen, releaser: User) -> None:
        said = decided(releaser, "console:hold-refuse", evidence.held(eve).hold, "no case")

        assert "Refused, for good." in said

    def test_is_not_for_the_office_that_filed(self, eve: Citizen) -> None:
        colleague = evidence.official("high_reviewer", "110000", unit="filing office")

        said = decided(colleague, "console:hold-release", evidence.held(eve).hold, "papers seen")

        assert "another office has to decide" in said
        assert Hold.objects.get().state == Hold.State.OPEN

    @pytest.mark.parametrize("read", ["1", "", "-1", "²", "9" * 30])
    def test_releases_nothing_that_came_after_the_page_was_read(
        self, eve: Citizen, releaser: User, read: str
    ) -> None:
        piece = evidence.held(eve)
        Hold.objects.update(count=2)
        said = {"because": "papers seen", "read": read}

        where = address("console:hold-release", piece.hold_id)
        answer = words(reader(releaser).post(where, said, follow=True))

        assert "More is held in it by now" in answer
        assert Hold.objects.get().state == Hold.State.OPEN

    def test_says_how_much_was_read(self, eve: Citizen, releaser: User) -> None:
        shown = reader(releaser).get(address("console:hold", evidence.held(eve).hold_id))

        assert '<input type="hidden" name="read" value="1">' in shown.content.decode()

    def test_happens_once(self, eve: Citizen, releaser: User) -> None:
        hold = evidence.held(eve).hold
        decided(releaser, "console:hold-release", hold, "papers seen")

        said = decided(releaser, "console:hold-refuse", hold, "after all")

        assert "released or refused in the meantime" in said
