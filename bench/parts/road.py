"""The whole road, stage by stage: a full recompute, and the nights that follow it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np

from bench import engine, memory, population, workers, world
from bench.peers import copy
from bench.report import Aim, Row, Section, rate, seconds
from bench.running import Road, afresh
from bench.setting import WORKERS, Setting
from bench.timing import TIMES, Timed
from core.db import days
from provinces.presence import services as presence
from provinces.presence.storing import Rows
from provinces.retention import services as retention
from provinces.status.models import Run

NIGHTS = 3
STAGES = ("match", "decide", "publish", "total")


def measure_full(setting: Setting) -> Road:
    """Recompute everybody from nothing, several times; what the last one wrote stays."""
    section = setting.section(f"Full recompute, {setting.zone_count:,} zones, {WORKERS} workers")
    road = Road.empty()
    for _ in range(TIMES):
        afresh()
        road.walk(setting, Run.Kind.FULL, setting.world.now)
    for stage in STAGES:
        section.add(Row(stage, seconds(getattr(road, stage))))
    people = Timed([setting.world.people.citizens / value for value in road.total.seconds])
    section.add(Row("citizens", rate(people)))
    afresh()
    with memory.watched(workers.process_ids(setting.pool)) as peaks:
        road_watched = Road.empty()
        road_watched.walk(setting, Run.Kind.FULL, setting.world.now)
    section.add(Row("peak private memory", f"{peaks.session:.0f} MB a database session,"
                    f" {peaks.worker:.0f} MB a worker"))  # fmt: skip
    found = (road_watched.run.summary or {}) if road_watched.run else {}
    section.notes.append(
        f"{found.get('come', 0):,} exposures, {found.get('facts', 0):,} fact sheets,"
        f" {found.get('changed', 0):,} decisions, all written for the first time."
    )
    return road


def measure_nights(setting: Setting, full: Road) -> None:
    """Let a day of everybody's presences come in and the night's run follow, several times."""
    section = setting.section(f"A night, {setting.zone_count:,} zones, {WORKERS} workers")
    taken, copied, kept, road = Timed(), Timed(), Timed(), Road.empty()
    for number in range(NIGHTS):
        on = world.TODAY + timedelta(days=number)
        midnight = world.at(on + timedelta(days=1), 0, setting.world.zone) + timedelta(minutes=10)
        _ingest(setting, on, midnight, taken, copied)
        with world.inside(), kept.once():
            retention.keep_days(now=midnight)
        road.walk(setting, Run.Kind.NIGHTLY, midnight)
    _tell_ingest(setting, section, taken, copied)
    section.add(Row("days kept: a day sealed, one made, one dropped", seconds(kept)))
    for stage in STAGES:
        _tell_stage(section, stage, getattr(road, stage), getattr(full, stage))


def _ingest(setting: Setting, on: date, now: datetime, taken: Timed, copied: Timed) -> None:
    day = days.day_of(on, setting.world.zone)
    columns = population.visits(setting.world.people, day)
    still = np.zeros(len(columns["cell"]), np.bool_)
    rows = Rows(**columns, moving=still)
    copied.seconds.append(copy.seconds(rows.columns()))
    engine.checkpoint()
    with world.inside(), taken.once():
        presence.ingest_many(rows, source="bench", now=now)


def _tell_ingest(setting: Setting, section: Section, taken: Timed, copied: Timed) -> None:
    count = setting.world.people.citizens * len(population.HOURS)
    ours, theirs = taken.per_second(count), copied.per_second(count)
    name = "the same rows by raw binary COPY, same index"
    section.add(Row("presences of a day ingested, stays derived", rate(ours), name, rate(theirs),
                    ours.median / theirs.median, Aim(least=0.5)))  # fmt: skip


def _tell_stage(section: Section, stage: str, night: Timed, full: Timed) -> None:
    aim = Aim(most=0.1) if stage == "match" else None
    section.add(Row(f"the run: {stage}", seconds(night), "full recompute", seconds(full),
                    night.median / full.median, aim))  # fmt: skip
