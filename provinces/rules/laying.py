"""Laying people's facts as rows, over which SQL judges them; nothing of it stays.

A temporary table of the same name stands before the province's own table of fact sheets as long as
the transaction lasts, which is rolled back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from core.db import temporary
from provinces.facts.schema import FACTS, Kind

from . import vocabulary
from .compiling import Verdicts
from .judging import Held, Judged

TYPES = {
    Kind.MOMENT: "timestamptz",
    Kind.MOMENTS: "timestamptz[]",
    Kind.FLAG: "boolean",
    Kind.CODE: "text",
    Kind.REFERENCE: "bigint",
}
COLUMNS = ", ".join(f"{fact.column} {TYPES.get(fact.kind, 'integer')}" for fact in FACTS)
SHEETS = f"CREATE TEMPORARY TABLE facts_factsheet (citizen_id integer PRIMARY KEY, {COLUMNS})"
LAY = """
INSERT INTO pg_temp.facts_factsheet
SELECT * FROM jsonb_populate_recordset(NULL::pg_temp.facts_factsheet, %s::jsonb)
"""
# Else temporary tables come last, where nobody can put one before a province's own unawares.
FIRST = "SELECT set_config('search_path', 'pg_temp,' || current_setting('search_path'), true)"
DECIDING = {"deciding": "citizen_id integer PRIMARY KEY"}

Facts = Mapping[str, Any]


def judge(verdicts: Verdicts, people: Sequence[tuple[Facts, datetime]]) -> list[Judged]:
    """Return what SQL says of people, each as of a moment; needs a province to be in.

    Which phase it is SQL does not say: that is -1 throughout.
    """
    found: list[list[Held]] = [[] for _ in people]
    with laid([facts for facts, _ in people]), connection.cursor() as cursor:
        for as_of in sorted({as_of for _, as_of in people}):
            numbers = [number for number, (_, at) in enumerate(people) if at == as_of]
            for number, held in _judged(cursor, verdicts, numbers, as_of):
                found[number].append(held)
    return [_put_together(held, verdicts) for held in found]


@contextmanager
def laid(people: Sequence[Facts]) -> Iterator[None]:
    """Have people's facts stand for the province's, numbered from 0 in their order."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            temporary.ready(cursor, **DECIDING)
            cursor.execute(SHEETS)
            cursor.execute(FIRST)
            rows = [{"citizen_id": number, **_row(facts)} for number, facts in enumerate(people)]
            cursor.execute(LAY, [json.dumps(rows)])
        yield
        transaction.set_rollback(True)


def _row(facts: Facts) -> dict[str, Any]:
    return {fact.column: vocabulary.value_of(facts, fact.name) for fact in FACTS}


def _judged(
    cursor: Any, verdicts: Verdicts, numbers: list[int], as_of: datetime
) -> Iterator[tuple[int, Held]]:
    temporary.empty(cursor, "deciding")
    cursor.execute("INSERT INTO deciding SELECT unnest(%s::integer[])", [numbers])
    cursor.execute(verdicts.select, {"as_of": as_of})
    for number, ground, status, rank, since, until, evidence in cursor.fetchall():
        yield number, Held(ground, status, rank, since, until, json.loads(evidence), -1)


def _put_together(held: list[Held], verdicts: Verdicts) -> Judged:
    held.sort(key=lambda one: (-one.rank, -one.until.timestamp(), one.ground))
    if not held:
        return Judged(verdicts.default, None, ())
    return Judged(held[0].status, held[0].until, tuple(held))
