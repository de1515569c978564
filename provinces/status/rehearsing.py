"""Rehearsing a rule set: the statements of the road, on people made up, before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from core.db import temporary
from provinces.rules import laying
from provinces.rules.compiling import Verdicts

from . import deciding


def rehearse(verdicts: Verdicts, people: Sequence[Mapping[str, Any]], *, as_of: datetime) -> None:
    """Run what the road will run, on people's facts; nothing of it stays.

    Needs a province to be in. Raises DatabaseError where PostgreSQL gives up.
    """
    with laying.laid(people), connection.cursor() as cursor:
        temporary.ready(cursor, **deciding.TABLES)
        cursor.execute("INSERT INTO deciding SELECT citizen_id FROM facts_factsheet")
        deciding.judge(cursor, verdicts, as_of=as_of)
        # Nobody is in `changed`: the statement is read, planned and run, and writes nothing.
        values = {"as_of": as_of, "now": as_of, "ends_at": None, "run": None, "ruleset": None}
        cursor.execute(deciding.WRITE.replace("{select}", verdicts.select), values)
