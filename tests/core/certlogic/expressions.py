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
PATHS = ["a", "b", "c", "d", "", "a.0", "b.1", "c.x", "d.x.0", "e", "a.length", "0", "1"]


def data(random: Random) -> Json:
    """Return data in which most of `PATHS` lead somewhere."""
    if random.random() < 0.1:
        return random.choice([None, "a", 7, [], {}, [1, [2]], ["2021", None]])
    return {key: _value(random, 2) for key in "abcd" if random.random() < 0.9}


def expression(random: Random, depth: int = 4) -> Json:
    """Return an expression that the parser takes, though its types seldom fit."""
    if depth == 0 or random.random() < 0.15:
        return random.choice([_var, _var, _literal])(random)
    return random.choice(_OPERATIONS)(random, depth - 1)


def plus_time(random: Random, depth: int, *, dated: float = 0.5) -> Json:
    """Return a date-time, as often as `dated` says of a text that is meant for a date."""
    text: Json = expression(random, depth)
    if random.random() < dated:
        text = random.choice([*DATES, *DATES, *NO_DATES, {"var": random.choice("abcd")}])
    return {"plusTime": [text, amount(random), random.choice(UNITS)]}


def amount(random: Random) -> int:
    """Return an amount of time that the longest unit and the shortest may be counted in."""
    return random.choice([0, 0, 1, -1, 2, 11, -13, 30, 365, -400, 5000, 9998, -9998])


def _value(random: Random, depth: int) -> Json:
    if depth and random.random() < 0.25:
        return [_value(random, depth - 1) for _ in range(random.randrange(4))]
    if depth and random.random() < 0.1:
        return {"x": _value(random, depth - 1)} if random.random() < 0.7 else {}
    number = random.choice([*NUMBERS, 3.5, 2.0, -0.5])
    return random.choice([None, True, False, number, number, *(pick(random) for _ in range(4))])


def pick(random: Random) -> str:
    """Return some text."""
    return random.choice(random.choice([DATES, NO_DATES, TEXTS]))


def _var(random: Random) -> Json:
    return {"var": random.choice(PATHS)}


def _literal(random: Random) -> Json:
    return random.choice([True, False, random.choice(NUMBERS), pick(random), pick(random)])


def _list(random: Random, depth: int) -> Json:
    return [expression(random, depth) for _ in range(random.randrange(4))]


def _if(random: Random, depth: int) -> Json:
    return {"if": [expression(random, depth) for _ in range(3)]}


def _and(random: Random, depth: int) -> Json:
    return {"and": [expression(random, depth) for _ in range(random.choice([2, 2, 3]))]}


def _not(random: Random, depth: int) -> Json:
    return {"!": [expression(random, depth)]}


def _two(random: Random, depth: int) -> Json:
    return {random.choice(["===", "+"]): [expression(random, depth) for _ in range(2)]}


def _in(random: Random, depth: int) -> Json:
    searched = random.choice([_list(random, depth), expression(random, depth)])
    return {"in": [expression(random, depth), searched]}


def _number_order(random: Random, depth: int) -> Json:
    operands: list[Json] = [
        random.choice([random.choice(NUMBERS), _var(random), expression(random, depth)])
        for _ in range(random.choice([2, 2, 3]))
    ]
    return {random.choice(NUMBER_ORDERS): operands}


def _date_order(random: Random, depth: int) -> Json:
    operands = [
        plus_time(random, depth, dated=0.9)
        if random.random() < 0.8
        else random.choice([_birth, _if, _either_date])(random, depth)
        for _ in range(random.choice([2, 2, 3]))
    ]
    return {random.choice(list(DATE_ORDERS)): operands}


def _either_date(random: Random, depth: int) -> Json:
    return {"if": [expression(random, depth), plus_time(random, 0), plus_time(random, 0)]}


def _birth(random: Random, depth: int) -> Json:
    return {"dccDateOfBirth": [random.choice([pick(random), expression(random, depth)])]}


def _extract(random: Random, depth: int) -> Json:
    return {"extractFromUVCI": [expression(random, depth), random.randrange(-1, 6)]}


def _reduce(random: Random, depth: int) -> Json:
    step = random.choice([_in_turn, _in_turn, _step])(random, depth)
    items = random.choice([_var(random), _list(random, 1), expression(random, depth)])
    return {"reduce": [items, step, random.choice([0, "", True, expression(random, depth)])]}


def _in_turn(random: Random, _depth: int) -> Json:
    """Return a step for which the order counts, or that errors on some items."""
    current, accumulator = {"var": "current"}, {"var": "accumulator"}
    return random.choice(
        [
            {"+": [accumulator, {"if": [current, current, 0]}]},
            {"if": [{"===": [accumulator, 0]}, current, {"+": [accumulator, accumulator]}]},
            {"if": [current, current, accumulator]},
            [accumulator, current],
        ]
    )


def _step(random: Random, depth: int) -> Json:
    return {"if": [expression(random, depth), {"var": "current"}, {"var": "accumulator.0"}]}


_OPERATIONS = [
    *(_if, _if, _and, _and, _not, _two, _two, _in, _number_order, _number_order),
    *(_date_order, _date_order, _date_order, plus_time, _birth, _extract, _reduce, _list),
]
