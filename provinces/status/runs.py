"""A run in shards: leased rows are the truth, so any worker may die at any moment.

    start ── cut into shards ── work, work, … ── publish
               MATCH: some days each        all outcomes visible at once
               DECIDE: citizens each, once every day is matched

What a shard does is done in the transaction that marks it done. A dead worker's lease runs out
and another takes the shard; two workers on one shard wait for each other, and the second finds
it done. One that fails keeps what of, and is tried again once its lease has run out, after the
others.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.conf import settings
from django.db import Error, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.db import days
from provinces.citizens import services as citizens
from provinces.exposure import queries as exposures
from provinces.exposure.services import Span
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.rules import queries as rules

from . import deciding, failing, pipeline
from .models import Run, Shard

# Whoever waits for others' shards looks again after so long, if nobody called before.
WAIT_SECONDS = 2.0
# Matching everybody begins with what is the same for every day, so a shard is of several.
DAYS_AT_ONCE = 8

LEASE = """
UPDATE status_shard SET leased_until = clock_timestamp() + %(seconds)s * interval '1 second',
    tries = tries + 1, failed_at = NULL
WHERE id = (
    SELECT s.id FROM status_shard s
    WHERE s.run_id = %(run)s AND s.done_at IS NULL
      AND (s.leased_until IS NULL OR s.leased_until < clock_timestamp())
      AND s.stage = (SELECT min(stage) FROM status_shard
                     WHERE run_id = %(run)s AND done_at IS NULL)
      AND EXISTS (SELECT FROM status_run r WHERE r.id = %(run)s AND r.state = 'running')
    ORDER BY s.tries, s.number LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


class AlreadyRunning(RuntimeError):
    """A run of this province is in progress; there is one at a time."""


class GoesBack(ValueError):
    """A run may not be as of a moment before the last published one."""


class GoesAhead(ValueError):
    """A run may not be as of a moment that is yet to come: it would end what still holds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do: as of when, in how many shards of citizens."""

    as_of: datetime
    kind: Run.Kind = Run.Kind.MANUAL
    shards: int | None = None

    @property
    def is_full(self) -> bool:
        return self.kind == Run.Kind.FULL


def start(plan: Plan, *, now: datetime) -> Run:
    """Start a run and cut it into shards; raises AlreadyRunning, GoesBack, and GoesAhead."""
    try:
        with transaction.atomic():
            return _start(plan, now)
    except IntegrityError as problem:
        if "one_run_at_a_time" in str(problem):
            raise AlreadyRunning("a run is in progress") from None
        raise


def _start(plan: Plan, now: datetime) -> Run:
    if plan.as_of > now + pipeline.CLOCKS_APART:
        raise GoesAhead(f"{plan.as_of} is yet to come")
    last = Run.objects.filter(state=Run.State.PUBLISHED).order_by("-as_of").first()
    if last and plan.as_of < last.as_of:
        raise GoesBack(f"the last published run is as of {last.as_of}; runs only go forward")
    law = pipeline.law_at(plan.as_of)
    pipeline.follow(law, as_of=plan.as_of, now=now, everything=plan.is_full)
    revised = exposures.revised_zones()
    run = Run.objects.create(
        as_of=plan.as_of, kind=plan.kind, ruleset=law.ruleset, zones=revised, started_at=now
    )
    run.summary = {"everybody": plan.is_full or owes_everybody(law, plan.as_of)}
    run.save(update_fields=["summary"])
    matching = _days_to_match(everything=plan.is_full or bool(revised))
    at_once = DAYS_AT_ONCE if plan.is_full else 1
    Shard.objects.bulk_create([*_match_shards(run, matching, at_once), *_decide_shards(run, plan)])
    body = {"run": run.pk, "as_of": plan.as_of.isoformat(), "kind": str(plan.kind)}
    ledger.record(Event.RUN_STARTED, by=None, about=run, at=now, body=body)
    return run


def owes_everybody(law: pipeline.Law, at: datetime) -> bool:
    """Tell whether everybody is to be decided about anew, marked or not.

    So it is in the first run, under another rule set than the last published run's, where others
    have come and gone since, and where a run has since taken marks and was given up.
    """
    last = Run.objects.filter(state=Run.State.PUBLISHED).order_by("-pk").first()
    if last is None or last.ruleset_id != law.key or rules.any_came(last.as_of, at):
        return True
    return _given_up().filter(pk__gt=last.pk).exists()


def _given_up() -> QuerySet[Run]:
    return Run.objects.filter(state=Run.State.ABANDONED)


def _days_to_match(*, everything: bool) -> list[int]:
    if not everything:
        return citizens.marked_days()
    return [lo for lo, _ in days.partitions_of("exposure_exposure").values()]


def _match_shards(run: Run, matching: list[int], at_once: int) -> list[Shard]:
    stage = Shard.Stage.MATCH
    parts = [matching[first : first + at_once] for first in range(0, len(matching), at_once)]
    return [
        Shard(run=run, stage=stage, number=number, lo=days[0], hi=days[-1] + 1)
        for number, days in enumerate(parts)
    ]


def _decide_shards(run: Run, plan: Plan) -> list[Shard]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM citizens_citizen")
        end = cursor.fetchone()[0]
    count = plan.shards or settings.STATUS_SHARDS
    cuts = [end * number // count for number in range(count)] + [2**31 - 1]
    stage = Shard.Stage.DECIDE
    return [
        Shard(run=run, stage=stage, number=number, lo=lo, hi=hi)
        for number, (lo, hi) in enumerate(pairwise(cuts))
    ]


def work(run: Run, *, progress: Callable[[Run], None] | None = None) -> Run:
    """Work on a run's shards until all are done, then publish it; return it as it is then.

    Any number of workers may do so at once; all stop when the run is given up. Raises what a
    shard raises; the shard stays undone, and keeps what of.
    """
    while True:
        shard = lease(run)
        if shard is not None:
            attempt(shard)
        elif _is_over(run):
            publish(run, now=timezone.now())
            run.refresh_from_db()
            return run
        else:
            _wait(run)
        if progress is not None:
            progress(run)


def lease(run: Run) -> Shard | None:
    """Lease a shard of the earliest unfinished stage, if one is free."""
    with connection.cursor() as cursor:
        cursor.execute(LEASE, {"run": run.pk, "seconds": settings.STATUS_LEASE_SECONDS})
        row = cursor.fetchone()
    return Shard.objects.select_related("run__ruleset").get(pk=row[0]) if row else None


def attempt(shard: Shard) -> None:
    """Do a shard's work; where that fails keep with the shard what of, and raise it."""
    try:
        do(shard)
    except Exception as problem:
        # Not over what a later try says; and if it is the database that failed, the lease tells.
        latest = Shard.objects.filter(pk=shard.pk, tries=shard.tries, done_at=None)
        with suppress(Error):
            latest.update(failed_at=timezone.now(), trouble=failing.told(problem))
        raise


@transaction.atomic
def do(shard: Shard) -> None:
    """Do a shard's work and mark it done, in one transaction.

    Nothing if by then it is done, or its run has been given up.
    """
    run = shard.run
    law = pipeline.law_of(run.ruleset)
    now = timezone.now()
    full = run.kind == Run.Kind.FULL
    if shard.stage == Shard.Stage.MATCH:
        zones = [zone for zone, _ in run.zones]
        span = Span(shard.lo, shard.hi)
        tally = pipeline.match(span, zones=zones, now=now, everything=full)
    else:
        people = pipeline.People(shard.lo, shard.hi, everybody=run.summary["everybody"])
        tally = pipeline.decide(people, law=law, as_of=run.as_of, now=now, run=run.pk)
    undone = Shard.objects.filter(pk=shard.pk, done_at=None, run__state=Run.State.RUNNING)
    if not undone.update(done_at=now, tally=tally):
        transaction.set_rollback(True)  # others were first; ours must leave no trace
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('concord_shards', %s)", [str(run.pk)])


def _is_done(run: Run) -> bool:
    return not Shard.objects.filter(run=run, done_at=None).exists()


def _is_over(run: Run) -> bool:
    return _is_done(run) or not Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).exists()


def _wait(run: Run) -> None:
    """Wait until somebody finishes a shard, or a lease may have run out."""
    with connection.cursor() as cursor:
        cursor.execute("LISTEN concord_shards")
        if not _is_over(run):
            session = cursor.cursor.connection
            for _ in session.notifies(timeout=WAIT_SECONDS, stop_after=1):
                break
        cursor.execute("UNLISTEN concord_shards")


@transaction.atomic
def publish(run: Run, *, now: datetime) -> None:
    """Make a finished run's outcomes visible, all at once; nothing if that is done by then."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state != Run.State.RUNNING or not _is_done(run):
        return
    exposures.set_matched([(zone, revision) for zone, revision in run.zones])
    with connection.cursor() as cursor:
        pipeline.hold_still(cursor, run.pk)
        deciding.publish_run(cursor, run.pk)
        cursor.execute("SELECT id FROM status_decision WHERE run_id = %s", [run.pk])
        pipeline.told([row[0] for row in cursor.fetchall()], now=now)
    run.state, run.finished_at = Run.State.PUBLISHED, now
    run.summary = {**run.summary, **tally_of(run)}
    run.save(update_fields=["state", "finished_at", "summary"])
    ledger.record(Event.RUN_PUBLISHED, by=None, about=run, at=now, body={"run": run.pk})


def tally_of(run: Run) -> dict[str, int]:
    """Add up what a run's shards did."""
    total: dict[str, int] = {}
    for tally in run.shards.values_list("tally", flat=True):
        for key, value in tally.items():
            total[key] = total.get(key, 0) + value
    return total
