"""The traps that engines fall into: each pair is right in each of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection

from core.certlogic.parsing import DEEPEST, parse
from core.certlogic.sql.helpers import helpers
from core.certlogic.sql.typed import compile_condition
from core.certlogic.syntax import Faulty, Json
from tests.core.certlogic import sheet, verdicts
from tests.core.certlogic.engines import ERROR, Database, in_python
from tests.core.certlogic.golden import LEFT, at

ILL: Json = {"var": "person.ill"}
OLD: Json = at("2020")


class TestGoldenPairs:
    def test_are_right_in_python(self) -> None:
        assert verdicts.wrong_in_python() == []

    def test_are_right_in_sql_over_json(self, database: Database) -> None:
        assert verdicts.wrong_in_sql(database) == []

    def test_are_right_in_sql_over_typed_facts(self, database: Database) -> None:
        assert verdicts.wrong_in_typed_sql(database) == []


class TestOneBadRow:
    """What cannot be evaluated for one person is no matter to the others."""

    def test_leaves_the_others_alone_over_json(self, database: Database) -> None:
        found = database.evaluate(at({"var": ""}), ["2021-02-30", "2021-02-28", [], "x"])

        assert found == [ERROR, "2021-02-28T00:00:00.000Z", ERROR, ERROR]

    @pytest.mark.parametrize("unit", ["year", "month", "day", "hour"])
    @pytest.mark.parametrize("amount", [-9000, -1, 0, 1, 9000])
    def test_leaves_the_others_alone_over_typed_facts(
        self, north: object, amount: int, unit: str
    ) -> None:
        condition: Json = {"before": [at(LEFT, amount, unit), at(LEFT, amount, unit)]}
        moments = ("infinity", "-infinity", "0044-03-15 BC", "9999-12-31", "2021-06-01")

        with connection.cursor() as cursor:
            sheet.hold(cursor, [sheet.with_facts({"visits.left_at": each}) for each in moments])
            (found,) = sheet.outcomes(cursor, [condition])

        assert set(found) <= {ERROR, False}
        assert abs(amount) > 1 or found[-1] is False


class TestDeepNesting:
    """However deep the nesting, the SQL is as long as the expression, and PostgreSQL takes it."""

    @pytest.mark.parametrize(
        "wrap",
        [
            lambda inner: {"!": [inner]},
            lambda inner: {"and": [inner, True]},
            lambda inner: {"===": [{"if": [inner, True, ILL]}, ILL]},
            lambda inner: {"<": [0, {"if": [inner, 1, 2]}, 3]},
            lambda inner: {"before": [OLD, {"if": [inner, at("2021"), at(LEFT)]}, at("2022")]},
            lambda inner: {"in": [{"if": [inner, "a", {"var": "person.name"}]}, ["a", "b"]]},
        ],
    )  # fmt: skip
    def test_is_taken(self, database: Database, wrap: Callable[[Json], Json]) -> None:
        expression: Json = True
        while _depth(expression) < DEEPEST - 3:
            expression = wrap(expression)
        facts = sheet.with_facts({"person.ill": True})
        sheet.hold(database.cursor, [facts])

        ((in_typed_sql,),) = sheet.outcomes(database.cursor, [expression])
        in_sql = database.engine(expression, {"person": {"ill": True}})

        assert in_python(expression, [{"person": {"ill": True}}]) == [in_sql] == [in_typed_sql]
        assert len(compile_condition(parse(expression), sheet.VOCABULARY, sheet.columns())) < 30_000


def _depth(expression: Json) -> int:
    if isinstance(expression, dict):
        return 1 + max(map(_depth, *expression.values()))
    return 0


class TestHelpers:
    def test_are_all_written_in_the_language_that_is_not_planned_at_each_call(self) -> None:
        languages = re.findall(r"LANGUAGE (\w+) IMMUTABLE", helpers("pg_temp"))

        assert set(languages) == {"plpgsql"}
        assert len(languages) == helpers("pg_temp").count("CREATE OR REPLACE FUNCTION")

    def test_are_put_where_they_are_wanted(self) -> None:
        assert helpers("elsewhere") == helpers("pg_temp").replace("pg_temp.", "elsewhere.")


class TestPaths:
    @pytest.mark.parametrize("path", ["x.1a", "x.-1", "x.+1", "01", "x. 1", "x.1.2e3", "-0"])
    def test_refuse_what_some_take_for_an_index(self, path: str) -> None:
        with pytest.raises(Faulty, match="neither a name nor an index"):
            parse({"var": path})


class TestLiterals:
    @pytest.mark.parametrize(
        "text", ["'; DROP TABLE f; --", "100%", "%s %(x)s", "\\' OR 1=1", "{x}"]
    )
    def test_say_nothing_but_themselves(self, database: Database, text: str) -> None:
        document: Json = {"===": [{"var": "person.code"}, text]}
        condition = compile_condition(
            parse(document), sheet.VOCABULARY, {"person.code": "code"}, percent="%%"
        )

        database.cursor.execute(f"SELECT {condition} FROM (VALUES (%s)) AS f(code)", [text])

        assert database.cursor.fetchone() == (True,)
        assert database.engine(document, {"person": {"code": text}}) is True
