"""What every part of the benchmark is given: the province, its zones, the peers, the workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.pool import Pool

import numpy as np

from bench import engine, workers, zones
from bench.peers import postgis, shapes
from bench.peers.duck import Duck
from bench.peers.postgis import PostGIS
from bench.peers.shapes import Shape
from bench.report import Report, Section
from bench.world import World, inside
from core.db import copying
from core.db.copying import Columns
from provinces.exposure import matching

WORKERS = 2

STAYS = "SELECT cell, citizen_id, day, started, ended FROM presence_stay WHERE day = {day}"
STAY_KINDS = {"cell": "i8", "citizen_id": "i4", "day": "i4", "started": "i4", "ended": "i4"}
EXPOSURES = f"""
SELECT cell, zone_id, citizen_id, day, started, ended, certain
FROM ({matching.EXPOSURES.format(table="exposure_exposure")}) AS exposure
"""
EXPOSURE_KINDS = {
    "cell": "i8", "zone_id": "i4", "citizen_id": "i4", "day": "i4", "started": "i4",
    "ended": "i4", "certain": "?",
}  # fmt: skip


@dataclass(slots=True)
class Setting:
    """The province and its peers, on the same rows."""

    world: World
    pool: Pool
    duck: Duck
    postgis: PostGIS | None
    report: Report
    zone_count: int = 0
    shapes: list[Shape] = field(default_factory=list)

    def section(self, title: str) -> Section:
        """Begin a section of the report."""
        return self.report.section(title)

    def lay_zones(self, count: int) -> None:
        """Have so many zones in effect, here and at the peers."""
        zones.lay(self.world, count)
        self.zone_count = count
        with inside():
            cells = zones.cells(zones.ranges())
        self.duck.keep("zone_cell", cells)
        self.shapes = list(shapes.shapes(cells))
        if self.postgis:
            self.postgis.take_zones(self.shapes)


@contextmanager
def arranged(world: World, report: Report, *, with_postgis: bool) -> Iterator[Setting]:
    """Have the peers hold the same stays as the province, and workers stand by."""
    duck = Duck(engine.HOME / "duck.db", threads=WORKERS)
    peer = PostGIS(engine.HOME / "postgis") if with_postgis and postgis.is_installed() else None
    try:
        found = stays(world)
        duck.keep("stay", found)
        if peer:
            peer.take_stays(found)
        del found
        with workers.hired(WORKERS) as pool:
            yield Setting(world, pool, duck, peer, report)
    finally:
        duck.close()
        if peer:
            peer.close()


def stays(world: World) -> Columns:
    """Return the fortnight's stays as they lie in the province."""
    with inside():
        days = [copying.copy_out(STAYS.format(day=day.lo), STAY_KINDS) for day in world.fortnight]
    return {name: np.concatenate([day[name] for day in days]) for name in STAY_KINDS}


def exposures() -> Columns:
    """Return the exposures that the province has."""
    with inside():
        return copying.copy_out(EXPOSURES, EXPOSURE_KINDS)
