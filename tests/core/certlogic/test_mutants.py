"""Engines with a mistake put in, each of which the golden pairs must find out.

The official suite, and 1,364 tests of published national rules beside it, let six of the first
fourteen of these mistakes pass.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from core.certlogic import closures
from core.certlogic.instants import read_date_time, shifted
from core.certlogic.sql import dynamic, helpers, logic, typed
from core.certlogic.values import truth_of
from core.certlogic.vocabulary import Kind
from tests.core.certlogic import verdicts
from tests.core.certlogic.engines import Database

Patch = pytest.MonkeyPatch
Mutation = tuple[ModuleType, str, str, str]

# What is put into SQL: where, what it replaces, and by what.
SQL_MUTANTS: dict[str, Mutation] = {
    "months are clamped": (
        helpers,
        "_HELPERS",
        "month_ + make_interval(months => months) + (moment - month_)",
        "moment + make_interval(months => months)",
    ),
    "'and' is SQL's own": (logic, "AND", logic.AND, "({first} AND {rest})"),
    "0 is truthy": (helpers, "_HELPERS", "THEN value <> '0' END", "THEN true END"),
    "an empty list is truthy": (helpers, "_HELPERS", """('""', '[]', '{}')""", """('""', '{}')"""),
    "offsets are ignored": (
        helpers,
        "_HELPERS",
        "to_jsonb(parts[1])) - ahead",
        "to_jsonb(parts[1]))",
    ),
    "milliseconds are ignored": (helpers, "_HELPERS", "/ 1000.0", "/ 1000000.0"),
    "microseconds are kept": (
        helpers,
        "_HELPERS",
        "rpad(left(coalesce(parts[5], ''), 3), 3, '0')::int / 1000.0",
        "coalesce(('0.' || parts[5])::float, 0)",
    ),
    "lists are reduced from the right": (dynamic, "REDUCE", "items -> step", "items -> -1 - step"),
    "a third operand may be null": (
        logic,
        "BETWEEN",
        logic.BETWEEN,
        "({low} {sign} {middle} AND {middle} {sign} {high})",
    ),
    "'===' swallows an error": (
        dynamic,
        "EQUAL",
        dynamic.EQUAL,
        "coalesce({schema}.certlogic_equal({left}, {right}), false)",
    ),
    "'if' takes an error for false": (
        logic,
        "IF",
        logic.IF,
        "CASE WHEN {guard} THEN {consequent} ELSE {alternative} END",
    ),
    "'!' makes an error true": (logic, "NOT", logic.NOT, "({operand} IS NOT TRUE)"),
    "nothing is in null": (
        helpers,
        "_HELPERS",
        "IF jsonb_typeof(items) <> 'array' THEN RETURN NULL",
        "IF jsonb_typeof(items) <> 'array' THEN RETURN false",
    ),
    "days are local": (
        helpers,
        "_HELPERS",
        "+ (moment - month_) + span",
        "+ ((moment AT TIME ZONE 'UTC' + span) AT TIME ZONE 'UTC' - month_)",
    ),
    "an early error is reduced away": (
        dynamic,
        "REDUCE",
        "CASE WHEN accumulator IS NOT NULL THEN {lambda_} END",
        "{lambda_}",
    ),
    "30 February is 2 March": (
        helpers,
        "_HELPERS",
        "CASE WHEN date_trunc('month', found_) = month_ THEN found_ END",
        "found_",
    ),
    "an error in a list is null": (dynamic, "LIST", dynamic.LIST, "jsonb_build_array({items})"),
}

TYPED_MUTANTS: dict[str, Mutation] = {
    "months are clamped": (
        typed,
        "MONTHS_LATER",
        typed.MONTHS_LATER,
        "{moment} + make_interval(months => {amount})",
    ),
    "'and' is SQL's own": SQL_MUTANTS["'and' is SQL's own"],
    "milliseconds are ignored": (typed, "MILLISECONDS", "milliseconds", "second"),
    "microseconds are kept": (typed, "MILLISECONDS", typed.MILLISECONDS, "{column}"),
    "time zones are ignored": (typed, "UTC", "AT TIME ZONE 'UTC'", "::timestamp"),
    "a third operand may be null": SQL_MUTANTS["a third operand may be null"],
    "'===' swallows an error": (
        typed,
        "EQUAL",
        typed.EQUAL,
        "({left} IS NOT DISTINCT FROM {right})",
    ),
    "'===' takes an error for null": (typed, "BOX_NO_ERROR", typed.BOX_NO_ERROR, typed.BOX),
    "'===' takes null for an error": (typed, "EQUAL_OR_NULL", typed.EQUAL_OR_NULL, typed.EQUAL),
    "'if' takes an error for false": SQL_MUTANTS["'if' takes an error for false"],
    "'!' makes an error true": SQL_MUTANTS["'!' makes an error true"],
    "null in a list is an error": (typed, "IN", typed.IN, "({item} IN ({items}))"),
    "null is neither true nor false": (typed, "TRUTH_OF_NULL", typed.TRUTH_OF_NULL, "{truth}"),
    "days are local": (
        typed,
        "LATER",
        typed.LATER,
        "({moment} AT TIME ZONE 'UTC' + interval '{amount} {unit}') AT TIME ZONE 'UTC'",
    ),
    "the calendar has no end": (typed, "IN_CALENDAR", typed.IN_CALENDAR, "({later})"),
}


def put_in(patch: Patch, mutation: Mutation) -> None:
    """Put a mistake into a template; one that no longer fits the template is an error itself."""
    module, name, right, wrong = mutation
    text = getattr(module, name)
    assert right in text
    patch.setattr(module, name, text.replace(right, wrong))


class TestMutantsInSql:
    @pytest.mark.parametrize("mutant", SQL_MUTANTS)
    def test_are_found_out(self, database: Database, monkeypatch: Patch, mutant: str) -> None:
        put_in(monkeypatch, SQL_MUTANTS[mutant])

        assert verdicts.wrong_in_sql(database)

    def test_of_not_after_is_found_out(self, database: Database, monkeypatch: Patch) -> None:
        monkeypatch.setitem(logic.SIGNS, "not-after", "<")

        assert verdicts.wrong_in_sql(database)


class TestMutantsInTypedSql:
    @pytest.mark.parametrize("mutant", TYPED_MUTANTS)
    def test_are_found_out(self, database: Database, monkeypatch: Patch, mutant: str) -> None:
        put_in(monkeypatch, TYPED_MUTANTS[mutant])

        assert verdicts.wrong_in_typed_sql(database)

    @pytest.mark.parametrize("kind", [Kind.INTEGER, Kind.TEXT, Kind.TEXTS])
    def test_of_truth_are_found_out(
        self, database: Database, monkeypatch: Patch, kind: Kind
    ) -> None:
        monkeypatch.setitem(typed.TRUTHS, kind, "({column} IS NOT NULL)")

        assert verdicts.wrong_in_typed_sql(database)

    def test_of_not_after_is_found_out(self, database: Database, monkeypatch: Patch) -> None:
        monkeypatch.setitem(logic.SIGNS, "not-after", "<")

        assert verdicts.wrong_in_typed_sql(database)


def clamped(moment: datetime, amount: int, unit: str) -> datetime:
    """Be `shifted`, but end a month on its last day rather than count on."""
    if unit in ("day", "hour"):
        return shifted(moment, amount, unit)
    arrived = shifted(moment.replace(day=1), amount, unit)
    last = (shifted(arrived, 1, "month") - arrived).days
    return arrived.replace(day=min(moment.day, last))


def unshifted(text: str) -> datetime:
    """Be `read_date_time`, but ignore the offset from UTC."""
    return read_date_time(re.sub(r"(T.*?)[+-].*", r"\1", text))


def unfractioned(text: str) -> datetime:
    """Be `read_date_time`, but ignore milliseconds."""
    return read_date_time(text).replace(microsecond=0)


def truthy_if(special: Callable[[Any], bool]) -> Callable[[Any, str], bool]:
    """Be `truth_of`, but take some values for truthy."""
    return lambda value, path: special(value) or truth_of(value, path)


PYTHON_MUTANTS: dict[str, tuple[str, Any]] = {
    "months are clamped": ("shifted", clamped),
    "offsets are ignored": ("read_date_time", unshifted),
    "milliseconds are ignored": ("read_date_time", unfractioned),
    "0 is truthy": ("truth_of", truthy_if(lambda value: type(value) is int)),
    "an empty list is truthy": ("truth_of", truthy_if(lambda value: value == [])),
    "an empty object is truthy": ("truth_of", truthy_if(lambda value: value == {})),
    "a date-time is truthy": ("truth_of", truthy_if(lambda value: isinstance(value, datetime))),
    "true is 1": ("identical", operator.eq),
}


class TestMutantsInPython:
    @pytest.mark.parametrize("mutant", PYTHON_MUTANTS)
    def test_are_found_out(self, monkeypatch: Patch, mutant: str) -> None:
        monkeypatch.setattr(closures, *PYTHON_MUTANTS[mutant])

        assert verdicts.wrong_in_python()

    def test_of_not_after_is_found_out(self, monkeypatch: Patch) -> None:
        monkeypatch.setitem(closures.ORDERS, "<=", operator.lt)

        assert verdicts.wrong_in_python()
