"""Recomputing: by hand, every night, every minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from provinces.accounts.models import User
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import checking, pipeline, queries, runs
from .models import Run

# A night of millions is done in a quarter of this.
PATIENCE = timedelta(hours=1)

Progress = Callable[[Run], None]


class NotRunning(ValueError):
    """The run has come to its end."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a recompute came to."""

    province: str
    as_of: datetime
    citizens: int
    exposures: int
    changed: int
    by_status: dict[str, int]
    seconds: float
    check: str | None
    run: int


def recompute(
    plan: runs.Plan, *, now: datetime, check: bool = False, progress: Progress | None = None
) -> Recomputed:
    """Walk the road for a whole province, and publish.

    A run left behind by a worker that died is finished first. Raises AlreadyRunning where one
    is really in progress, GoesBack, and GoesAhead.
    """
    began = time.monotonic()
    resume(progress=progress)
    run = runs.work(runs.start(plan, now=now), progress=progress)
    verdict = checking.check(as_of=plan.as_of).verdict if check else None
    figures = queries.figures(plan.as_of)
    return Recomputed(
        province=scope.current().slug,
        as_of=plan.as_of,
        citizens=figures.citizens,
        exposures=figures.exposures,
        changed=run.summary.get("changed", 0),
        by_status=figures.by_status,
        seconds=round(time.monotonic() - began, 3),
        check=verdict,
        run=run.pk,
    )


def resume(*, progress: Progress | None = None) -> Run | None:
    """Finish the run in progress, if there is one; return it."""
    unfinished = queries.running()
    return runs.work(unfinished, progress=progress) if unfinished else None


def nightly_is_due(now: datetime) -> bool:
    """Tell whether local midnight has passed since the last published nightly or full run.

    A night that was missed is therefore caught up with at the next look.
    """
    midnight = last_midnight(now)
    return not Run.objects.filter(state=Run.State.PUBLISHED, as_of__gte=midnight).exists()


def last_midnight(now: datetime) -> datetime:
    """Return the start of the province's civil day."""
    local = now.astimezone(scope.current().zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def run_is_due(now: datetime) -> bool:
    """Tell whether it is time for a run: the night's, or one under rules that are new by now."""
    return nightly_is_due(now) or runs.owes_everybody(pipeline.law_at(now), now)


def is_in_trouble(run: Run, now: datetime) -> bool:
    """Tell whether a part of a run failed or was left, or it must have met with other trouble.

    Then those whose clock is due do not wait for it any more.
    """
    return now - run.started_at > PATIENCE or bool(queries.troubles(run, now))


@transaction.atomic
def go_on(run: Run, *, by: User, now: datetime) -> None:
    """Have workers go on with a run at once, its failed shards included; raises NotRunning."""
    held = _locked(run)
    held.shards.filter(done_at=None).exclude(failed_at=None).update(leased_until=None)
    ledger.record(Event.RUN_RESUMED, by=by, about=held, at=now, body={"run": held.pk})
    nudge("provinces.status.tasks.work")


@transaction.atomic
def give_up(run: Run, *, by: User, now: datetime) -> None:
    """Give a run up in an official's name, and have what is due started as every minute does.

    Raises NotRunning.
    """
    abandon(_locked(run), by=by, now=now)
    nudge("provinces.status.tasks.minute")


def _locked(run: Run) -> Run:
    """Return a run in progress, kept from being published meanwhile; raises NotRunning."""
    held = Run.objects.select_for_update().filter(pk=run.pk, state=Run.State.RUNNING).first()
    if held is None:
        raise NotRunning(f"{run} has come to its end")
    return held


@transaction.atomic
def abandon(run: Run, *, now: datetime, by: User | None = None) -> None:
    """Give a run up; what it decided is never shown, and the next run is about everybody."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state == Run.State.RUNNING:
        run.state, run.finished_at = Run.State.ABANDONED, now
        run.save(update_fields=["state", "finished_at"])
        ledger.record(Event.RUN_ABANDONED, by=by, about=run, at=now, body={"run": run.pk})


def start_due(*, now: datetime) -> None:
    """Start the run that is due, as of now; nothing if somebody else does so at the same time."""
    with suppress(runs.AlreadyRunning):
        runs.start(runs.Plan(as_of=now, kind=Run.Kind.NIGHTLY), now=now)
