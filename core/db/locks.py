"""Locks that a transaction holds on something which is not a row."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection


def hold(subject: str, keys: Iterable[int], *, shared: bool = False) -> None:
    """Hold locks on the keys of a subject until the transaction ends; within one schema.

    Taken in ascending order, so that two transactions never wait for each other.
    """
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(hashtextextended(current_schema() || %s || key, 0))"
            " FROM unnest(%s::bigint[]) AS key ORDER BY key",
            [subject, sorted(keys)],
        )
