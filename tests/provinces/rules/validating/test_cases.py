"""A version vouches for itself: by cases for every ground, every phase, and nobody at all."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provinces.rules import documents
from tests.provinces.rules.documents import at, case, contact
from tests.provinces.rules.validating.telling import told

NOBODY = case("nobody", at(10), {})
EARLY = case("early", at(10), contact(at(1)), "close_contact", status="red", until=at(15))
LATE = case("late", at(20), contact(at(1)), "close_contact", status="yellow", until=at(22))
FREED = contact(at(1), contacts__close__released_at=at(5))
RELEASED = case("released", at(10), FREED, "close_contact", status="yellow", until=at(22))

UNSHOWN = "no case would come to anything else without this: show what it clears"


class TestMissing:
    @pytest.mark.parametrize(
        ("cases", "line"),
        [
            ([EARLY, LATE], "cases: no case is about somebody whom no ground holds, who is green"),
            ([NOBODY], "grounds.0.key (ground close_contact): no case expects this ground"),
            (
                [NOBODY, EARLY],
                "grounds.0.phases.1 (ground close_contact): no case is about phase 2, yellow",
            ),
        ],
    )
    def test_is_told_of_each_version(self, cases: list[Any], line: str) -> None:
        assert told(documents.ruleset(cases=cases)) == [line]

    def test_is_a_ground_that_only_waits(self) -> None:
        waits = case("waits", at(10), contact(at(12)), "close_contact", until=at(12))

        lines = told(documents.ruleset(cases=[NOBODY, waits, LATE]))

        assert lines == ["grounds.0.phases.0 (ground close_contact): no case is about phase 1, red"]

    def test_is_what_clears(self) -> None:
        lines = told(documents.ruleset(cases=[NOBODY, EARLY, LATE]))

        assert lines == [f"grounds.0.phases.0.clears.0 (ground close_contact): {UNSHOWN}"]

    def test_is_what_clears_where_another_would_do_it_as_early(self) -> None:
        tests = {"count": 1, "within_days": 3, "hours_apart": 0, "clock": "sample"}
        clears = [{"event": documents.RELEASED}, {"tests": tests}]
        ground = documents.ground(phases=[{"status": "red", "days": 14, "clears": clears}])
        tested = {"sampled": [documents.text(at(4))], "resulted": [documents.text(at(5))]}
        freed = FREED | {"tests": {"negatives": tested}}
        both = case("both", at(10), freed)

        lines = told(documents.ruleset(ground, cases=[NOBODY, EARLY, both]))

        assert lines == [
            f"grounds.0.phases.0.clears.0 (ground close_contact): {UNSHOWN}",
            f"grounds.0.phases.0.clears.1 (ground close_contact): {UNSHOWN}",
        ]

    def test_is_nothing_where_a_case_shows_an_end_that_is_to_come(self) -> None:
        ahead = contact(at(1), contacts__close__released_at=at(12))
        soon = case("soon", at(10), ahead, "close_contact", status="red", until=at(12))

        assert told(documents.ruleset(cases=[NOBODY, EARLY, LATE, soon])) == []

    def test_are_all_cases(self) -> None:
        (line,) = told(documents.ruleset(cases=[]))

        assert line.startswith("cases: this is a list with this version's own cases, one at least")


class TestCases:
    def test_have_names_of_their_own(self) -> None:
        lines = told(documents.ruleset(cases=[NOBODY, EARLY, LATE, NOBODY]))

        assert lines == ["cases.3.name: there is another case called 'nobody'"]

    @pytest.mark.parametrize(
        ("facts", "path", "message"),
        [
            (
                {"contacts": {"close": {"last_contact": "x"}}},
                "contacts.close.last_contact",
                "contacts.close.last_contact: there is no such fact; contacts.close.last_",
            ),
            ({"bank": {}}, "bank", "bank: there is no such fact"),
            ({"contacts": 7}, "contacts", "contacts is a group of facts, not 7"),
            (
                {"contacts": {"close": {"last_contact_at": "yesterday"}}},
                "contacts.close.last_contact_at",
                "contacts.close.last_contact_at is a moment in whole minutes with its offset",
            ),
            (
                {"exposures": {"high": {"minutes": -1}}},
                "exposures.high.minutes",
                "exposures.high.minutes is a whole number, 0 or more, not -1",
            ),
            (
                {"exposures": {"high": {"minutes": 2**31}}},
                "exposures.high.minutes",
                "exposures.high.minutes is a whole number",
            ),
            (
                {"exposures": {"high": {"answered": 1}}},
                "exposures.high.answered",
                "exposures.high.answered is true or false, not 1",
            ),
            (
                {"divisions": {"high": {"code": 110000}}},
                "divisions.high.code",
                "divisions.high.code is a text that is not blank, not 110000",
            ),
            (
                {"tests": {"negatives": {"sampled": ["2026-11-01"]}}},
                "tests.negatives.sampled",
                "tests.negatives.sampled is a list of moments in whole minutes",
            ),
            (
                {"tests": {"negatives": {"sampled": ["2026-11-01T08:00:00Z"], "resulted": []}}},
                "tests.negatives",
                "each test has a sample and a result: 1 are not 0",
            ),
        ],
    )
    def test_are_about_facts_that_there_are(
        self, facts: dict[str, Any], path: str, message: str
    ) -> None:
        strange = case("strange", at(10), facts)

        lines = told(documents.ruleset(cases=[NOBODY, EARLY, LATE, strange]))

        assert lines[0].startswith(f"cases.3.facts.{path}: {message}")

    def test_may_say_that_a_fact_is_not_known(self) -> None:
        nobody = case("nobody", at(10), {"contacts": {"close": {"last_contact_at": None}}})

        assert told(documents.ruleset(cases=[nobody, EARLY, LATE, RELEASED])) == []

    def test_expect_statuses_and_grounds_that_there_are(self) -> None:
        strange = case("strange", at(10), {}, "contact", status="gren")

        assert told(documents.ruleset(cases=[NOBODY, EARLY, LATE, strange])) == [
            "cases.3.expect.status: 'gren' is none of the statuses; green is one",
            "cases.3.expect.grounds.0: 'contact' is none of the grounds; close_contact is one",
        ]
