"""An explanation says of every part what it came to, and of none what it did not come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest

from core.certlogic.evaluating import evaluate
from core.certlogic.explaining import Step, explain
from core.certlogic.parsing import parse
from core.certlogic.syntax import Fault, Json, Node
from core.certlogic.values import Unevaluable, Value
from tests.core.certlogic import expressions
from tests.core.certlogic.golden import at

ILL: Json = {"var": "ill"}
DAYS: Json = {"var": "days"}
NEW_YEARS_EVE = datetime(2021, 12, 31, tzinfo=UTC)
NEEDED = "a whole number is needed"


def steps(step: Step) -> Iterator[Step]:
    yield step
    for operand in step.operands:
        yield from steps(operand)


def outcome(node: Node, data: Json) -> tuple[Value, Fault | None]:
    """Return what evaluation alone says, as a step has it."""
    try:
        return evaluate(node, data), None
    except Unevaluable as error:
        return None, Fault(error.path, error.reason)


def evaluated(expression: Json, data: Json) -> list[str]:
    """Return the paths of what an expression came to over some data."""
    return [step.path for step in steps(explain(parse(expression), data)) if step.is_evaluated]


class TestExplain:
    def test_tells_each_part_what_it_came_to(self) -> None:
        expression: Json = {"and": [ILL, {">": [DAYS, 3]}]}

        step = explain(parse(expression, "when"), {"ill": True, "days": 5})

        assert step == Step(
            "when",
            "and",
            value=True,
            operands=(
                Step("when.and.0", "var", "ill", value=True),
                Step(
                    "when.and.1",
                    ">",
                    value=True,
                    operands=(
                        Step("when.and.1.>.0", "var", "days", value=5),
                        Step("when.and.1.>.1", "literal", value=3),
                    ),
                ),
            ),
        )

    def test_tells_what_is_missing_from_what_is_null(self) -> None:
        step = explain(parse([ILL, DAYS]), {"days": None})

        assert [(each.value, each.is_missing) for each in step.operands] == [
            (None, True),
            (None, False),
        ]

    def test_tells_where_an_error_arose(self) -> None:
        step = explain(parse({"!": [{">": [DAYS, 3]}]}), {})

        assert step.fault == step.operands[0].fault == Fault("$.!.0.>.0", NEEDED)
        assert step.operands[0].operands[0].fault is None

    def test_tells_what_an_operation_was_asked_beside_its_operands(self) -> None:
        expression: Json = [{"plusTime": ["2021", -2, "day"]}, {"extractFromUVCI": ["a:b", 1]}]

        operands = explain(parse(expression), {}).operands

        assert [(each.operator, each.about) for each in operands] == [
            ("plusTime", "-2 day"),
            ("extractFromUVCI", "1"),
        ]

    @pytest.mark.parametrize(
        ("data", "paths"),
        [
            ({"ill": True}, ["$", "$.if.0", "$.if.1"]),
            ({"ill": False}, ["$", "$.if.0", "$.if.2", "$.if.2.+.0", "$.if.2.+.1"]),
            ({"ill": 0.5}, ["$", "$.if.0"]),
        ],
    )
    def test_leaves_the_branch_not_taken(self, data: Json, paths: list[str]) -> None:
        assert evaluated({"if": [ILL, 1, {"+": [1, 2]}]}, data) == paths

    @pytest.mark.parametrize(
        ("data", "paths"),
        [
            ({"ill": False, "days": 1}, ["$", "$.and.0"]),
            ({"ill": True, "days": 1}, ["$", "$.and.0", "$.and.1"]),
            ({"ill": 0.5, "days": 1}, ["$", "$.and.0"]),
        ],
    )
    def test_leaves_what_a_conjunction_did_not_come_to(self, data: Json, paths: list[str]) -> None:
        assert evaluated({"and": [ILL, DAYS]}, data) == paths

    def test_leaves_what_follows_an_error(self) -> None:
        expression: Json = {"+": [{"+": [DAYS, 1]}, 2]}

        assert evaluated(expression, {}) == ["$", "$.+.0", "$.+.0.+.0", "$.+.0.+.1"]

    def test_tells_each_round_of_a_reduction(self) -> None:
        expression: Json = {
            "reduce": [DAYS, {"+": [{"var": "current"}, {"var": "accumulator"}]}, 1]
        }

        step = explain(parse(expression), {"days": [2, 3]})

        assert [each.value for each in step.operands] == [[2, 3], 3, 6, 1]
        assert [each.path for each in step.operands[1:3]] == ["$.reduce.1", "$.reduce.1"]

    @pytest.mark.parametrize(
        ("expression", "data", "values"),
        [
            ({"reduce": [DAYS, 1, 0]}, {}, [None, None, 0]),
            ({"reduce": [DAYS, 1, {"+": [ILL, 1]}]}, {"days": [1]}, [[1], None, None]),
            ({"reduce": [DAYS, at("2021"), 0]}, {"days": [1, 2]}, [[1, 2], NEW_YEARS_EVE, 0]),
            (
                {"reduce": [DAYS, {"+": [{"var": "current"}, 1]}, 0]},
                {"days": ["a", 1]},
                [["a", 1], None, 0],
            ),
        ],
    )
    def test_leaves_rounds_that_a_reduction_did_not_come_to(
        self, expression: Json, data: Json, values: list[Value]
    ) -> None:
        assert [each.value for each in explain(parse(expression), data).operands] == values

    @pytest.mark.parametrize("seed", range(3))
    def test_agrees_with_evaluation(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311  not for secrets
        for _ in range(300):
            node, data = parse(expressions.expression(chance)), expressions.data(chance)

            step = explain(node, data)

            assert (step.value, step.fault) == outcome(node, data)
            assert all(each.is_evaluated for each in steps(step) if each.value is not None)
