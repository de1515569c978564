"""Zones around Beijing's ring roads: the north's ground is west of 116.5° E, the south's east."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone

from core.cells.ranges import Ranges
from core.cells.snapping import snap
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.zones import services
from provinces.zones.models import Level, Territory, Unit, Version
from tests import cast
from tests.factories import areas, offices, users

Box = tuple[float, float, float, float]

# West, south, east, north.
NORTH_BOX: Box = (116.30, 39.80, 116.50, 40.00)
SOUTH_BOX: Box = (116.50, 39.80, 116.70, 40.00)
INSIDE = (116.40, 39.90)


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    """Return a box as a GeoJSON Polygon."""
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def circle(at: tuple[float, float] = INSIDE, radius_m: float = 300) -> dict[str, Any]:
    """Return a circle around a longitude and latitude."""
    return {"type": "Circle", "coordinates": list(at), "radius_m": radius_m}


def ground(name: str = cast.NORTH, bounds: Box = NORTH_BOX) -> Territory:
    """Set a territory, by default that of the north."""
    return services.set_territory(name, _cells(bounds))


@cache
def _cells(bounds: Box) -> Ranges:
    return snap(box(*bounds))


def draft(**values: Any) -> services.Draft:
    """Return a draft in the county 110101, of the week around the tests' clock."""
    given: dict[str, Any] = {
        "area": values.get("area") or areas.area("110101"),
        "name_zh": "福鼎家园小区",
        "name_en": "Fuding Garden",
        "level": Level.HIGH,
        "unit": Unit.COMPOUND,
        "starts_at": cast.NOW - timedelta(days=3),
        "ends_at": cast.NOW + timedelta(days=4),
        "authority": "市疾病预防控制中心",
        "reason": "三例病例同住一个小区",
        "case_evidence": "case 2026-1115-03",
        "geometry": circle(),
        "datum": "wgs84",
    }
    return services.Draft(**{**given, **values})


def official(role: str, code: str = "110100", *, unit: str, now: datetime = cast.NOW) -> User:
    """Return a new official with a role on an area, in a unit."""
    user = users.user()
    offices.office(user, areas.area(code), role, unit=unit, now=now)
    return user


def declared(by: User | None = None, *, now: datetime = cast.NOW, **values: Any) -> Version:
    """Declare a zone on ground that is set where it is missing; it awaits its signature."""
    if not Territory.objects.filter(pk=cast.NORTH).exists():
        ground()
    by = by or official("epidemiologist", unit="declaring office")
    return services.declare(draft(**values), by=by, now=now)


def in_force(signed_by: User | None = None, *, now: datetime = cast.NOW, **values: Any) -> Version:
    """Declare a zone and countersign it."""
    signed_by = signed_by or official("high_reviewer", unit="signing office")
    return services.countersign(declared(now=now, **values), by=signed_by, now=now)


def listed(
    *spells: services.Spell, source: str = "list", now: datetime = cast.NOW
) -> services.Imported:
    """Have a list count: imported by one office of the province, signed by another."""
    by = official("epidemiologist", "110000", unit="importing office", now=now)
    found = services.import_divisions(spells, source=source, by=by, now=now)
    if found.awaiting:
        second = official("high_reviewer", "110000", unit="signing office", now=now)
        services.sign_list(found.awaiting, by=second, now=now)
    return found


def area(code: str = "110101") -> Area:
    """Return the area zones are declared in."""
    return areas.area(code)


def today() -> datetime:
    """Return the clock on the wall, for what is told no other time: commands."""
    return timezone.now()
