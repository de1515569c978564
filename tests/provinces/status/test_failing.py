"""What is kept of an error: its class and its place, and never what it was about."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.status import failing

SOMEBODY = "110105194912310021"


def raised(kind: type[Exception], act: Any) -> Exception:
    with pytest.raises(kind) as caught:
        act()
    return caught.value


class TestTold:
    def test_names_the_last_place_of_ours(self) -> None:
        problem = raised(AttributeError, lambda: failing.told(None))

        said = failing.told(problem)

        assert said.startswith("AttributeError in provinces.status.failing.told:")

    def test_leaves_out_what_the_error_says(self) -> None:
        assert failing.told(ValueError(f"no such citizen: {SOMEBODY}")) == "ValueError"

    def test_leaves_out_the_row_that_the_database_quotes(self, north: object) -> None:
        def twice() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("CREATE TEMP TABLE once (document text PRIMARY KEY)")
                cursor.execute("INSERT INTO once VALUES (%s), (%s)", [SOMEBODY, SOMEBODY])

        problem = raised(IntegrityError, twice)

        assert SOMEBODY in str(problem)
        assert failing.told(problem).startswith("IntegrityError 23505")
        assert SOMEBODY not in failing.told(problem)

    def test_is_never_longer_than_its_column(self) -> None:
        kind = type("Far" * 100, (Exception,), {})

        assert len(failing.told(kind())) == failing.LONGEST
