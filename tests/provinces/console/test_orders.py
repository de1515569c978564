"""An order checker asks by the code that somebody shows, and sees yes or no."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.notices.models import Notice
from provinces.passes import services as passes
from provinces.tenancy import scope
from tests import cast
from tests.factories import evidence, road
from tests.pages import address, reader, words

NOW = cast.NOW


@pytest.fixture
def checker(north: object) -> User:
    road.first_ruleset()
    return evidence.official("order_checker", "110100", unit="community team")


def post(by: User, said: str, purpose: str = "order_visit") -> Any:
    return reader(by).post(address("console:orders"), {"said": said, "purpose": purpose})


class TestOrderCheck:
    def test_says_yes_and_until_when_and_nothing_else(self, eve: Citizen, checker: User) -> None:
        piece = evidence.recorded(eve, EvidenceClass.HOME_ISOLATION)

        answer = post(checker, passes.issue_paper(eve, now=NOW))

        said = words(answer)
        until = date_format(localtime(piece.ends_at, scope.current().zone), "DATETIME_FORMAT")
        assert f"Yes Under an order of isolation until {until}." in said
        assert eve.reference not in said
        assert not any(word in said for word in ("Red", "Yellow", "Green", "at home"))
        assert answer.headers["Permissions-Policy"].startswith("camera=(self)")

    def test_says_no(self, eve: Citizen, checker: User) -> None:
        said = words(post(checker, passes.show_live(eve.pk, now=NOW).letters))

        assert "No Under no order of isolation now." in said

    def test_answers_out_of_reach_and_unknown_with_the_same_page(
        self, finn: Citizen, checker: User
    ) -> None:
        theirs = passes.show_live(finn.pk, now=NOW).letters

        pages = [words(post(checker, said)) for said in (theirs, "7K2Q-M4XP-9RTB")]

        assert pages[0] == pages[1]
        assert "There is no answer by this code." in pages[0]

    def test_asks_what_for(self, eve: Citizen, checker: User) -> None:
        said = words(post(checker, passes.show_live(eve.pk, now=NOW).letters, "curiosity"))

        assert "There is a problem What for" in said
        assert not Notice.objects.exists()

    def test_is_over_for_the_day_at_some_time(
        self, eve: Citizen, checker: User, settings: Settings
    ) -> None:
        limits = {"actor": 1, "network": 100, "subject": 100, "spread": 100}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "order": limits}
        post(checker, "one")

        answer = post(checker, "two")

        assert answer.status_code == 429
        assert "Orders Public page" in words(answer)
        assert "More people were asked about than are visited in a day" in words(answer)


class TestByProgram:
    def test_answers_in_json(self, eve: Citizen, checker: User) -> None:
        evidence.recorded(eve, EvidenceClass.HOME_ISOLATION)
        asked = {"health_pass": passes.issue_paper(eve, now=NOW), "purpose": "order_visit"}

        answer = reader(checker).post(
            address("api:order-check"), asked, content_type="application/json"
        )

        assert answer.json() == {
            "under_order": True,
            "until": "2026-11-19T12:00:00+08:00",
        }
        assert Notice.objects.filter(citizen=eve, kind="checked").count() == 1

    def test_answers_problems_as_problems(self, finn: Citizen, checker: User) -> None:
        theirs = passes.show_live(finn.pk, now=NOW).letters

        answers = [
            reader(checker).post(
                address("api:order-check"),
                {"health_pass": said, "purpose": "order_visit"},
                content_type="application/json",
            )
            for said in (theirs, "7K2Q-M4XP-9RTB")
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].headers["Content-Type"] == "application/problem+json"
        assert answers[0].content == answers[1].content
