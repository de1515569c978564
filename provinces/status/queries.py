"""Reading statuses, decisions and runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.jurisdictions.models import Area
from provinces.rules import queries as rules
from provinces.rules import sunset
from provinces.rules.models import Ruleset
from provinces.zones.models import EffectiveZone

from . import failing
from .decision import Ground, effective, grounds_from
from .models import Current, Outcome, Run, Shard

DEFAULT = "green"


@dataclass(frozen=True, slots=True)
class Figures:
    """A province in numbers."""

    citizens: int
    exposures: int
    by_status: dict[str, int]


@dataclass(frozen=True, slots=True)
class StatusNow:
    """A citizen's status at a moment, and why."""

    status: str
    since: datetime | None
    until: datetime | None
    grounds: tuple[Ground, ...]
    decided_at: datetime | None
    ruleset: Ruleset | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    total: int

    @property
    def share(self) -> float:
        return self.done / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Failed:
    """A part of a run that failed: its stage and number, how often, what of, and the next try."""

    stage: int
    number: int
    tries: int
    trouble: str
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Troubles:
    """What keeps a run: parts that failed, the most tried first, and how many were just left.

    `is_failing` where a part was tried so often to no end that another try promises little.
    """

    failed: tuple[Failed, ...]
    stalled: int
    is_failing: bool

    def __bool__(self) -> bool:
        return bool(self.failed or self.stalled or self.is_failing)


# Held citizens by the status that reads now: the current one, or the worst that has not ended.
BY_STATUS = """
SELECT CASE WHEN c.until > %(at)s THEN c.status ELSE (
           SELECT g.status FROM jsonb_to_recordset(c.grounds)
               AS g (ground text, status text, rank integer, until timestamptz)
           WHERE g.until > %(at)s ORDER BY g.rank DESC, g.until DESC, g.ground LIMIT 1) END AS read,
       count(*)
FROM status_current c WHERE c.until IS NOT NULL GROUP BY read
"""


# Whose home this is: who has gone to another province is counted there.
AT_HOME = "NOT EXISTS (SELECT FROM citizens_departure d WHERE d.citizen_id = h.id)"


def figures(at: datetime) -> Figures:
    """Count citizens by status as it reads at a moment."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM citizens_citizen h WHERE {AT_HOME}")
        citizens = cursor.fetchone()[0]
        cursor.execute(BY_STATUS, {"at": at})
        held = {status: count for status, count in cursor.fetchall() if status}
    return Figures(citizens, exposures.count(), _with_default(held, citizens, at))


BY_STATUS_WITHIN = BY_STATUS.replace(
    "FROM status_current c WHERE",
    "FROM status_current c JOIN citizens_citizen p ON p.id = c.citizen_id"
    " WHERE p.area_id = ANY(%(areas)s) AND",
)


def figures_within(areas: QuerySet[Area], at: datetime) -> Figures:
    """Count the citizens of some areas by status as it reads at a moment, and their exposures."""
    values: dict[str, Any] = {"areas": list(areas.values_list("pk", flat=True)), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), (SELECT count(*)"
            "  FROM (SELECT unnest(citizens) AS citizen_id FROM exposure_exposure) AS e"
            "  JOIN citizens_citizen p ON p.id = e.citizen_id WHERE p.area_id = ANY(%(areas)s))"
            f" FROM citizens_citizen h WHERE area_id = ANY(%(areas)s) AND {AT_HOME}",
            values,
        )
        citizens, exposed = cursor.fetchone()
        cursor.execute(BY_STATUS_WITHIN, values)
        held = {status: count for status, count in cursor.fetchall() if status}
    return Figures(citizens, exposed, _with_default(held, citizens, at))


def _with_default(held: dict[str, int], citizens: int, at: datetime) -> dict[str, int]:
    """Return the counts with the citizens about whom nothing holds, under the default status."""
    default = default_status(at)
    held = {} if sunset.is_over(at) else held
    others = citizens - sum(held.values())
    counts = {default: 0} | held
    counts[default] += others
    return counts


def default_status(at: datetime) -> str:
    """Return the status of somebody about whom nothing is known."""
    ruleset = rules.in_force(at)
    return ruleset.document["default"] if ruleset else DEFAULT


def status_of(citizen: Citizen, at: datetime) -> StatusNow:
    """Return a citizen's status as it reads at a moment; past its `until` it has ended."""
    ruleset = rules.in_force(at)
    default = ruleset.document["default"] if ruleset else DEFAULT
    if sunset.is_over(at):
        return StatusNow(default, None, None, (), None, None)
    current = Current.objects.filter(citizen=citizen).select_related("decision__ruleset").first()
    if current is None:
        return StatusNow(default, None, None, (), None, ruleset)
    now = effective(grounds_from(current.grounds), default=default, at=at)
    return StatusNow(
        status=now.status,
        since=now.since or current.since,
        until=now.until,
        grounds=_with_zones(now.grounds),
        decided_at=current.as_of,
        ruleset=current.decision.ruleset or ruleset,
    )


def _with_zones(grounds: tuple[Ground, ...]) -> tuple[Ground, ...]:
    """Name the zones that the grounds' evidence refers to."""
    ids = [ground.evidence.get("zone") for ground in grounds]
    zones = EffectiveZone.objects.in_bulk([zone for zone in ids if zone is not None])
    return tuple(
        replace(ground, evidence={**ground.evidence, **_named(zones.get(ground.evidence["zone"]))})
        if ground.evidence.get("zone") is not None
        else ground
        for ground in grounds
    )


def _named(zone: EffectiveZone | None) -> dict[str, object]:
    if zone is None:
        return {}
    return {
        "source": zone.source,
        "zone": zone.reference,
        "version": zone.version,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
    }


def history(citizen: Citizen) -> QuerySet[Outcome]:
    """Return a citizen's published outcomes, newest first."""
    published = Outcome.objects.filter(citizen=citizen).exclude(
        decision__run__state__in=[Run.State.RUNNING, Run.State.ABANDONED]
    )
    return published.select_related("decision__ruleset").order_by("-decision_id")


def last_published() -> Run | None:
    """Return the last published run."""
    return Run.objects.filter(state=Run.State.PUBLISHED).order_by("-as_of", "-pk").first()


def running() -> Run | None:
    """Return the run in progress, if any."""
    return Run.objects.filter(state=Run.State.RUNNING).first()


def run(number: int) -> Run | None:
    """Return a run by its number, whatever became of it."""
    return Run.objects.filter(pk=number).first()


def recent() -> QuerySet[Run]:
    """Return runs, newest first."""
    return Run.objects.select_related("ruleset").order_by("-pk")


def progress(run: Run) -> Progress:
    """Tell how many of a run's shards are done."""
    shards = Shard.objects.filter(run=run)
    return Progress(shards.exclude(done_at=None).count(), shards.count())


def troubles(run: Run, at: datetime) -> Troubles:
    """Tell which parts of a run failed, and which a worker left that has not finished in time."""
    tried = Shard.objects.filter(run=run, done_at=None, tries__gt=0)
    parts = list(tried.order_by("-tries", "stage", "number"))
    return Troubles(
        failed=tuple(_failed(part) for part in parts if part.trouble),
        stalled=sum(_was_left(part, at) and not part.trouble for part in parts),
        is_failing=any(_in_vain(part, at) >= failing.ENOUGH for part in parts),
    )


def _failed(part: Shard) -> Failed:
    again = part.leased_until if part.failed_at else None
    return Failed(part.stage, part.number, part.tries, part.trouble, again)


def _was_left(part: Shard, at: datetime) -> bool:
    return part.leased_until is not None and part.leased_until <= at


def _in_vain(part: Shard, at: datetime) -> int:
    """Return how many tries of a part have come to nothing; one may be under way."""
    return part.tries if part.failed_at or _was_left(part, at) else part.tries - 1
