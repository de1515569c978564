"""Runs of the province, stage by stage, by as many workers as asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bench import engine, workers, world
from bench.setting import Setting
from bench.timing import Timed
from provinces.status import runs
from provinces.status.models import Run, Shard

STAGES = {"match": Shard.Stage.MATCH, "decide": Shard.Stage.DECIDE}


@dataclass(slots=True)
class Road:
    """The seconds of each stage of some runs, and what the last one came to."""

    match: Timed
    decide: Timed
    publish: Timed
    run: Run | None = None

    @classmethod
    def empty(cls) -> Road:
        return cls(Timed(), Timed(), Timed())

    @property
    def total(self) -> Timed:
        """All stages of each run."""
        stages = (self.match.seconds, self.decide.seconds, self.publish.seconds)
        return Timed([sum(each) for each in zip(*stages, strict=True)])

    def walk(self, setting: Setting, kind: Run.Kind, as_of: datetime) -> None:
        """Walk the road once more, for everybody or for what has changed."""
        engine.checkpoint()
        with world.inside():
            run = runs.start(runs.Plan(as_of=as_of, kind=kind), now=as_of)
            for name, stage in STAGES.items():
                timed: Timed = getattr(self, name)
                with timed.once():
                    workers.share(setting.pool, len(setting.pool._pool), run.pk, stage)  # type: ignore[attr-defined]
            with self.publish.once():
                runs.publish(run, now=as_of)
            run.refresh_from_db()
        self.run = run


def afresh() -> None:
    """Forget what was found, with nothing left to be written."""
    world.clear()
    engine.checkpoint()


def match_all(setting: Setting, count: int) -> int:
    """Find every exposure of the fortnight, by so many workers: a full run's first stage."""
    with world.inside():
        now = setting.world.now
        run = runs.start(runs.Plan(as_of=now, kind=Run.Kind.FULL), now=now)
        workers.share(setting.pool, count, run.pk, Shard.Stage.MATCH)
        return runs.tally_of(run)["come"]
