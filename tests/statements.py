"""The statements that something runs, so that two runs can be compared whatever their values."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Texts, bytes, numbers, and the names of savepoints and cursors.
VALUES = re.compile(r"'(?:[^']|'')*'(?:::\w+)?|\b\d+\b|\"s\d+_x\d+\"|\"_django_curs_\w+\"|\bNULL\b")
STEP = "SELECT set_config("
# What a session makes for itself once, whenever a test comes to be its first.
ONCE = re.compile(r"^(?:CREATE TEMPORARY TABLE|GRANT ALL ON pg_temp\.)")


def run_by(work: Callable[[], object]) -> list[str]:
    """Return the statements that a piece of work runs, in order, without their values.

    Tests step into a province by a statement, whenever they come from elsewhere; it is left out,
    and so are a session's temporary tables.
    """
    with CaptureQueriesContext(connection) as context:
        work()
    ran = [VALUES.sub("?", query["sql"]) for query in context.captured_queries]
    return [each for each in ran if not each.startswith(STEP) and not ONCE.match(each)]
