"""Random expressions and data, with what tends to go wrong among them; seeded, so repeatable."""

from __future__ import annotations

from random import Random

from core.certlogic.syntax import DATE_ORDERS, NUMBER_ORDERS, UNITS, Json

DATES = [
    "2020-02-29",
    "2021-01-31",
    "2021-02",
    "2020-02",
    "2021",
    "2021-03-28T02:30:00",
    "2021-06-01T00:00:00.000Z",
    "2021-06-01T00:00:00.0009999Z",
    "2021-06-01T00:00:00.001+00:00",
    "2021-05-31T23:59:59.9996Z",
    "1969-12-31T23:59:59.9999-1:30",
    "2021-06-01T05:30:00+530",
    "2021-05-31T16:00:00-8",
    "2021-06-01T08:00:00.1+0800",
    "0001-01-01",
    "0001-01-01T00:00:00+1",
    "9999-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59-12",
]
NO_DATES = [
    "",
    "0000",
    "2021-13",
    "2021-00",
    "2021-02-30",
    "2021-02-30T00:00:00Z",
    "2021-09-99",
    "2021-6-1",
    "2021-06-01 00:00:00",
    "2021-06-01T24:00:00Z",
    "2021-06-01T23:60:00Z",
    "2021-06-01T00:00:00+24",
    "2021-06-01T00:00:00+1:60",
    "2021-06-01T00:00:00+",
    "2021-06-01T00:00:00.Z",
    "2021-06-01\n",
    "x2021-06-01",
]
TEXTS = ["", "a", "b", "é中", 'it\'s 100% \\ "{}"', "URN:UVCI:01:NL:187/37#B", "a::c/#/f", "0"]
NUMBERS = [0, 1, -1, 2, 3, 42, 2**31 - 1, -(2**31), 2**53 - 1]
_ROOTS: list[Json] = [None, "a", 7, [], {}, [1, [2]], ["2021", None]]
PATHS = ["a", "b", "c", "d", "", "a.0", "b.1", "c.x", "d.x.0", "e", "a.length", "0", "1"]


def data(chance: Random) -> Json:
    """Return data in which most of `PATHS` lead somewhere."""
    if chance.random() < 0.1:
        return chance.choice(_ROOTS)
    return {key: _value(chance, 2) for key in "abcd" if chance.random() < 0.9}


def expression(chance: Random, depth: int = 4) -> Json:
    """Return an expression that the parser takes, though its types seldom fit."""
    if depth == 0 or chance.random() < 0.15:
        return chance.choice([_var, _var, _literal])(chance)
    return chance.choice(_OPERATIONS)(chance, depth - 1)


def plus_time(chance: Random, depth: int, *, dated: float = 0.5) -> Json:
    """Return a date-time, as often as `dated` says of a text that is meant for a date."""
    written: list[Json] = [*DATES, *DATES, *DATES, chance.choice(NO_DATES), {"var": "a"}]
    text = chance.choice(written) if chance.random() < dated else expression(chance, depth)
    return {"plusTime": [text, amount(chance), chance.choice(UNITS)]}


def amount(chance: Random) -> int:
    """Return an amount of time that the longest unit and the shortest may be counted in."""
    return chance.choice([0, 0, 1, -1, 2, 11, -13, 30, 365, -400, 5000, 9998, -9998])


def _value(chance: Random, depth: int) -> Json:
    if depth and chance.random() < 0.25:
        return [_value(chance, depth - 1) for _ in range(chance.randrange(4))]
    if depth and chance.random() < 0.1:
        return {"x": _value(chance, depth - 1)} if chance.random() < 0.7 else {}
    number = chance.choice([*NUMBERS, 3.5, 2.0, -0.5])
    values: list[Json] = [None, True, False, number, number, pick(chance), chance.choice(DATES)]
    return chance.choice(values)


def pick(chance: Random) -> str:
    """Return some text."""
    return chance.choice(chance.choice([DATES, NO_DATES, TEXTS]))


def _var(chance: Random) -> Json:
    return {"var": chance.choice(PATHS)}


def _literal(chance: Random) -> Json:
    literals: list[Json] = [True, False, chance.choice(NUMBERS), pick(chance), pick(chance)]
    return chance.choice(literals)


def _list(chance: Random, depth: int) -> Json:
    return [expression(chance, depth) for _ in range(chance.randrange(4))]


def _if(chance: Random, depth: int) -> Json:
    return {"if": [expression(chance, depth) for _ in range(3)]}


def _and(chance: Random, depth: int) -> Json:
    return {"and": [expression(chance, depth) for _ in range(chance.choice([2, 2, 3]))]}


def _not(chance: Random, depth: int) -> Json:
    return {"!": [expression(chance, depth)]}


def _equal(chance: Random, depth: int) -> Json:
    return {"===": [expression(chance, depth) for _ in range(2)]}


def _sum(chance: Random, depth: int) -> Json:
    return {"+": [_number(chance, depth) for _ in range(2)]}


def _number(chance: Random, depth: int) -> Json:
    """Return what is a number, mostly."""
    if depth == 0 or chance.random() < 0.5:
        written: list[Json] = [*NUMBERS, *NUMBERS, *NUMBERS, _var(chance)]
        return chance.choice(written)
    if chance.random() < 0.7:
        return {"if": [expression(chance, depth), *(_number(chance, 0) for _ in range(2))]}
    return chance.choice([_sum, expression])(chance, depth - 1)


def _in(chance: Random, depth: int) -> Json:
    searched = chance.choice([_list, _list, expression])(chance, depth)
    return {"in": [expression(chance, depth), searched]}


def _number_order(chance: Random, depth: int) -> Json:
    operands = [_number(chance, depth) for _ in range(chance.choice([2, 2, 3]))]
    return {chance.choice(NUMBER_ORDERS): operands}


def _date_order(chance: Random, depth: int) -> Json:
    operands = [
        plus_time(chance, depth, dated=0.9)
        if chance.random() < 0.8
        else chance.choice([_birth, _if, _either_date])(chance, depth)
        for _ in range(chance.choice([2, 2, 3]))
    ]
    return {chance.choice(list(DATE_ORDERS)): operands}


def _either_date(chance: Random, depth: int) -> Json:
    return {"if": [expression(chance, depth), plus_time(chance, 0), plus_time(chance, 0)]}


def _birth(chance: Random, depth: int) -> Json:
    text = chance.choice(DATES) if chance.random() < 0.7 else expression(chance, depth)
    return {"dccDateOfBirth": [text]}


def _extract(chance: Random, depth: int) -> Json:
    text = chance.choice(TEXTS) if chance.random() < 0.7 else expression(chance, depth)
    return {"extractFromUVCI": [text, chance.randrange(-1, 6)]}


def _reduce(chance: Random, depth: int) -> Json:
    step = chance.choice([_in_turn, _in_turn, _step])(chance, depth)
    items = chance.choice([_var(chance), _list(chance, 1), expression(chance, depth)])
    return {"reduce": [items, step, chance.choice([0, "", True, expression(chance, depth)])]}


def _in_turn(chance: Random, _depth: int) -> Json:
    """Return a step for which the order counts, or that errors on some items."""
    current: Json = {"var": "current"}
    accumulator: Json = {"var": "accumulator"}
    steps: list[Json] = [
        {"+": [accumulator, {"if": [current, current, 0]}]},
        {"if": [{"===": [accumulator, 0]}, current, {"+": [accumulator, accumulator]}]},
        {"if": [current, current, accumulator]},
        [accumulator, current],
    ]
    return chance.choice(steps)


def _step(chance: Random, depth: int) -> Json:
    return {"if": [expression(chance, depth), {"var": "current"}, {"var": "accumulator.x"}]}


_OPERATIONS = [
    *(_if, _if, _and, _and, _not, _not, _equal, _equal, _in, _sum, _number_order, _number_order),
    *(_date_order, _date_order, _date_order, plus_time, _birth, _extract, _reduce, _list),
]
