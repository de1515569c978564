"""The engines that run a test suite of expressions: Python, and PostgreSQL over jsonb."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from django.db import connection

from core.certlogic import suites
from core.certlogic.parsing import parse
from core.certlogic.sql.dynamic import compile_value
from core.certlogic.sql.helpers import helpers
from core.certlogic.suites import Engine
from core.certlogic.syntax import Json
from core.certlogic.values import Unevaluable, Value

# A session's own schema: what is made there is seen by nobody else, and goes with the session.
SCHEMA = "pg_temp"


class Name(StrEnum):
    """What an engine is called."""

    PYTHON = "python"
    SQL = "sql"


@contextmanager
def running(name: Name) -> Iterator[Engine]:
    """Have an engine run; the one in SQL needs a province to be in, and leaves nothing there."""
    if name is Name.PYTHON:
        yield suites.in_python
        return
    with connection.cursor() as cursor:
        # The server's own way of reading a statement without parameters: % stands for itself.
        cursor.cursor.connection.execute(helpers(SCHEMA))
    yield _in_sql


def _in_sql(expression: Json, data: Json) -> Value:
    """Be the engine that computes in PostgreSQL; raises Faulty or Unevaluable."""
    value = compile_value(parse(expression), "(%(data)s::jsonb)", schema=SCHEMA, percent="%%")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {value}", {"data": json.dumps(data)})
        (found,) = cursor.fetchone()
    if found is None:
        raise Unevaluable("$", "an error, of which SQL says no more")
    computed: Json = json.loads(found)
    return computed
