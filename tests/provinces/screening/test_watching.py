"""A laboratory whose results are nobody's raises an alarm, and is neither stopped nor told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from provinces.citizens import canaries
from provinces.ledger.models import Payload
from provinces.screening import services
from provinces.screening.models import Laboratory, Result, SealedResult
from provinces.tenancy import directory
from tests.attack import attacker
from tests.cast import NOW
from tests.factories import laboratories as lab

NETWORK = "192.0.2.7/32"
STRANGERS = [attacker.pair(number).number for number in range(8)]


@pytest.fixture(autouse=True)
def few(north: directory.Entry, settings: Settings) -> None:
    limits = {**settings.CITIZENS_BUDGETS["unmatched"], "actor": 4}
    settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "unmatched": limits}


@pytest.fixture
def laboratory(few: None) -> Laboratory:
    return lab.laboratory(reference="hasty")


def reported(laboratory: Laboratory, documents: Iterable[str]) -> services.Answer:
    body = lab.bundle(*map(lab.report_of, documents))
    return services.receive(laboratory, body, network=NETWORK, now=NOW)


def alarms(event: str) -> list[dict[str, Any]]:
    return [payload.body for payload in Payload.objects.filter(entry__event=event)]


class TestCountUnmatched:
    def test_names_the_laboratory_and_from_where_it_reported(self, laboratory: Laboratory) -> None:
        reported(laboratory, STRANGERS)

        for minutes in (0, 5, 10):
            services.look_through(now=NOW + timedelta(minutes=minutes))

        assert alarms("budget.tripped") == [
            {
                "kind": "unmatched",
                "axis": "actor",
                "limit": 4,
                "source": {"actor": "laboratory:hasty", "network": NETWORK},
            }
        ]

    def test_leaves_alone_who_reports_much_of_people_who_are_here(
        self, laboratory: Laboratory, settings: Settings
    ) -> None:
        settings.SCREENING_UNMATCHED_SHARE = 50
        here = [attacker.pair(number).number for number in range(20, 30)]
        for document in here:
            lab.identified(document)
        reported(laboratory, [*here, *STRANGERS])

        services.look_through(now=NOW)

        assert alarms("budget.tripped") == []
        assert Result.objects.count() == len(here)

    def test_leaves_alone_who_reports_one_stranger_many_times(self, laboratory: Laboratory) -> None:
        reported(laboratory, STRANGERS[:1] * 8)

        services.look_through(now=NOW)

        assert alarms("budget.tripped") == []

    def test_stops_nobody_and_tells_nothing(self, laboratory: Laboratory) -> None:
        reported(laboratory, STRANGERS)
        services.look_through(now=NOW)
        lab.identified()

        answer = reported(laboratory, [lab.DOCUMENT, *map(_other, range(3))])

        assert {issue.said for issue in answer.kept} == {"kept"}
        services.deliver_fresh(now=NOW)
        assert Result.objects.count() == 1


class TestTouchCanaries:
    def test_raises_an_alarm_when_the_laboratory_has_its_answer(
        self, laboratory: Laboratory
    ) -> None:
        canaries.plant(STRANGERS[:1], now=NOW)

        answer = reported(laboratory, STRANGERS[:2])
        assert [issue.said for issue in answer.kept] == ["kept", "kept"]
        assert alarms("canary.touched") == []
        for _ in range(2):
            services.deliver_fresh(now=NOW)

        assert alarms("canary.touched") == [
            {
                "kind": "laboratory",
                "source": {"actor": "laboratory:hasty", "network": NETWORK},
            }
        ]
        assert SealedResult.objects.count() == 1


def _other(number: int) -> str:
    return attacker.pair(40 + number).number
