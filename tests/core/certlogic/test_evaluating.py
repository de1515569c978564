"""Evaluation of what the suites do not ask about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.certlogic.evaluating import condition, evaluate
from core.certlogic.parsing import parse
from core.certlogic.syntax import Json
from core.certlogic.values import Unevaluable
from tests.core.certlogic.golden import X, at

NEITHER = "{} is neither true nor false"
ONLY_DATES = "a date-time can only be compared with date-times"
DATE_NEEDED = 'a date-time is needed, as "plusTime" makes it'
NO_IDENTIFIER = "a certificate identifier is a text"


class TestEvaluate:
    def test_returns_a_date_time_in_utc(self) -> None:
        value = evaluate(parse(at("2021-06-01T02:00:00+2")), None)

        assert value == datetime(2021, 6, 1, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("expression", "path", "reason"),
        [
            ({"+": [1, X]}, "$.+.1", "a whole number is needed"),
            ({"in": [1, X]}, "$.in.1", "what is searched must be a list"),
            ({"reduce": ["a", 1, 1]}, "$.reduce.0", "what is reduced must be a list or null"),
            ({"!": [at("2021")]}, "$.!.0", NEITHER.format("a date-time")),
            ({"!": [{"var": "half"}]}, "$.!.0", NEITHER.format("a number that is not whole")),
            ({"===": [at("2021"), 1]}, "$.===.0", ONLY_DATES),
            ({"after": [at("2021"), 1]}, "$.after.1", DATE_NEEDED),
            (at(X), "$.plusTime.0", "a text with a date is needed"),
            (at("soon"), "$", '"soon" is not in a form that dates have'),
            (at("9999", 1), "$", "9999-12-31T00:00:00.000Z plus 1 day is beyond the calendar"),
            ({"dccDateOfBirth": ["2021-13"]}, "$", '"2021-13" is not in the calendar'),
            ({"extractFromUVCI": [1, 0]}, "$.extractFromUVCI.0", NO_IDENTIFIER),
        ],
        ids=str,
    )
    def test_tells_where_an_error_arises_and_why(
        self, expression: Json, path: str, reason: str
    ) -> None:
        with pytest.raises(Unevaluable) as error:
            evaluate(parse(expression), {"half": 0.5})

        assert (error.value.path, error.value.reason) == (path, reason)


class TestCondition:
    @pytest.mark.parametrize(
        ("data", "holds"), [({"x": 2}, True), ({"x": 0}, False), ({}, False), ({"x": "2"}, False)]
    )
    def test_holds_if_it_is_true_and_no_error(self, data: Json, holds: bool) -> None:
        assert condition(parse({">": [X, 1]}))(data) is holds

    def test_holds_if_its_value_is_truthy(self) -> None:
        assert condition(parse(X))({"x": "a"}) is True
