"""What the planner is told of tables whose statistics may mislead it."""

from __future__ import annotations

from django.db import connection

from provinces.tenancy import directory


class TestOutcomes:
    def test_are_of_many_citizens_whatever_has_been_seen(self, north: directory.Entry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT attoptions FROM pg_attribute WHERE attrelid = 'status_outcome'::regclass"
                " AND attname = 'citizen_id'"
            )
            (options,) = cursor.fetchone()

        assert options == ["n_distinct=-0.2"]
