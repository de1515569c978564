"""What tests of the rule language may ask for: a database with its helpers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from core.certlogic.sql.helpers import helpers
from tests.core.certlogic.engines import Database


@pytest.fixture
def database(north: object) -> Iterator[Database]:
    """PostgreSQL, where the helpers are in the temporary schema of this test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(helpers("pg_temp"))
        yield Database(cursor)
