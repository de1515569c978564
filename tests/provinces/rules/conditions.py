"""Conditions over a few facts, and people of whom some of them are known, both at random."""

from __future__ import annotations

from random import Random
from typing import Any

from core.certlogic.syntax import DATE_ORDERS, NUMBER_ORDERS, Json

MOMENTS = ["exposures.high.left_at", "companion.last_at"]
NUMBERS = ["exposures.high.minutes", "companion.minutes"]
FLAG, CODE = "exposures.high.answered", "divisions.high.code"
FACTS = [*MOMENTS, *NUMBERS, FLAG, CODE]

_VALUES: dict[str, list[Any]] = {
    **{name: ["2026-11-01T08:00:00Z", "2026-11-03T08:00:00Z"] for name in MOMENTS},
    **{name: [0, 1, 2] for name in NUMBERS},
    FLAG: [True, False],
    CODE: ["110000", "120000"],
}


def somebody(chance: Random) -> dict[str, Any]:
    """Return what is known of a person, by the facts' names."""
    return {name: chance.choice(_VALUES[name]) for name in FACTS if chance.random() < 0.7}


def condition(chance: Random, depth: int = 3) -> Json:
    """Return a condition; by far not every one may decide about people."""
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(_SIMPLE)(chance)
    return chance.choice(_MADE_OF)(chance, depth - 1)


def _known(chance: Random) -> Json:
    return {"!": [{"!": [{"var": chance.choice(FACTS)}]}]}


def _flag(_chance: Random) -> Json:
    return {"var": FLAG}


def _literal(chance: Random) -> Json:
    return chance.random() < 0.5


def _same(chance: Random) -> Json:
    name = chance.choice([*NUMBERS, FLAG, CODE])
    if name in NUMBERS and chance.random() < 0.4:
        return {"===": [{"var": NUMBERS[0]}, {"var": NUMBERS[1]}]}
    return {"===": [{"var": name}, chance.choice(_VALUES[name])]}


def _in(chance: Random) -> Json:
    name = chance.choice([*NUMBERS, CODE])
    return {"in": [{"var": name}, chance.sample(_VALUES[name], chance.randrange(3))]}


def _order(chance: Random) -> Json:
    operands = [_number(chance) for _ in range(chance.choice([2, 2, 3]))]
    return {chance.choice(NUMBER_ORDERS): operands}


def _date_order(chance: Random) -> Json:
    operands = [_date_time(chance) for _ in range(2)]
    return {chance.choice(list(DATE_ORDERS)): operands}


def _number(chance: Random, depth: int = 1) -> Json:
    if depth and chance.random() < 0.2:
        branches = [_number(chance, 0), _number(chance, 0)]
        return {"if": [chance.choice([_known, _same])(chance), *branches]}
    if depth and chance.random() < 0.2:
        return {"+": [_number(chance, 0), _number(chance, 0)]}
    return chance.choice([chance.choice(_VALUES[NUMBERS[0]]), {"var": chance.choice(NUMBERS)}])


def _date_time(chance: Random) -> Json:
    some: list[Json] = [{"var": chance.choice(MOMENTS)}, "2026-11-02T00:00:00Z"]
    of = chance.choice(some)
    return {"plusTime": [of, chance.randrange(3), "day"]}


def _truthy(chance: Random, depth: int) -> Json:
    if chance.random() < 0.3:
        return {"var": chance.choice(FACTS)}
    return condition(chance, depth)


def _and(chance: Random, depth: int) -> Json:
    return {"and": [_truthy(chance, depth) for _ in range(chance.choice([2, 2, 3]))]}


def _not(chance: Random, depth: int) -> Json:
    return {"!": [_truthy(chance, depth)]}


def _or(chance: Random, depth: int) -> Json:
    return {"!": [{"and": [{"!": [_truthy(chance, depth)]} for _ in range(2)]}]}


def _if(chance: Random, depth: int) -> Json:
    branches = [condition(chance, depth), condition(chance, depth)]
    return {"if": [_truthy(chance, depth), *branches]}


def _equal(chance: Random, depth: int) -> Json:
    return {"===": [_not(chance, depth), chance.choice([_not, _flagged])(chance, depth)]}


def _flagged(chance: Random, _depth: int) -> Json:
    return {"var": FLAG}


_SIMPLE = [_known, _known, _known, _flag, _literal, _same, _in, _order, _order, _date_order]
_MADE_OF = [_and, _and, _or, _or, _not, _if, _equal]
