"""From facts to outcomes, for everybody about whom anything is known, beside `bulk_update`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction

from bench.peers import orm
from bench.report import Aim, Row, seconds
from bench.setting import Setting
from bench.timing import TIMES, Timed
from bench.world import inside
from core.db import temporary
from provinces.status import deciding, pipeline

# One in so many has other facts than before.
ONE_IN = 10
CHANGE = """
UPDATE facts_factsheet SET
    exposures_high_left_at = exposures_high_left_at + interval '1 hour',
    exposures_medium_left_at = exposures_medium_left_at + interval '1 hour',
    digest = sha256(digest)
WHERE citizen_id %% %s = 0
"""
WRITTEN = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
WHERE relname IN ('status_decision', 'status_outcome', 'status_current')
"""


@dataclass(slots=True)
class Derived:
    """How many were judged, how many outcomes changed, how many rows were written."""

    judged: int = 0
    changed: int = 0
    written: int = 0


def measure(setting: Setting) -> None:
    """Judge everybody anew where a tenth of the facts have changed."""
    section = setting.section("Facts to outcomes, one session")
    timed, done = Timed(), Derived()
    with inside():
        for _ in range(TIMES + 1):
            done = _derive(setting, timed)
        del timed.seconds[0]  # the first one warms up
        each = orm.seconds_a_row()
    theirs = Timed([done.judged * value for value in each.seconds])
    section.add(Row(f"{done.judged:,} judged, {done.changed:,} changed, written and shown",
                    seconds(timed), "Django's bulk_update, scaled from a sample", seconds(theirs),
                    theirs.median / timed.median, Aim(least=100)))  # fmt: skip
    a_second = done.judged / timed.median
    section.add(Row("citizens judged a second", f"{a_second:,.0f}"))
    section.add(Row("rows written for each outcome that changed: decision, outcome, current",
                    f"{done.written:,} in all", ratio=done.written / max(1, done.changed),
                    aim=Aim(most=3)))  # fmt: skip


def _derive(setting: Setting, timed: Timed) -> Derived:
    """Derive once; what it writes is rolled back."""
    now = setting.world.now + timedelta(minutes=5)
    law = pipeline.law_at(now)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHANGE, [ONE_IN])
        temporary.ready(cursor, **pipeline.TABLES)
        cursor.execute(WRITTEN)
        before = cursor.fetchone()[0]
        with timed.once():
            cursor.execute(pipeline.EVERYBODY_KNOWN, {"lo": 0, "hi": 2**31 - 1, "ahead": now})
            judged = cursor.rowcount
            cursor.execute("ANALYZE deciding")
            deciding.judge(cursor, law.verdicts, as_of=now)
            batch = deciding.write(
                cursor, law.verdicts, as_of=now, now=now, run=None, ruleset=law.key
            )
            deciding.publish_changed(cursor)
        cursor.execute(WRITTEN)
        written = cursor.fetchone()[0] - before
        transaction.set_rollback(True)
    return Derived(judged, batch.count, written)
