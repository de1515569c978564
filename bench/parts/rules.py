"""A million citizens under five rules, beside the same decision as a CASE written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from bench import sheets
from bench.peers import handwritten
from bench.report import Aim, Row, Section, rate, seconds
from bench.running import afresh
from bench.setting import Setting
from bench.timing import TIMES, Timed
from bench.world import inside, owning
from core.db import temporary
from provinces.rules import gate
from provinces.rules.compiling import Verdicts, compile_ruleset
from provinces.status import deciding, pipeline

RULESET = Path(__file__).resolve().parents[1] / "rulesets" / "five.json"
BY_HAND = "a CASE by hand"
AIM = Aim(least=1 / 3)
EVERYBODY = {"lo": 0, "hi": 2**31 - 1}
DIFFERING = """
SELECT count(*) FROM (
    (SELECT * FROM {ours} EXCEPT ALL SELECT * FROM {theirs})
    UNION ALL (SELECT * FROM {theirs} EXCEPT ALL SELECT * FROM {ours})) AS differing
"""


@dataclass(slots=True)
class Side:
    """One way to judge: how the table of verdicts is filled, and what it came to."""

    judge: Callable[[Any], None]
    verdicts: Verdicts
    judged: Timed = field(default_factory=Timed)
    whole: Timed = field(default_factory=Timed)
    written: int = 0


@dataclass(frozen=True, slots=True)
class Court:
    """The two sides, as of a moment."""

    ours: Side
    theirs: Side
    as_of: datetime

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.ours, self.theirs


def measure(setting: Setting, count: int) -> None:
    """Judge so many citizens for the first time, and again where nothing has changed."""
    section = setting.section(f"{count:,} citizens under five rules, one session")
    afresh()
    with inside():
        court = _court(setting)
        sheets.load(count, as_of=court.as_of)
    with owning(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE facts_factsheet")
    with inside():
        _compare(court, section)
        _measure(court, section, count, "for the first time")
        _decide(court, court.ours, keep=True)
        _measure(court, section, count, "again, nothing changed")
        _tell_nothing_written(court, section)
    afresh()


def _court(setting: Setting) -> Court:
    document = json.loads(RULESET.read_text())
    gate.require(document)
    as_of = setting.world.now
    ends_at = as_of + timedelta(days=60)
    ours = replace(compile_ruleset(document, setting.world.zone), ends_at=ends_at)
    theirs = replace(ours, select=handwritten.GROUNDS)
    return Court(
        Side(lambda cursor: deciding.judge(cursor, ours, as_of=as_of), ours),
        Side(lambda cursor: handwritten.judge(cursor, as_of=as_of, ends_at=ends_at), theirs),
        as_of,
    )


def _compare(court: Court, section: Section) -> None:
    """Count the verdicts and the grounds that differ between the two sides."""
    values = {"as_of": court.as_of, "ends_at": court.ours.verdicts.ends_at}
    with transaction.atomic(), connection.cursor() as cursor:
        _take_everybody(cursor, court)
        for name, side in zip(("ours", "theirs"), court.sides, strict=True):
            side.judge(cursor)
            cursor.execute(f"CREATE TEMPORARY TABLE {name} AS SELECT * FROM verdict")
            select = f"CREATE TEMPORARY TABLE {name}_grounds AS {side.verdicts.select}"
            cursor.execute(select, values)
        verdicts = _count(cursor, DIFFERING.format(ours="ours", theirs="theirs"))
        grounds = _count(cursor, DIFFERING.format(ours="ours_grounds", theirs="theirs_grounds"))
        told = f"{_count(cursor, 'SELECT count(*) FROM ours_grounds'):,} grounds"
        transaction.set_rollback(True)
    for what, differing in (("verdicts", verdicts), ("grounds", grounds)):
        section.add(Row(f"{what} that differ", f"{differing:,}", BY_HAND, "", differing,
                        Aim(most=0)))  # fmt: skip
    section.notes.append(f"{told} held somebody.")


def _count(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    found: int = cursor.fetchone()[0]
    return found


def _measure(court: Court, section: Section, count: int, when: str) -> None:
    for side in court.sides:
        side.judged, side.whole = Timed(), Timed()
    for turn in range(TIMES + 1):
        for side in court.sides:
            _decide(court, side)
            if turn == 0:  # the first one warms up
                side.judged, side.whole = Timed(), Timed()
    ours, theirs = court.sides
    section.add(Row(f"judged {when}", seconds(ours.judged), BY_HAND, seconds(theirs.judged),
                    theirs.judged.median / ours.judged.median, AIM))  # fmt: skip
    section.add(Row("", rate(ours.judged.per_second(count)), "",
                    rate(theirs.judged.per_second(count))))  # fmt: skip
    what = f"judged {when}, compared, {ours.written:,} outcomes written and shown"
    section.add(Row(what, seconds(ours.whole), BY_HAND, seconds(theirs.whole),
                    theirs.whole.median / ours.whole.median, AIM))  # fmt: skip


def _tell_nothing_written(court: Court, section: Section) -> None:
    written = sum(side.written for side in court.sides)
    section.add(Row("written where nothing changed", f"{written:,}", ratio=written,
                    aim=Aim(most=0)))  # fmt: skip


def _decide(court: Court, side: Side, *, keep: bool = False) -> None:
    """Decide about everybody; what is written is rolled back unless it is kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        with side.whole.once():
            _take_everybody(cursor, court)
            with side.judged.once():
                side.judge(cursor)
            batch = deciding.write(
                cursor, side.verdicts, as_of=court.as_of, now=court.as_of, run=None, ruleset=None
            )
            deciding.publish_changed(cursor)
        side.written = batch.count
        transaction.set_rollback(not keep)
    # Where all rows of a table were rolled back, the planner may believe that there are never any.
    with owning(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE status_decision, status_outcome, status_current")


def _take_everybody(cursor: Any, court: Court) -> None:
    temporary.ready(cursor, **pipeline.TABLES)
    cursor.execute(pipeline.EVERYBODY_KNOWN, {**EVERYBODY, "ahead": court.as_of})
    cursor.execute("ANALYZE deciding")
