"""The engines under test, asked alike: an expression and data in, a value or `ERROR` out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest

from core.certlogic.closures import compiled
from core.certlogic.instants import written
from core.certlogic.parsing import parse
from core.certlogic.sql.dynamic import compile_value
from core.certlogic.syntax import Json
from core.certlogic.values import Unevaluable

ERROR: Final = "an error"
"""What stands for an error where values are compared; no test makes a text of it."""

_OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "certlogic"


def official(folder: str) -> Path:
    """Return a folder of the official suite; skips the test where it is absent."""
    if not _OFFICIAL.exists():
        pytest.skip(f"the official suite is not in {_OFFICIAL}")
    return _OFFICIAL / folder


def same(one: Json, other: Json) -> bool:
    """Tell whether two JSON values are the same, true and 1 not being so."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def in_python(expression: Json, contexts: Sequence[Json]) -> list[Json]:
    """Return what an expression comes to over each of some data, evaluated."""
    closure = compiled(parse(expression))
    return [_outcome(closure, data) for data in contexts]


def _outcome(closure: Any, data: Json) -> Json:
    try:
        value = closure(data)
    except Unevaluable:
        return ERROR
    return written(value) if isinstance(value, datetime) else value


class Database:
    """PostgreSQL with the helpers in its temporary schema."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def hold(self, contexts: Sequence[Json]) -> None:
        """Keep data to evaluate over, instead of any kept before."""
        self.cursor.execute("DROP TABLE IF EXISTS contexts")
        self.cursor.execute("CREATE TEMPORARY TABLE contexts (place int, data jsonb)")
        rows = [(place, json.dumps(data)) for place, data in enumerate(contexts)]
        self.cursor.executemany("INSERT INTO contexts VALUES (%s, %s)", rows)

    def over_held(self, expressions: Sequence[Json]) -> list[list[Json]]:
        """Return for each expression what it comes to over each of the data held."""
        values = [compile_value(parse(each), "c.data", schema="pg_temp") for each in expressions]
        return _columns(self.cursor, f"SELECT {', '.join(values)} FROM contexts c ORDER BY c.place")

    def evaluate(self, expression: Json, contexts: Sequence[Json]) -> list[Json]:
        """Return what an expression comes to over each of some data."""
        self.hold(contexts)
        return self.over_held([expression])[0]

    def engine(self, expression: Json, data: Json) -> Json:
        """Be an engine for `suites`, data being a parameter of the statement."""
        value = compile_value(
            parse(expression), "(%(data)s::jsonb)", schema="pg_temp", percent="%%"
        )
        self.cursor.execute(f"SELECT {value}", {"data": json.dumps(data)})
        (found,) = self.cursor.fetchone()
        if found is None:
            raise Unevaluable("$", "an error, of which SQL says no more")
        value_found: Json = json.loads(found)
        return value_found


def _columns(cursor: Any, statement: str) -> list[list[Json]]:
    cursor.execute(statement)
    rows = [[ERROR if v is None else json.loads(v) for v in row] for row in cursor.fetchall()]
    return [list(column) for column in zip(*rows, strict=True)]
