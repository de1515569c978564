"""A rule set is tried on its own cases."""

from __future__ import annotations

import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import compiling, engines, reading, trying
from tests.provinces.rules import documents
from tests.provinces.rules.documents import at, case, contact

ENGINES = pytest.mark.parametrize("engine", list(engines.Name))


@ENGINES
class TestRunCases:
    def test_counts_what_passes(self, north: object, engine: str) -> None:
        report = trying.run_cases(documents.ruleset(), engine)

        assert (report.passed, report.failed, report.skipped) == (4, 0, 0)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"status": "yellow", "until": at(15)},
            {"status": "red", "until": at(16)},
            {"status": "red"},
            {"status": "red", "until": at(15), "grounds": []},
        ],
    )
    def test_names_the_case_and_what_came_instead(
        self, north: object, engine: str, wrong: dict[str, Any]
    ) -> None:
        one = case("early", at(10), contact(at(1)), "close_contact", **wrong)
        document = documents.ruleset(cases=[case("nobody", at(10), {}), one])

        report = trying.run_cases(document, engine, file="sample.json")

        (failure,) = report.failures
        assert report.passed == 1
        assert (failure.assertion.file, failure.assertion.test) == ("sample.json", "early")
        assert failure.assertion.place == 2
        assert json.loads(failure.got) == {
            "status": "red",
            "until": "2026-11-15T04:00:00Z",
            "grounds": ["close_contact"],
        }

    def test_ends_days_at_the_midnights_of_a_place(self, north: object, engine: str) -> None:
        anchor = {"fact": documents.CONTACT, "counting": "inclusive"}
        ground = documents.ground(anchor=anchor, phases=[{"status": "red", "days": 14}])
        # 02:00 on the 1st in Beijing is still the 31st in Havana.
        facts, until = contact(at(1, hour=2)), at(14, hour=13)
        early = case("early", at(10), facts, "close_contact", status="red", until=until)
        document = documents.ruleset(ground, cases=[early])

        here = trying.run_cases(document, engine)
        there = trying.run_cases(document, engine, zone=ZoneInfo("America/Havana"))

        assert (here.failed, there.failed) == (1, 0)

    def test_refuses_what_is_no_rule_set(self, north: object, engine: str) -> None:
        with pytest.raises(reading.Malformed):
            trying.run_cases({"schema": 2}, engine)


class TestInSql:
    def test_refuses_what_does_not_compile(self, north: object) -> None:
        ground = documents.ground(when={">": [{"var": documents.CONTACT}, 3]})

        with pytest.raises(compiling.NotUnderstood):
            trying.run_cases(documents.ruleset(ground), "sql")


class TestIsRuleset:
    @pytest.mark.parametrize(
        ("document", "is_one"), [({"schema": 2}, True), ({"schema": 1}, False), ([], False)]
    )
    def test_goes_by_what_a_document_says_of_itself(self, document: Any, is_one: bool) -> None:
        assert trying.is_ruleset(document) is is_one
