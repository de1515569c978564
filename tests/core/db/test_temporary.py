"""Working tables are empty at every use."""

from __future__ import annotations

from django.db import connection, transaction

from core.db import temporary
from provinces.tenancy import scope


def count(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")
        return int(cursor.fetchone()[0])


class TestReady:
    def test_empties_a_table_used_before_in_the_transaction(self, north: object) -> None:
        with connection.cursor() as cursor:
            temporary.ready(cursor, shelf="number integer")
            cursor.execute("INSERT INTO shelf VALUES (1)")
            temporary.ready(cursor, shelf="number integer")

        assert count("shelf") == 0

    def test_serves_two_provinces_in_one_session(self, north: object) -> None:
        with connection.cursor() as cursor, transaction.atomic():
            temporary.ready(cursor, shared="number integer")
            with scope.province("south"):
                temporary.ready(cursor, shared="number integer")
                connection.cursor().execute("INSERT INTO shared VALUES (2)")

        assert count("shared") == 1
