"""Conditions become SQL, or are refused with the path of the fault."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from provinces.rules import queries
from provinces.rules.compiling import NotUnderstood, compile_ruleset, condition


class TestCondition:
    @pytest.mark.parametrize(
        ("expression", "sql"),
        [
            ({"!!": [{"var": "exposures.high.left_at"}]}, "f.high_left_at IS NOT NULL"),
            ({">=": [{"var": "exposures.high.minutes"}, 30]}, "f.high_minutes >= 30"),
            (
                {
                    "and": [
                        {"!!": [{"var": "exposures.medium.left_at"}]},
                        {"<": [{"var": "exposures.medium.minutes"}, 5]},
                    ]
                },
                "(f.medium_left_at IS NOT NULL AND f.medium_minutes < 5)",
            ),
        ],
    )
    def test_becomes_sql_over_the_fact_sheet(self, expression: Any, sql: str) -> None:
        assert condition(expression, "when") == sql

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            ({"!!": [{"var": "bank.deposit"}]}, r"when\.!!\.var: 'bank.deposit' is not in the"),
            ({"or": []}, r"when\.or: not understood"),
            ({">=": [{"var": "exposures.high.minutes"}, "1; DROP TABLE x"]}, "not understood"),
            ({">=": [{"var": "exposures.high.minutes"}, True]}, "not understood"),
            ("true", "when: an operation is an object with one key"),
            ({"and": [{"!!": ["x"]}]}, r"when\.and\.0\.!!: a fact is named by var"),
        ],
    )
    def test_refuses_what_it_does_not_understand(self, expression: Any, message: str) -> None:
        with pytest.raises(NotUnderstood, match=message):
            condition(expression, "when")


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

    def test_refuses_a_status_that_is_none(self) -> None:
        with pytest.raises(NotUnderstood, match="'purple' is none of the statuses"):
            compile_ruleset(self.document(status="purple"))

    def test_keeps_quotation_marks_in_names_harmless(self) -> None:
        verdicts = compile_ruleset(self.document(key="it's 100%"))

        assert "'it''s 100%%'" in verdicts.select
