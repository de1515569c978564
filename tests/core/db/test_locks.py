"""Locks on what is not a row: between transactions of one schema, and no other's to take."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from core.db import locks
from provinces.tenancy import directory, scope
from tests import cast
from tests.database import session_of

HELD = """
SELECT (classid::bigint << 32) | objid::bigint, mode FROM pg_locks
WHERE locktype = 'advisory' AND pid = pg_backend_pid() ORDER BY 1
"""


def held() -> list[tuple[int, str]]:
    """Return the numbers of the locks that this session holds, and how."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        return cursor.fetchall()


def is_free(session: psycopg.Connection, number: int) -> bool:
    with session.transaction():
        row = session.execute("SELECT pg_try_advisory_xact_lock(%s)", [number]).fetchone()
    return bool(row and row[0])


class TestNumber:
    def test_is_the_same_each_time(self, north: object) -> None:
        assert locks.number("rule sets", 0) == locks.number("rule sets", 0)

    def test_differs_by_key_and_subject(self, north: object) -> None:
        given = [("a", 0), ("a", 1), ("b", 0), ("a", 10), ("a1", 0)]

        assert len({locks.number(subject, key) for subject, key in given}) == len(given)

    def test_differs_from_province_to_province(self, north: object) -> None:
        ours = locks.number("rule sets", 0)

        with scope.province(cast.SOUTH):
            assert locks.number("rule sets", 0) != ours

    def test_is_asked_of_whoever_knows_the_secret(
        self, north: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(locks, "_secrets", [])

        with pytest.raises(locks.NoSecret):
            locks.number("rule sets", 0)


class TestHold:
    def test_takes_them_in_the_order_of_their_keys(self, north: object) -> None:
        """Others take the same ones one by one; in another order the two might wait for ever."""
        asked: list[list[int]] = []

        def noted(execute: Any, sql: str, values: Any, many: Any, context: Any) -> Any:
            asked.extend(values)
            return execute(sql, values, many, context)

        with connection.execute_wrapper(noted):
            locks.hold("day", [30, 4, 17])

        assert asked[-1] == [locks.number("day", key) for key in (4, 17, 30)]

    def test_holds_each_key_until_the_transaction_ends(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            with transaction.atomic():
                locks.hold("x", [3, 1, 2])
                numbers = {number for number, _ in held()}
            assert len(numbers) == 3
            assert held() == []

    def test_shares_where_that_is_asked(self, north: object) -> None:
        locks.hold("x", [1], shared=True)

        assert [mode for _, mode in held()] == ["ShareLock"]

    def test_has_others_of_the_province_wait(self, in_login_mode: None) -> None:
        login = directory.login_of(cast.NORTH)

        with scope.province(cast.NORTH), transaction.atomic(), session_of(login) as other:
            locks.hold("rule sets", [0])
            assert not is_free(other, locks.number("rule sets", 0))

    def test_is_not_kept_waiting_by_a_neighbour_who_guesses(self, in_login_mode: None) -> None:
        with session_of(directory.login_of(cast.SOUTH)) as neighbour:
            neighbour.execute(
                "SELECT pg_advisory_lock(hashtextextended('north' || 'rule sets' || key, 0)),"
                " pg_advisory_lock(key), pg_advisory_lock(hashtext('rule sets' || key))"
                " FROM generate_series(0, 9) AS key"
            )
            with scope.province(cast.NORTH), transaction.atomic():
                assert locks.hold_if_free("rule sets", 0)


class TestHoldIfFree:
    def test_holds_what_nobody_else_does(self, north: object) -> None:
        assert locks.hold_if_free("sealing", "feed")
        assert len(held()) == 1

    def test_leaves_what_somebody_else_holds(self, in_login_mode: None) -> None:
        with (
            scope.province(cast.NORTH),
            transaction.atomic(),
            session_of(directory.login_of(cast.NORTH)) as other,
        ):
            other.execute("SELECT pg_advisory_lock(%s)", [locks.number("sealing", "feed")])
            assert not locks.hold_if_free("sealing", "feed")
