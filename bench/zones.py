"""Zones for the benchmark: circles where people are, declared and signed as officials do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray

from bench import engine, population
from bench.world import AREA, SEED, SLUG, World, inside
from core.cells import ranks
from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.db import copying
from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Area, Office
from provinces.zones import ground
from provinces.zones import services as zones
from provinces.zones.models import EffectiveZone, Level, Unit

TABLES = ("zones_zonerange", "zones_effectivezone", "zones_version", "zones_zone")
RADIUS_M = (120.0, 480.0)
# Degrees between a zone's centre and the building it is drawn around, some 1 km.
SCATTER = 0.01
DAYS_LONG = 14

RANGES = "SELECT lo, hi, zone_id, starts, ends, certain FROM zones_zonerange"
KINDS = {"lo": "i8", "hi": "i8", "zone_id": "i4", "starts": "i4", "ends": "i4", "certain": "?"}


def officials(now: datetime) -> tuple[User, User]:
    """Return who declares and who signs, with their offices and the province's territory."""
    found = appointed(now)
    zones.set_territory(SLUG, _territory())
    return found


def appointed(now: datetime) -> tuple[User, User]:
    """Return who declares and who signs in the province in scope, with their offices."""
    found = [User.objects.get_or_create(username=name)[0] for name in ("declarer", "signer")]
    area = Area.objects.get(code=AREA)
    period = (now - timedelta(days=60), now + timedelta(days=60))
    roles = ("epidemiologist", "high_reviewer")
    for user, role in zip(found, roles, strict=True):
        if not Office.objects.filter(user=user, period__contains=now).exists():
            jurisdictions.grant_office(
                user=user, area=area, role=role, unit=role, period=period, by=None, now=now
            )
    return found[0], found[1]


def _territory() -> Ranges:
    """Return ground enough for any population: some 3,000 km around."""
    middle = h3.latlng_to_cell(*population.CENTRE, 2)
    return Ranges.from_cells(h3.grid_disk(middle, 10), 2).at(FINE)


def lay(world: World, count: int) -> list[EffectiveZone]:
    """Have exactly this many zones in effect."""
    with engine.as_superuser() as session:
        session.execute(f"SET search_path = {SLUG}")
        session.execute("SET session_replication_role = replica")
        session.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
    with inside():
        declarer, signer = officials(world.now)
        made = zones.effect_many(
            drafts(world, count, seed=SEED), by=declarer, signed_by=signer, now=world.now
        )
    with engine.as_superuser() as session:
        session.execute(f"VACUUM ANALYZE {SLUG}.zones_zonerange, {SLUG}.zones_effectivezone")
    return made


def drafts(world: World, count: int, *, seed: int) -> Iterator[zones.SnappedZone]:
    """Yield circles around places where people are, medium and high in turn."""
    rng = np.random.default_rng([seed, count])
    area = Area.objects.get(code=AREA)
    places = world.people.places
    for number, place in enumerate(rng.integers(0, len(places.lat), count)):
        centre = [
            float(places.lon[place] + rng.normal(0, SCATTER * 1.2)),
            float(places.lat[place] + rng.normal(0, SCATTER)),
        ]
        circle = {
            "type": "Circle", "coordinates": centre, "radius_m": float(rng.uniform(*RADIUS_M)),
        }  # fmt: skip
        starts = world.now - timedelta(days=DAYS_LONG) + timedelta(days=int(rng.integers(0, 5)))
        level = (Level.MEDIUM, Level.HIGH)[number % 2]
        draft = _draft(area, circle, starts, level, number)
        yield zones.SnappedZone(draft, ground.cells_of(circle))


def _draft(area: Area, circle: dict, starts: datetime, level: Level, number: int) -> zones.Draft:
    return zones.Draft(
        area=area,
        name_zh=f"区{number}",
        name_en=f"Zone {number}",
        level=level,
        unit=Unit.COMPOUND,
        starts_at=starts,
        ends_at=starts + timedelta(days=DAYS_LONG),
        authority="bench",
        reason="bench",
        case_evidence="bench",
        geometry=circle,
        datum="wgs84",
    )


def ranges() -> copying.Columns:
    """Return the compiled ranges of all zones in effect."""
    return copying.copy_out(RANGES, KINDS)


def cells(found: copying.Columns) -> copying.Columns:
    """Return the same cell by cell, as an engine without ranges needs them."""
    parts: list[tuple[NDArray, NDArray]] = []
    resolutions = ranks.resolution_of(found["lo"])
    for resolution in np.unique(resolutions):
        rows = np.flatnonzero(resolutions == resolution)
        first, last = (ranks.to_ranks(found[end][rows], int(resolution)) for end in ("lo", "hi"))
        sizes = last - first + 1
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        each = ranks.to_cells(np.repeat(first, sizes) + offset, int(resolution))
        parts.append((each, np.repeat(rows, sizes)))
    row = np.concatenate([rows for _, rows in parts])
    kept = {name: found[name][row] for name in ("zone_id", "starts", "ends", "certain")}
    return {"cell": np.concatenate([each for each, _ in parts]), **kept}
