"""All parts in order, on one province, and the report that comes of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import engine, machine, results, world
from bench.parts import (
    booking,
    console,
    deriving,
    exposure,
    ledger,
    passes,
    propagation,
    road,
    rules,
    sizes,
    sync,
    zone,
)
from bench.report import Report
from bench.setting import Setting, arranged

# Parts between two provinces of their own, which need none of the citizens.
BETWEEN = {
    "passes": passes.measure,
    "ledger": ledger.measure,
    "sync": sync.measure,
    "propagation": propagation.measure,
    "booking": booking.measure,
}


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured with: citizens and their stays, zones, and sheets that rules judge.

    `people` are those of a province of their own, whose officials open their lists.
    """

    citizens: int
    zones: Sequence[int]
    sheets: int
    people: int


def measure(extent: Extent, parts: Sequence[str], *, with_postgis: bool) -> str:
    """Measure; return the report."""
    before, citizens, report = machine.load(), extent.citizens, Report()
    for name in [name for name in BETWEEN if name in parts]:
        BETWEEN[name](report)
    if "console" in parts:
        console.measure(report, extent.people)
    inside = set(parts) - set(BETWEEN) - {"console"}
    if inside:
        _measure_inside(extent, inside, report, with_postgis=with_postgis)
    sections = [str(section) for section in report.sections]
    results.keep_report(citizens, sections)
    return "\n".join([_head(citizens, before), *sections, *results.elsewhere(citizens)])


def _measure_inside(extent: Extent, parts: Set[str], report: Report, *, with_postgis: bool) -> None:
    """Measure what goes on inside the province with all its citizens."""
    loaded = world.load(extent.citizens)
    with arranged(loaded, report, with_postgis=with_postgis) as setting:
        for count in extent.zones if parts - {"rules"} else ():
            setting.lay_zones(count)
            _measure(setting, parts)
            world.load(extent.citizens)
        if "rules" in parts:
            rules.measure(setting, extent.sheets)


def _measure(setting: Setting, parts: Set[str]) -> None:
    if "exposure" in parts:
        exposure.measure(setting)
    if {"road", "night", "deriving", "zone", "presence"} & parts:
        full = road.measure_full(setting)
    if "deriving" in parts:
        deriving.measure(setting)
    if "zone" in parts:
        zone.measure_zones(setting)
    if "presence" in parts:
        zone.measure_presences(setting)
    if "night" in parts:
        road.measure_nights(setting, full)
    if "sizes" in parts:
        sizes.measure(setting)


def _head(citizens: int, before: str) -> str:
    return f"""# Benchmarks

Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`: {citizens:,} citizens, {world.DAYS} days,
five stays a day, on the same rows in the same run.

Machine: {machine.description()}. Load average {before} before, {machine.load()} after.

Figures are medians, with the least and the most of the repetitions; *warm* after a first time that
does not count; *cold*: {engine.coldness()}. A ratio is ours to the peer's, or the other way round
where more is better for us; it carries further than seconds.
"""
