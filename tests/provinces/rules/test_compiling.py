"""Conditions become SQL, or are refused with the path of the fault."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from provinces.citizens.models import Citizen
from provinces.facts.models import FactSheet
from provinces.rules import queries
from provinces.rules.compiling import NotUnderstood, compile_ruleset, condition

HIGH, MEDIUM = "exposures.high", "exposures.medium"


class TestCondition:
    @pytest.mark.parametrize(
        ("expression", "holds"),
        [
            ({"!": [{"!": [{"var": f"{HIGH}.left_at"}]}]}, True),
            ({"!": [{"var": f"{MEDIUM}.left_at"}]}, True),
            ({">=": [{"var": f"{HIGH}.minutes"}, 30]}, True),
            ({"<": [30, {"var": f"{HIGH}.minutes"}, 45]}, False),
            (
                {"and": [{"var": f"{MEDIUM}.left_at"}, {">": [{"var": f"{HIGH}.minutes"}, 1]}]},
                False,
            ),
            ({"<": [{"var": f"{MEDIUM}.minutes"}, 5]}, None),
            ({"!": [{"<": [{"var": f"{MEDIUM}.minutes"}, 5]}]}, None),
            (
                {
                    "after": [
                        {"plusTime": [{"var": f"{HIGH}.left_at"}, 7, "day"]},
                        {"plusTime": ["2026-11-20", 0, "day"]},
                    ]
                },
                True,
            ),
        ],
    )
    def test_holds_over_the_fact_sheet_as_the_language_says(
        self, eve: Citizen, expression: Any, holds: bool | None
    ) -> None:
        left = datetime(2026, 11, 14, 8, tzinfo=UTC)
        FactSheet.objects.create(
            citizen=eve, high_left_at=left, high_minutes=45, high_zone=1, digest=b""
        )

        with connection.cursor() as cursor:
            sql = condition(expression, "when")
            cursor.execute(f"SELECT {sql} FROM facts_factsheet f WHERE %s", [True])
            assert cursor.fetchone() == (holds,)

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            ({"var": "bank.deposit"}, 'when: "bank.deposit" is not in the vocabulary'),
            ({"!": [{"var": "bank.deposit"}]}, r"when\.!\.0: \"bank.deposit\" is not in the"),
            ({"or": []}, 'when: unrecognised operator: "or"'),
            (
                {">=": [{"var": f"{HIGH}.minutes"}, "1; DROP TABLE x"]},
                r'when\.>=\.1: ">=" takes whole numbers, and this is a text',
            ),
            ({">=": [{"var": f"{HIGH}.minutes"}, True]}, "and this is true or false"),
            ("true", "when: a condition is true or false, and this is a text"),
            ({"var": f"{HIGH}.minutes"}, "and this is a whole number"),
            ({"var": f"{HIGH}.left_at"}, "and this is a moment"),
            ({"reduce": [[], True, True]}, 'rules for everybody cannot use "reduce"'),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, expression: Any, message: str) -> None:
        with pytest.raises(NotUnderstood, match=message):
            condition(expression, "when")

    def test_is_told_all_that_is_wrong(self) -> None:
        wrong = {"and": [{"var": "bank.deposit"}, {">": [{"var": f"{HIGH}.left_at"}, 3]}]}

        with pytest.raises(NotUnderstood, match=r"(?s)and\.0: .*\n.*and\.1\.>\.0: "):
            condition(wrong, "when")


class TestCompileRuleset:
    def document(self, **changes: Any) -> dict[str, Any]:
        document = copy.deepcopy(queries.shipped("first"))
        document["grounds"][0].update(changes)
        return document

    def test_compiles_the_one_that_ships(self) -> None:
        verdicts = compile_ruleset(self.document())

        assert verdicts.default == "green"
        assert verdicts.dwell == 10

    @pytest.mark.parametrize("days", [0, 91, "7", None])
    def test_refuses_a_hold_without_an_end(self, days: object) -> None:
        with pytest.raises(NotUnderstood, match=r"grounds\.0\.hold_days"):
            compile_ruleset(self.document(hold_days=days))

    @pytest.mark.parametrize("status", ["purple", "green"])
    def test_refuses_a_status_that_is_none_or_the_default(self, status: str) -> None:
        with pytest.raises(NotUnderstood, match=f"'{status}' is none of the statuses, or the"):
            compile_ruleset(self.document(status=status))

    def test_refuses_a_default_that_is_no_status(self) -> None:
        with pytest.raises(NotUnderstood, match="default: 'blue' is none of the statuses"):
            compile_ruleset(self.document() | {"default": "blue"})

    @pytest.mark.parametrize("days", [0, 91, "7", None, True])
    def test_refuses_rules_without_an_end(self, days: object) -> None:
        with pytest.raises(NotUnderstood, match="days_in_force: rules last 1 to 90 days"):
            compile_ruleset(self.document() | {"days_in_force": days})

    def test_says_how_far_the_holds_reach(self) -> None:
        verdicts = compile_ruleset(self.document(hold_days=3))

        assert verdicts.reach == {
            "exposures.high.left_at": timedelta(days=3),
            "exposures.medium.left_at": timedelta(days=7),
        }

    def test_keeps_quotation_marks_in_names_harmless(self) -> None:
        verdicts = compile_ruleset(self.document(key="it's 100%"))

        assert "'it''s 100%%'" in verdicts.select
