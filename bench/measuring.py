"""All parts in order, on one province, and the report that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import engine, machine, results, world
from bench.parts import deriving, exposure, road, rules, sizes, zone
from bench.setting import Setting, arranged


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured with: citizens and their stays, zones, and sheets that rules judge."""

    citizens: int
    zones: Sequence[int]
    sheets: int


def measure(extent: Extent, parts: Sequence[str], *, with_postgis: bool) -> str:
    """Measure; return the report."""
    before, citizens = machine.load(), extent.citizens
    loaded = world.load(citizens)
    with arranged(loaded, with_postgis=with_postgis) as setting:
        for count in extent.zones if set(parts) - {"rules"} else ():
            setting.lay_zones(count)
            _measure(setting, parts)
            world.load(citizens)
        if "rules" in parts:
            rules.measure(setting, extent.sheets)
    sections = [str(section) for section in setting.sections]
    results.keep_report(citizens, sections)
    return "\n".join([_head(citizens, before), *sections, *results.elsewhere(citizens)])


def _measure(setting: Setting, parts: Sequence[str]) -> None:
    if "exposure" in parts:
        exposure.measure(setting)
    if {"road", "night", "deriving", "zone", "presence"} & set(parts):
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
