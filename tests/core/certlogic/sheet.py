"""A sheet of typed facts: rows at random, the same rows as data, and conditions over them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, TypeAlias

from core.certlogic.parsing import parse
from core.certlogic.sql.typed import compile_condition, in_milliseconds, in_utc
from core.certlogic.syntax import DATE_ORDERS, NUMBER_ORDERS, UNITS, Json
from core.certlogic.vocabulary import Fact, Kind
from tests.core.certlogic.engines import ERROR
from tests.core.certlogic.expressions import DATES, TEXTS, amount

Row: TypeAlias = dict[str, Any]
Draw: TypeAlias = Callable[[Random, int], Json]

# Fact, its type, whether it may be unknown, and its column.
_FACTS = [
    ("person.ill", Kind.BOOLEAN, True, "ill boolean"),
    ("person.adult", Kind.BOOLEAN, False, "adult boolean"),
    ("visits.days", Kind.INTEGER, True, "days integer"),
    ("visits.count", Kind.INTEGER, False, "count bigint"),
    ("person.name", Kind.TEXT, True, "name varchar(99)"),
    ("person.code", Kind.TEXT, False, "code text"),
    ("visits.left_at", Kind.MOMENT, True, "left_at timestamp"),
    ("test.taken_at", Kind.MOMENT, True, "taken_at timestamptz"),
    ("external.now", Kind.MOMENT, False, "now_at timestamp"),
    ("person.born_on", Kind.DATE, True, "born_on date"),
    ("person.groups", Kind.TEXTS, True, "groups text[]"),
    ("person.offices", Kind.TEXTS, False, "offices text[]"),
]
VOCABULARY = {name: Fact(kind, nullable) for name, kind, nullable, _ in _FACTS}
KNOWN = {
    "person.adult": True,
    "visits.count": 3,
    "person.code": "a",
    "external.now": "2021-06-01T00:00:00",
    "person.offices": ["a"],
}

_TABLE = ", ".join(definition for *_, definition in _FACTS)

_NUMBERS = [0, 1, 2, -1, 7, 2**31 - 1, -(2**31)]
_MOMENTS = [
    "2020-02-29T12:30:00",
    "2021-01-31T23:59:59.999999",
    "2021-03-28T01:30:00",
    "1969-12-31T23:59:59.9995",
    "2021-06-01T00:00:00",
    "2021-06-01T00:00:00.000999",
    "2021-06-01T00:00:00.001",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59.999999",
]


def row(chance: Random) -> Row:
    """Return a value for each fact, None for one that is unknown."""
    return {
        name: None if nullable and chance.random() < 0.4 else _VALUES[kind](chance)
        for name, kind, nullable, _ in _FACTS
    }


def with_facts(facts: Row) -> Row:
    """Return a row with these facts; of the others, those are known that must be."""
    return {**dict.fromkeys(VOCABULARY), **KNOWN, **facts}


def as_data(facts: Row, chance: Random) -> Json:
    """Return a row as the data of an evaluation; what is unknown is null, or missing."""
    data: dict[str, dict[str, Json]] = {}
    for name, value in facts.items():
        if value is None and chance.random() < 0.5:
            continue
        above, _, key = name.partition(".")
        data.setdefault(above, {})[key] = value
    return dict(data)


def hold(cursor: Any, rows: list[Row]) -> None:
    """Make `sheet` a temporary table of rows, in their order."""
    cursor.execute("DROP TABLE IF EXISTS sheet")
    cursor.execute(f"CREATE TEMPORARY TABLE sheet (place int, {_TABLE})")
    types = (definition.split()[1] for *_, definition in _FACTS)
    values = ", ".join(f"CAST(%s AS {sql_type})" for sql_type in types)
    cursor.executemany(
        f"INSERT INTO sheet VALUES (%s, {values})",
        [[place, *_in_columns(each).values()] for place, each in enumerate(rows)],
    )


def columns() -> dict[str, str]:
    """Return how the facts are read from the table `sheet`, called `f`."""
    plain = {name: f"f.{definition.split()[0]}" for name, *_, definition in _FACTS}
    left_at, taken_at = plain["visits.left_at"], plain["test.taken_at"]
    return {
        **plain,
        "visits.left_at": in_milliseconds(left_at),
        "test.taken_at": in_milliseconds(in_utc(taken_at)),
    }


def outcomes(cursor: Any, conditions: list[Json]) -> list[list[Json]]:
    """Return for each condition whether it holds in each row of `sheet`."""
    compiled = [compile_condition(parse(each), VOCABULARY, columns()) for each in conditions]
    cursor.execute(f"SELECT {', '.join(compiled)} FROM sheet f ORDER BY f.place")
    rows = [[ERROR if held is None else held for held in row] for row in cursor.fetchall()]
    return [list(column) for column in zip(*rows, strict=True)]


def _in_columns(facts: Row) -> Row:
    """Return the values of a row's columns: `now_at` is one that is cut to milliseconds before."""
    taken_at, now = facts["test.taken_at"], facts["external.now"]
    return {**facts, "test.taken_at": taken_at and f"{taken_at}Z", "external.now": now[:23]}


_VALUES: dict[Kind, Callable[[Random], Any]] = {
    Kind.BOOLEAN: lambda chance: chance.random() < 0.5,
    Kind.INTEGER: lambda chance: chance.choice(_NUMBERS),
    Kind.TEXT: lambda chance: chance.choice(TEXTS),
    Kind.MOMENT: lambda chance: chance.choice(_MOMENTS),
    Kind.DATE: lambda chance: chance.choice(_MOMENTS)[:10],
    Kind.TEXTS: lambda chance: chance.sample(TEXTS, chance.randrange(4)),
}


def _fact(kind: Kind) -> Draw:
    names = [name for name, fact in VOCABULARY.items() if fact.kind is kind]
    return lambda chance, _depth: {"var": chance.choice(names)}


def condition(chance: Random, depth: int = 4) -> Json:
    """Return a condition that the checker takes."""
    if depth <= 0 or chance.random() < 0.1:
        return chance.choice([_fact(Kind.BOOLEAN), _known])(chance, 0)
    return chance.choice([_and, _and, _if_condition, _boolean])(chance, depth - 1)


def _truthy(chance: Random, depth: int) -> Json:
    """Return something that is truthy or falsy: a condition, or a value that is no date-time."""
    if chance.random() < 0.6:
        return condition(chance, depth)
    return chance.choice([_number, _text, *map(_fact, _VALUES)])(chance, depth - 1)


def _and(chance: Random, depth: int) -> Json:
    return {"and": [_truthy(chance, depth) for _ in range(chance.choice([2, 2, 3]))]}


def _if_condition(chance: Random, depth: int) -> Json:
    return {"if": [_truthy(chance, depth), condition(chance, depth), condition(chance, depth)]}


def _either(draw: Draw) -> Draw:
    """Return one that chooses between two of a type."""
    return lambda chance, depth: {
        "if": [_truthy(chance, depth), draw(chance, depth), draw(chance, depth)]
    }


def _boolean(chance: Random, depth: int) -> Json:
    """Return what is a boolean, or null."""
    if depth <= 0 or chance.random() < 0.2:
        return chance.choice([_fact(Kind.BOOLEAN), _either(_fact(Kind.BOOLEAN))])(chance, 0)
    return _known(chance, depth)


def _known(chance: Random, depth: int) -> Json:
    """Return what is a boolean and nothing else."""
    if depth <= 0:
        known: list[Json] = [True, False, {"var": "person.adult"}]
        return chance.choice(known)
    return chance.choice(_KNOWN)(chance, depth - 1)


def _known_and(chance: Random, depth: int) -> Json:
    return {"and": [_known(chance, depth), _known(chance, depth)]}


def _not(chance: Random, depth: int) -> Json:
    return {"!": [_truthy(chance, depth)]}


def _equal(chance: Random, depth: int) -> Json:
    draw = chance.choice([_number, _text, _boolean])
    return {"===": [draw(chance, depth), draw(chance, depth)]}


def _in(chance: Random, depth: int) -> Json:
    if chance.random() < 0.4:
        return {"in": [_text(chance, depth), _fact(Kind.TEXTS)(chance, 0)]}
    draw, pool = chance.choice([(_number, _NUMBERS), (_text, TEXTS)])
    return {"in": [draw(chance, depth), chance.sample(pool, chance.randrange(4))]}


def _order(chance: Random, depth: int) -> Json:
    operators, draw = chance.choice([(NUMBER_ORDERS, _number), (tuple(DATE_ORDERS), _date_time)])
    operands = [draw(chance, depth) for _ in range(chance.choice([2, 2, 3]))]
    return {chance.choice(operators): operands}


def _number(chance: Random, depth: int) -> Json:
    if depth <= 0 or chance.random() < 0.5:
        return chance.choice([chance.choice(_NUMBERS), _fact(Kind.INTEGER)(chance, 0)])
    return chance.choice([_sum, _either(_number)])(chance, depth - 1)


def _sum(chance: Random, depth: int) -> Json:
    return {"+": [_number(chance, depth), _number(chance, depth)]}


def _text(chance: Random, depth: int) -> Json:
    if depth <= 0 or chance.random() < 0.6:
        return chance.choice([chance.choice(TEXTS), _fact(Kind.TEXT)(chance, 0)])
    return _either(_text)(chance, depth - 1)


def _date_time(chance: Random, depth: int) -> Json:
    if depth > 0 and chance.random() < 0.2:
        return _either(_date_time)(chance, depth - 1)
    if chance.random() < 0.1:
        births: list[Json] = ["2021-02", {"var": "person.born_on"}]
        return {"dccDateOfBirth": [chance.choice(births)]}
    if chance.random() < 0.2:
        return {"plusTime": [chance.choice(DATES[:-4]), chance.randrange(-9, 9), _unit(chance)]}
    fact = _fact(chance.choice([Kind.MOMENT, Kind.MOMENT, Kind.DATE]))(chance, 0)
    return {"plusTime": [fact, amount(chance), _unit(chance)]}


def _unit(chance: Random) -> str:
    return chance.choice(UNITS)


_KNOWN: list[Draw] = [_known_and, _not, _equal, _equal, _in, *(_order for _ in range(5))]
