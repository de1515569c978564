"""The road: exposure → facts → ground × rule → decision, stage by stage, set by set.

    cases, lists that came or went ── follow ──┐
    marks of days, revised zones ── exposure ──┴──► marks of facts ── facts ──► decision
                                   (by day)         facts that are due      (by citizen)

One road, several timetables: `drain` walks it at once for whatever is marked; a run walks the
same stages in shards and makes its outcomes visible together.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.utils.module_loading import import_string

from core.db import locks, temporary
from provinces.citizens import services as citizens
from provinces.exposure import asking, counting, observing
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.exposure.services import Span
from provinces.facts import assembly
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.rules import queries as rules
from provinces.rules.compiling import NO_GROUND, Verdicts, compile_ruleset
from provinces.rules.models import Ruleset
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import deciding

log = logging.getLogger(__name__)

# Citizens are locked in blocks of 256, so that two transactions never decide about the same one.
BLOCK = 8
# Whoever decides about more blocks than this locks areas of 65,536 citizens instead: locks are a
# server's, and there are only some thousands of them.
MANY_BLOCKS, AREA = 1000, 16
# A fault about some is told from one about everybody after so many: of a few people each costs as
# many as there are halvings.
MOST_FAULTS = 200
# Where no rule set is in force nobody is held, and no dwell is asked for.
LAWLESS = Verdicts(select=NO_GROUND, default="green", dwell=0)
# What may be wrong with a document that no gate has seen, or that an older program took.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
ALL_DAYS = Span(0, 2**31 - 2000)
DRAIN = "provinces.status.tasks.drain"
# So much may the clocks of two machines differ.
CLOCKS_APART = timedelta(minutes=1)

TABLES = {
    **assembly.TABLES,
    "deciding": "citizen_id integer PRIMARY KEY",
}

WHO = """
SELECT DISTINCT citizen_id >> %(block)s FROM citizens_stalemark
WHERE day IS NULL AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
UNION
SELECT DISTINCT citizen_id >> %(block)s FROM facts_factsheet
WHERE due_at <= %(as_of)s AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
UNION
SELECT DISTINCT citizen_id >> %(block)s FROM status_current
WHERE due_at <= %(as_of)s AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
"""

TAKE_MARKS = """
WITH taken AS (
    DELETE FROM citizens_stalemark
    WHERE day IS NULL AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
      AND (%(blocks)s::integer[] IS NULL OR citizen_id >> %(block)s = ANY(%(blocks)s))
    RETURNING citizen_id)
INSERT INTO stale SELECT DISTINCT citizen_id FROM taken
"""

# Whose facts change by the clock alone.
TAKE_DUE = """
INSERT INTO stale
SELECT citizen_id FROM facts_factsheet
WHERE due_at <= %(as_of)s AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
  AND (%(blocks)s::integer[] IS NULL OR citizen_id >> %(block)s = ANY(%(blocks)s))
ON CONFLICT DO NOTHING
"""

TAKE_EVERYBODY = """
INSERT INTO stale SELECT id FROM citizens_citizen WHERE id >= %(lo)s AND id < %(hi)s
"""

# Whoever is known, or was ever decided about.
EVERYBODY_KNOWN = """
INSERT INTO deciding
SELECT citizen_id FROM (
    SELECT citizen_id FROM facts_factsheet WHERE citizen_id >= %(lo)s AND citizen_id < %(hi)s
    ) AS known
FULL JOIN (
    SELECT citizen_id, as_of FROM status_current WHERE citizen_id >= %(lo)s AND citizen_id < %(hi)s
    ) AS shown USING (citizen_id)
WHERE as_of IS NULL OR as_of <= %(ahead)s
"""

# Whoever's facts changed, and of whom a ground has ended.
TO_DECIDE = """
INSERT INTO deciding
SELECT citizen_id FROM refreshed
UNION SELECT citizen_id FROM status_current
      WHERE due_at <= %(as_of)s AND as_of <= %(ahead)s
        AND citizen_id >= %(lo)s AND citizen_id < %(hi)s
        AND (%(blocks)s::integer[] IS NULL OR citizen_id >> %(block)s = ANY(%(blocks)s))
"""


# Whose facts as of this moment leave something out that happened later: they stay marked.
YET_TO_COUNT = "SELECT DISTINCT citizen_id, NULL::integer FROM later"

# Whoever was decided about as of a later moment keeps that: a walk as of then is to look at them.
# Where only clocks differ, what is decided last is what is shown.
AHEAD = """
SELECT s.citizen_id, NULL::integer FROM stale s JOIN status_current c USING (citizen_id)
WHERE c.as_of > %s
"""
LEAVE = """
DELETE FROM stale s USING status_current c WHERE c.citizen_id = s.citizen_id AND c.as_of > %s
"""


@dataclass(frozen=True, slots=True)
class Law:
    """The rule set that decides, compiled."""

    ruleset: Ruleset | None
    verdicts: Verdicts

    @property
    def key(self) -> int | None:
        return self.ruleset.pk if self.ruleset else None

    @property
    def terms(self) -> assembly.Terms:
        """Return what the rule set asks of what is observed."""
        return assembly.Terms(self.verdicts.dwell, self.verdicts.companion)


@dataclass(frozen=True, slots=True)
class People:
    """Citizens `[lo, hi)`; `everybody` means all of them, marked or not."""

    lo: int = 0
    hi: int = 2**31 - 1
    everybody: bool = False


def law_at(at: datetime) -> Law:
    """Return the rule set in force at a moment, ready to decide."""
    return law_of(rules.in_force(at))


def law_of(ruleset: Ruleset | None) -> Law:
    """Return a rule set, ready to decide; no hold that it imposes outlasts it.

    Nobody is held by one that cannot be read, as by none at all: the road goes on, and every look
    at it tells the log. What it superseded is over, and comes back for nobody.
    """
    if ruleset is None:
        return Law(None, LAWLESS)
    try:
        verdicts = compile_ruleset(ruleset.document, scope.current().zone)
    except UNREADABLE:
        log.exception("%s: the rule set in force cannot be read; it holds nobody", ruleset)
        return Law(None, LAWLESS)
    return Law(ruleset, replace(verdicts, ends_at=ruleset.expires_at))


def follow(law: Law, *, as_of: datetime, now: datetime, everything: bool) -> None:
    """Before the first stage: whoever met a case or a list that came or went is marked."""
    companion = law.verdicts.companion
    observing.follow(companion, as_of=as_of, now=now, everything=everything)


def match(span: Span, *, zones: Sequence[int], now: datetime, everything: bool) -> dict[str, int]:
    """First stage, for some days: exposures come in step with stays and zones."""
    done = exposure.rematch(span, zones=zones, now=now, everything=everything)
    return {"gone": done.gone, "come": done.come}


def decide(
    people: People, *, law: Law, as_of: datetime, now: datetime, run: int | None
) -> dict[str, int]:
    """Later stages, for some citizens: questions, facts, and the decisions that they change."""
    with connection.cursor() as cursor:
        temporary.ready(cursor, **TABLES)
        blocks = _lock(cursor, people, as_of)
        values = {"lo": people.lo, "hi": people.hi, "block": BLOCK, "blocks": blocks}
        _take(cursor, {**values, "as_of": as_of}, everybody=people.everybody)
        _leave_for_later(cursor, values, as_of=as_of, now=now)
        facts = _assemble(cursor, values, law, as_of=as_of, now=now)
        whom = EVERYBODY_KNOWN if people.everybody else TO_DECIDE
        cursor.execute(whom, {**values, "as_of": as_of, "ahead": as_of + CLOCKS_APART})
        changed = _decide(cursor, law, as_of=as_of, now=now, run=run)
    return {"facts": facts, "changed": changed}


def _take(cursor: Any, values: dict[str, Any], *, everybody: bool) -> None:
    """Fill `stale`: whoever is marked, whose marks are taken, and due; or everybody."""
    cursor.execute(TAKE_MARKS, values)
    if everybody:
        temporary.empty(cursor, "stale")
        cursor.execute(TAKE_EVERYBODY, values)
    else:
        cursor.execute(TAKE_DUE, values)
    cursor.execute("ANALYZE stale")


def _leave_for_later(
    cursor: Any, bounds: dict[str, Any], *, as_of: datetime, now: datetime
) -> None:
    """Have whoever met a zone after the moment being judged be looked at again, after it.

    So is whoever was decided about as of a later moment; of them nothing is judged now.
    """
    ahead = as_of + CLOCKS_APART
    if citizens.mark_stale_from(AHEAD, [ahead], because=Event.DECISION_MADE, at=now):
        cursor.execute(LEAVE, [ahead])
        if now > ahead:  # else another walk now would leave them as well; the minute takes them up
            nudge(DRAIN)
    counting.note_later(cursor, bounds, as_of=as_of)
    citizens.mark_stale_from(YET_TO_COUNT, [], because=Event.PRESENCE_INGESTED, at=now)


def _lock(cursor: Any, people: People, as_of: datetime) -> list[int] | None:
    """Lock the blocks of whoever is to be decided about; None where that is everybody."""
    if people.everybody:
        cursor.execute("SELECT max(id) FROM citizens_citizen")
        last = min(cursor.fetchone()[0] or 0, people.hi - 1)
        _hold(range(people.lo >> BLOCK, (last >> BLOCK) + 1))
        return None
    who = {"lo": people.lo, "hi": people.hi, "as_of": as_of, "block": BLOCK}
    cursor.execute(WHO, who)
    blocks = [row[0] for row in cursor.fetchall()]
    _hold(blocks)
    return blocks


def _hold(blocks: Sequence[int]) -> None:
    are_many = len(blocks) > MANY_BLOCKS
    areas = {block << BLOCK >> AREA for block in blocks}
    locks.hold("deciding at large", areas, shared=not are_many)
    if not are_many:
        locks.hold("deciding", blocks)


def hold_still(cursor: Any, run: int) -> None:
    """Have nobody decide about those whom a run decided about, until the transaction ends."""
    cursor.execute(
        "SELECT DISTINCT o.citizen_id >> %s FROM status_outcome o"
        " JOIN status_decision d ON d.id = o.decision_id WHERE d.run_id = %s",
        [AREA, run],
    )
    locks.hold("deciding at large", [row[0] for row in cursor.fetchall()])


def _assemble(
    cursor: Any, bounds: dict[str, Any], law: Law, *, as_of: datetime, now: datetime
) -> int:
    """Ask the stale where it is uncertain, and bring their facts up to date."""
    counting.count(cursor, bounds, as_of=as_of)
    verdicts = law.verdicts
    worth = asking.Worth(verdicts.dwell, assembly.reach_by_level(verdicts.reach))
    asking.ask(cursor, bounds, worth, as_of=as_of, now=now)
    return assembly.assemble(cursor, bounds, law.terms, as_of=as_of)


def _decide(cursor: Any, law: Law, *, as_of: datetime, now: datetime, run: int | None) -> int:
    cursor.execute("ANALYZE deciding")
    deciding.judge(cursor, law.verdicts, as_of=as_of)
    batch = deciding.write(cursor, law.verdicts, as_of=as_of, now=now, run=run, ruleset=law.key)
    if batch.count:
        about = f"status.run:{run}" if run else None
        ledger.record(Event.DECISION_MADE, by=None, about=about, at=now, body=asdict(batch))
    return batch.count


def drain(*, now: datetime) -> int:
    """Walk the road at once for whatever is marked, revised or due; return how many changed.

    What a run in progress will decide later gives way to it. Each stage is a transaction, so
    that nobody waits for people with days in hand; what the first one leaves is marked. Where
    somebody's decision fails all others are decided about, but for those in the same block, and
    what it failed of is raised.
    """
    law = law_at(now)
    follow(law, as_of=now, now=now, everything=False)
    _match_due(now)
    try:
        return _decide_due(People(), law, now)
    except OperationalError:  # a lock, a disk, a connection: nobody fares better by themselves
        raise
    except Error:
        _decide_others(law, now)
        raise


@transaction.atomic
def _match_due(now: datetime) -> None:
    revised = exposures.revised_zones()
    if revised:
        exposure.hold(ALL_DAYS)
    for day in citizens.marked_days():
        match(Span(day, day + 1), zones=[], now=now, everything=False)
    if revised:
        match(ALL_DAYS, zones=[zone for zone, _ in revised], now=now, everything=False)
        exposures.set_matched(revised)


def _decide_others(law: Law, now: datetime) -> None:
    """Decide by halves, and halves of what fails, down to the blocks of whom it fails about."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) >> %s FROM citizens_citizen", [BLOCK])
        parts = [(0, cursor.fetchone()[0] + 1)]
    failed = 0
    while parts and failed < MOST_FAULTS:
        first, end = parts.pop()
        middle = (first + end) // 2
        for lo, hi in ((first, middle), (middle, end)) if end - first > 1 else ():
            try:
                _decide_due(People(lo << BLOCK, hi << BLOCK), law, now)
            except OperationalError:
                raise
            except Error:
                failed += 1
                parts.append((lo, hi))


@transaction.atomic
def _decide_due(people: People, law: Law, now: datetime) -> int:
    changed = decide(people, law=law, as_of=now, now=now, run=None)["changed"]
    if changed:
        with connection.cursor() as cursor:
            told(deciding.publish_changed(cursor), now=now)
    return changed


def told(decisions: list[int], *, now: datetime) -> None:
    """Do what follows when outcomes become visible, in the same transaction; named in settings."""
    for name in settings.STATUS_ON_PUBLISH:
        import_string(name)(decisions, now=now)
