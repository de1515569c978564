"""Columns survive the way into PostgreSQL and back."""

from __future__ import annotations

import numpy as np
from django.db import connection

from core.db import copying, temporary


class TestCopy:
    def test_brings_back_what_it_put_in(self, north: object) -> None:
        columns = {
            "cell": np.array([1, -(2**62), 2**62], np.int64),
            "citizen_id": np.array([0, -1, 2**31 - 1], np.int32),
            "level": np.array([1, 2, 3], np.int16),
            "share": np.array([0.5, -1e300, np.nan], np.float64),
            "moving": np.array([True, False, True]),
        }
        with connection.cursor() as cursor:
            temporary.ready(
                cursor,
                copied="cell bigint, citizen_id integer, level smallint,"
                " share double precision, moving boolean",
            )

        count = copying.copy_in("copied", columns)
        back = copying.copy_out(
            "SELECT cell, citizen_id, level, share, moving FROM copied",
            {"cell": "i8", "citizen_id": "i4", "level": "i2", "share": "f8", "moving": "?"},
        )

        assert count == 3
        for name, column in columns.items():
            np.testing.assert_array_equal(back[name], column)

    def test_copies_nothing_where_there_is_nothing(self, north: object) -> None:
        with connection.cursor() as cursor:
            temporary.ready(cursor, nothing="cell bigint")

        assert copying.copy_in("nothing", {"cell": np.empty(0, np.int64)}) == 0
        assert len(copying.copy_out("SELECT cell FROM nothing", {"cell": "i8"})["cell"]) == 0

    def test_sends_many_rows_in_blocks(self, north: object) -> None:
        count = copying.ROWS_AT_ONCE + 1
        with connection.cursor() as cursor:
            temporary.ready(cursor, many="cell bigint")
            copying.copy_in("many", {"cell": np.arange(count)})
            cursor.execute("SELECT count(*), sum(cell) FROM many")

            assert cursor.fetchone() == (count, count * (count - 1) // 2)
