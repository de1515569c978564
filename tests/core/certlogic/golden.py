"""Pairs on which engines have gone wrong, with what is right: over JSON, and over typed facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.certlogic.syntax import Json
from tests.core.certlogic.engines import ERROR

X: Json = {"var": "x"}
Y: Json = {"var": "y"}
DAYS: Json = {"var": "visits.days"}
LEFT: Json = {"var": "visits.left_at"}


@dataclass(frozen=True)
class Golden:
    """An expression, what it is evaluated over, and what it comes to; `trap` is what it is about.

    `data` are typed facts by name, for a pair of `TYPED`; those left out are unknown.
    """

    trap: str
    expression: Json
    data: Any
    expected: Json

    def __str__(self) -> str:
        return f"{self.trap}: {self.expression} over {self.data}"


def is_true(expression: Json) -> Json:
    """Return an expression for whether another is truthy."""
    return {"if": [expression, True, False]}


def at(text: Json, amount: int = 0, unit: str = "day") -> Json:
    """Return a date-time."""
    return {"plusTime": [text, amount, unit]}


def _truths() -> list[Golden]:
    falsy: list[Json] = [False, None, "", 0, 0.0, [], {}]
    truthy: list[Json] = [True, "0", "false", -1, 2.0, [0], [None], {"": None}]
    neither: list[Json] = [3.5, -0.5]
    return [
        *(Golden("truthiness", is_true(X), {"x": value}, False) for value in falsy),
        *(Golden("truthiness", is_true(X), {"x": value}, True) for value in truthy),
        *(Golden("truthiness", is_true(X), {"x": value}, ERROR) for value in neither),
        Golden("truthiness", is_true(at("2021")), {}, ERROR),
        Golden("truthiness", {"and": [True, at("2021")]}, {}, ERROR),
    ]


_EARLY_ERROR: Json = {"if": [{"<": [{"var": "current"}, 9]}, {"var": "current"}, 0]}
_LAST: Json = {"if": [{"var": "current"}, {"var": "current"}, {"var": "accumulator"}]}

JSON = [
    *_truths(),
    Golden("missing, null and error", X, {}, None),
    Golden("missing, null and error", {"===": [X, Y]}, {"y": None}, True),
    Golden("missing, null and error", {"===": [X, 0]}, {}, False),
    Golden("missing, null and error", {">": [X, 0]}, {}, ERROR),
    Golden("missing, null and error", {"+": [X, 1]}, {"x": None}, ERROR),
    Golden("missing, null and error", at(X), {}, ERROR),
    Golden("missing, null and error", {"in": [X, ["a"]]}, {}, False),
    Golden("missing, null and error", {"in": [X, Y]}, {"y": [None]}, True),
    Golden("missing, null and error", [1, {"+": [X, 1]}], {}, ERROR),
    Golden("equality", {"===": [X, 1]}, {"x": True}, False),
    Golden("equality", {"===": [X, Y]}, {"x": [1], "y": [1]}, False),
    Golden("equality", {"===": [X, Y]}, {"x": 2, "y": 2.0}, True),
    Golden("equality", {"===": [{">": [X, 0]}, False]}, {}, ERROR),
    Golden("equality", {"===": [at("2021"), 1]}, {}, ERROR),
    Golden("equality", {"in": [X, [[1], 1]]}, {"x": [1]}, False),
    Golden("error and false", {"!": [{"and": [{">": [X, 0]}, False]}]}, {}, ERROR),
    Golden("error and false", {"!": [{"and": [False, {">": [X, 0]}]}]}, {}, True),
    Golden("error and false", {"!": [{">": [X, 0]}]}, {}, ERROR),
    Golden("error and false", {"if": [{">": [X, 0]}, 1, 2]}, {}, ERROR),
    Golden("error and false", {"if": [X, {">": [Y, 0]}, 2]}, {"x": 0}, 2),
    Golden("error and false", {"<": [2, 1, X]}, {}, ERROR),
    Golden("error and false", {"<": [X, 2, 1]}, {}, ERROR),
    Golden("error and false", {"before": [at("2022"), at("2021"), at(X)]}, {}, ERROR),
    Golden("months", at(X, 1, "year"), {"x": "2020-02-29"}, "2021-03-01T00:00:00.000Z"),
    Golden("months", at(X, 1, "month"), {"x": "2021-01-31"}, "2021-03-03T00:00:00.000Z"),
    Golden("months", at(X, -1, "month"), {"x": "2021-03-31"}, "2021-03-03T00:00:00.000Z"),
    Golden("months", at(X, 1, "month"), {"x": "2020-02-29"}, "2020-03-29T00:00:00.000Z"),
    Golden("months", at(X, 1, "day"), {"x": "2020-02-29"}, "2020-03-01T00:00:00.000Z"),
    Golden("months", at(X), {"x": "2021-02"}, "2021-02-28T00:00:00.000Z"),
    Golden("months", at(X), {"x": "2021"}, "2021-12-31T00:00:00.000Z"),
    Golden("time zones", at(X), {"x": "2021-06-01T00:00:00+8"}, "2021-05-31T16:00:00.000Z"),
    Golden("time zones", at(X), {"x": "2021-06-01T00:00:00-0130"}, "2021-06-01T01:30:00.000Z"),
    Golden("time zones", at(X, 1), {"x": "2021-03-27T03:00:00Z"}, "2021-03-28T03:00:00.000Z"),
    Golden("time zones", at(X, 24, "hour"), {"x": "2021-10-30"}, "2021-10-31T00:00:00.000Z"),
    Golden("milliseconds", at(X), {"x": "2021-06-01T00:00:00.0019"}, "2021-06-01T00:00:00.001Z"),
    Golden("milliseconds", at(X), {"x": "1969-12-31T23:59:59.9999"}, "1969-12-31T23:59:59.999Z"),
    Golden("milliseconds", at(X), {"x": "2021-06-01T00:00:00.1Z"}, "2021-06-01T00:00:00.100Z"),
    Golden(
        "milliseconds",
        {"after": [at(X), at("2021-06-01T00:00:00.001")]},
        {"x": "2021-06-01T00:00:00.0019"},
        False,
    ),
    *(
        Golden("no dates", at(X), {"x": text}, ERROR)
        for text in ("2021-02-30", "2021-13", "2021-00", "0000", "2021-06-01T24:00:00", "1", "")
    ),
    Golden("no dates", at(X), {"x": 2021}, ERROR),
    Golden("no dates", at(X, -1, "hour"), {"x": "0001-01-01"}, ERROR),
    Golden("no dates", at(X, 1, "month"), {"x": "9999-12-01"}, ERROR),
    Golden("no dates", at(X, -9998, "year"), {"x": "0001-01-01"}, ERROR),
    Golden("no dates", at(X), {"x": "0001-01-01T00:00:00+1"}, ERROR),
    Golden("no dates", {"dccDateOfBirth": [X]}, {"x": "2021-02-03T00:00:00Z"}, ERROR),
    Golden("paths", {"var": "x.length"}, {"x": "abc"}, None),
    Golden("paths", {"var": "x.0"}, {"x": "abc"}, None),
    Golden("paths", {"var": "x.0"}, {"x": {"0": 1}}, 1),
    Golden("paths", {"var": "x.9999999999"}, {"x": [1]}, None),
    Golden("paths", {"var": "x.٠"}, {"x": [1]}, None),
    Golden("in no list", {"in": ["a", X]}, {"x": None}, ERROR),
    Golden("in no list", {"in": ["a", X]}, {}, ERROR),
    Golden("in no list", {"in": ["a", X]}, {"x": "abc"}, ERROR),
    Golden("in no list", {"in": ["a", X]}, {"x": {"a": 1}}, ERROR),
    Golden("order of dates", {"not-after": [at("2021"), at("2021")]}, {}, True),
    Golden("order of dates", {"not-before": [at("2021"), at("2021")]}, {}, True),
    Golden("order of dates", {"before": [at("2021"), at("2021")]}, {}, False),
    Golden("reduce", {"reduce": [X, _LAST, 0]}, {"x": [1, 2, 0]}, 2),
    Golden("reduce", {"reduce": [X, _EARLY_ERROR, 0]}, {"x": [None, 1]}, ERROR),
    Golden("reduce", {"reduce": [X, _LAST, 0]}, {"x": 7}, ERROR),
    Golden("reduce", {"reduce": [X, _LAST, {"+": [Y, 1]}]}, {"x": []}, ERROR),
]

_BEYOND: Json = {"before": [at(LEFT, 1, "year"), at("2022")]}

TYPED = [
    Golden("truthiness", is_true(DAYS), {"visits.days": 0}, False),
    Golden("truthiness", is_true(DAYS), {}, False),
    Golden("truthiness", is_true({"var": "person.name"}), {"person.name": ""}, False),
    Golden("truthiness", is_true({"var": "person.groups"}), {"person.groups": []}, False),
    Golden("truthiness", is_true({"var": "person.groups"}), {"person.groups": [""]}, True),
    Golden("truthiness", is_true(LEFT), {"visits.left_at": "2021-06-01"}, True),
    Golden("missing, null and error", {"===": [DAYS, 0]}, {}, False),
    Golden("missing, null and error", {">": [DAYS, 0]}, {}, ERROR),
    Golden("missing, null and error", {"in": [DAYS, [1, 2]]}, {}, False),
    Golden("missing, null and error", {"in": [{"+": [DAYS, 1]}, [1, 2]]}, {}, ERROR),
    Golden("equality", {"===": [{">": [DAYS, 0]}, {"var": "person.ill"}]}, {}, ERROR),
    Golden("equality", {"===": [{">": [DAYS, 0]}, False]}, {}, ERROR),
    Golden("equality", {"===": [{"+": [DAYS, 0]}, DAYS]}, {}, ERROR),
    Golden("equality", {"===": [{"if": [DAYS, 1, DAYS]}, DAYS]}, {}, True),
    Golden("error and false", {"!": [{"and": [{">": [DAYS, 0]}, False]}]}, {}, ERROR),
    Golden("error and false", {"!": [{"and": [False, {">": [DAYS, 0]}]}]}, {}, True),
    Golden("error and false", {"if": [{">": [DAYS, 0]}, False, True]}, {}, ERROR),
    Golden("error and false", {"<": [2, 1, DAYS]}, {}, ERROR),
    Golden("error and false", {"<": [2, {"if": [True, 1, DAYS]}, DAYS]}, {}, ERROR),
    Golden(
        "months",
        {"not-before": [at(LEFT, 1, "month"), at("2021-03-03")]},
        {"visits.left_at": "2021-01-31"},
        True,
    ),
    Golden(
        "time zones",
        {"not-after": [at(LEFT, 1), at("2021-03-28T02:30:00Z")]},
        {"visits.left_at": "2021-03-27T03:00:00"},
        False,
    ),
    Golden(
        "time zones",
        {"not-after": [at({"var": "test.taken_at"}), at("2021-03-27T01:30:00Z")]},
        {"test.taken_at": "2021-03-27T01:30:00"},
        True,
    ),
    Golden(
        "milliseconds",
        {"not-after": [at(LEFT), at("2021-06-01T00:00:00.001")]},
        {"visits.left_at": "2021-06-01T00:00:00.001999"},
        True,
    ),
    Golden(
        "milliseconds",
        {"after": [at(LEFT), at("2021-06-01T00:00:00")]},
        {"visits.left_at": "2021-06-01T00:00:00.001"},
        True,
    ),
    Golden("no dates", _BEYOND, {"visits.left_at": "9999-06-01"}, ERROR),
    Golden("in no list", {"in": ["a", {"var": "person.groups"}]}, {}, ERROR),
    Golden("order of dates", {"not-after": [at("2021"), at("2021")]}, {}, True),
    Golden("sums", {">": [{"+": [DAYS, 2**31 - 1]}, 0]}, {"visits.days": 2**31 - 1}, True),
]
