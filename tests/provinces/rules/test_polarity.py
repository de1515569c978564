"""What is missing never makes a condition hold."""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.certlogic.checking import check
from core.certlogic.evaluating import condition
from core.certlogic.parsing import parse
from core.certlogic.syntax import Json, Node
from provinces.rules.polarity import makes_hold, requires
from provinces.rules.vocabulary import VOCABULARY
from tests.provinces.rules import conditions
from tests.provinces.rules.documents import either, known, nested

LEFT: Json = {"var": "exposures.high.left_at"}
MINUTES: Json = {"var": "exposures.high.minutes"}
STAY: Json = {"var": "companion.stay_minutes"}
ANSWERED: Json = {"var": "exposures.high.answered"}
CODE: Json = {"var": "divisions.high.code"}
WEEK_LATER: Json = {"plusTime": [LEFT, 7, "day"]}
LATE: Json = {"after": [WEEK_LATER, {"plusTime": ["2026-11-20T00:00:00Z", 0, "day"]}]}


def parsed(expression: Json) -> Node:
    node = parse(expression)
    check(node, VOCABULARY)
    return node


def places(expression: Json) -> list[str]:
    return [var.path for var in makes_hold(parsed(expression), VOCABULARY)]


class TestMakesHold:
    @pytest.mark.parametrize(
        "expression",
        [
            known("exposures.high.left_at"),
            {">": [MINUTES, 3]},
            {"<": [0, MINUTES, 9]},
            {"!": [{"<": [MINUTES, 3]}]},
            {"and": [LEFT, {">": [MINUTES, 3]}]},
            either(known("exposures.high.left_at"), {">": [MINUTES, 3]}),
            {"===": [CODE, "110000"]},
            {"in": [CODE, ["110000", "120000"]]},
            {"in": [{"+": [MINUTES, 1]}, [2, 3]]},
            {"===": [ANSWERED, True]},
            ANSWERED,
            LATE,
            {"!": [LATE]},
            {"if": [LEFT, {">": [MINUTES, 3]}, False]},
            {"if": [LEFT, True, {">": [STAY, 3]}]},
            {"if": [{">": [MINUTES, 3]}, False, True]},
            {">": [{"+": [MINUTES, STAY]}, 3]},
        ],
    )
    def test_finds_nothing_in_what_only_knowledge_makes_true(self, expression: Json) -> None:
        assert places(expression) == []

    @pytest.mark.parametrize(
        ("expression", "where"),
        [
            ({"!": [LEFT]}, ["$.!.0"]),
            ({"!": [{"===": [CODE, "110000"]}]}, ["$.!.0.===.0"]),
            ({"!": [{"in": [CODE, ["110000"]]}]}, ["$.!.0.in.0"]),
            ({"!": [ANSWERED]}, ["$.!.0"]),
            ({"and": [LEFT, {"!": [ANSWERED]}]}, ["$.and.1.!.0"]),
            ({"if": [LEFT, False, True]}, ["$.if.0"]),
            ({"if": [LEFT, {">": [MINUTES, 3]}, {">": [STAY, 3]}]}, ["$.if.0"]),
            # Two that are not known are the same.
            ({"===": [MINUTES, STAY]}, ["$.===.0", "$.===.1"]),
            # Without the first, nobody asks for the second, in which the error was.
            ({"!": [{"and": [LEFT, {">": [MINUTES, 3]}]}]}, ["$.!.0.and.0"]),
            ({"===": [{"if": [LEFT, 1, 2]}, 2]}, ["$.===.0.if.0"]),
            # Cautious: 1 and 2 are not told apart.
            ({"===": [{"if": [LEFT, 1, 2]}, 1]}, ["$.===.0.if.0"]),
            ({"===": [{"!": [LEFT]}, True]}, ["$.===.0.!.0"]),
        ],
    )
    def test_names_the_place_where_absence_would_do(
        self, expression: Json, where: list[str]
    ) -> None:
        assert places(expression) == where

    def test_names_every_place_where_it_takes_several(self) -> None:
        # x is not known twice over: one of them is enough to keep it from holding.
        expression = {"!": [either(known("exposures.high.left_at"), LEFT)]}

        assert places(expression) == ["$.!.0.!.0.and.0.!.0.!.0.!.0", "$.!.0.!.0.and.1.!.0"]

    def test_is_asked_of_conditions_only(self) -> None:
        moment = parse({"plusTime": [LEFT, 1, "day"]})

        with pytest.raises(ValueError, match="neither true nor false"):
            makes_hold(moment, VOCABULARY)


class TestRequires:
    @pytest.mark.parametrize(
        ("expression", "required"),
        [
            (known("exposures.high.left_at"), True),
            ({"and": [LEFT, {">": [MINUTES, 3]}]}, True),
            ({"and": [{">": [MINUTES, 3]}, LATE]}, True),
            ({"if": [LEFT, {">": [MINUTES, 3]}, False]}, True),
            (either(known("exposures.high.left_at"), {">": [MINUTES, 3]}), False),
            ({">": [MINUTES, 3]}, False),
            ({"if": [{">": [MINUTES, 3]}, LATE, True]}, False),
            (True, False),
        ],
    )
    def test_tells_whether_a_condition_can_do_without(
        self, expression: Json, required: bool
    ) -> None:
        assert requires(parsed(expression), VOCABULARY, "exposures.high.left_at") is required


def facts(of: dict[str, Any]) -> dict[str, Any]:
    return nested(**{name.replace(".", "__"): value for name, value in of.items()})


class TestAccepted:
    """Conditions at random: what is accepted keeps its promise, whoever it is about."""

    @settings(max_examples=300, deadline=None)
    @given(st.integers(0, 2**32), st.integers(0, 2**32))
    def test_never_begin_to_hold_where_less_is_known(self, rule: int, person: int) -> None:
        node = parsed(conditions.condition(Random(rule)))  # noqa: S311
        assume(not makes_hold(node, VOCABULARY))
        chance = Random(person)  # noqa: S311
        everything = conditions.somebody(chance)
        less = {name: everything[name] for name in everything if chance.random() < 0.6}

        holds = condition(node)

        assert holds(facts(everything)) or not holds(facts(less))

    @settings(max_examples=300, deadline=None)
    @given(st.integers(0, 2**32), st.integers(0, 2**32))
    def test_hold_only_where_what_they_require_is_known(self, rule: int, person: int) -> None:
        node = parsed(conditions.condition(Random(rule)))  # noqa: S311
        somebody = conditions.somebody(Random(person))  # noqa: S311

        missing = [fact for fact in conditions.FACTS if fact not in somebody]

        if condition(node)(facts(somebody)):
            assert not [fact for fact in missing if requires(node, VOCABULARY, fact)]


class TestRefused:
    def test_are_refused_for_a_reason_mostly(self) -> None:
        chance = Random(5)  # noqa: S311
        people = [conditions.somebody(chance) for _ in range(100)]
        refused = [
            node
            for node in (parsed(conditions.condition(chance, 2)) for _ in range(200))
            if makes_hold(node, VOCABULARY)
        ]

        witnessed = [node for node in refused if _is_witnessed(node, people)]

        assert len(refused) > 50
        assert len(witnessed) / len(refused) > 0.5


def _is_witnessed(node: Node, people: list[dict[str, Any]]) -> bool:
    """Tell whether there is somebody of whom a condition holds only if one fact is forgotten."""
    holds = condition(node)
    return any(
        not holds(facts(person)) and holds(facts({**person, name: None}))
        for person, name in product(people, conditions.FACTS)
        if name in person
    )
