"""A statement is planned once on each connection, and answers as any other does."""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction

from core.db import prepared
from provinces.tenancy import scope
from tests.statements import run_by

HALVE = "SELECT $1::bigint / $2::bigint"
HERE = "SELECT current_schema()::text, $1::text"


def planned(name: str) -> bool:
    """Tell whether the server has planned a statement of this name on this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_prepared_statements WHERE name = %s", [name])
        return cursor.fetchone() is not None


class TestFetchOne:
    def test_returns_the_first_row(self, north: object) -> None:
        assert prepared.fetch_one("halve", HALVE, [8, 2]) == (4,)
        assert prepared.fetch_one("halve", HALVE, [9, 3]) == (3,)

    def test_returns_none_where_there_is_no_row(self, north: object) -> None:
        assert prepared.fetch_one("nothing", "SELECT 1 WHERE $1::boolean", [False]) is None

    def test_is_planned_on_the_connection(self, north: object) -> None:
        prepared.fetch_one("planned", HALVE, [8, 2])

        assert planned("planned")

    def test_is_one_statement_the_first_time_too(self, north: object) -> None:
        first = run_by(lambda: prepared.fetch_one("counted", HALVE, [8, 2]))

        assert first[-1:] == run_by(lambda: prepared.fetch_one("counted", HALVE, [8, 2]))
        assert not any("PREPARE" in statement for statement in first)

    def test_stays_planned_after_a_rollback(self, north: object) -> None:
        with pytest.raises(DataError), transaction.atomic():
            prepared.fetch_one("undone", HALVE, [8, 0])

        assert prepared.fetch_one("undone", HALVE, [8, 2]) == (4,)

    def test_keeps_quotes_in_values_apart_from_the_statement(self, north: object) -> None:
        row = prepared.fetch_one("quoted", HERE, ["'); DROP TABLE x; --%s"])

        assert row == (scope.current().schema_name, "'); DROP TABLE x; --%s")

    def test_reads_in_the_schema_that_is_in_use(self, north: object) -> None:
        ours = prepared.fetch_one("here", HERE, [""])
        with scope.province("south"):
            theirs = prepared.fetch_one("here", HERE, [""])

        assert ours != theirs
