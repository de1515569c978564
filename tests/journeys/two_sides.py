"""Zones on both sides of a border as a home province comes to hold them.

North declares and signs its own. South does the same on its own ground, and north receives what
is in effect there. A third neighbour is known by what it hands over, and by nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from core.cells.compiling import compile_zone
from core.cells.ranges import Ranges
from core.cells.snapping import snap_circle
from provinces.exposure import queries as exposures
from provinces.presence.models import Stay
from provinces.tenancy import scope
from provinces.zones import queries, services
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import areas, zones
from tests.journeys.brute_force import Circle
from tests.journeys.brute_force import Row as Exposed
from tests.journeys.brute_force import Stay as Stayed

THIRD = "third"
# Division codes of the city whose officials declare and sign, by province.
CITIES = {cast.NORTH: "110100", cast.SOUTH: "120100"}


def lay(circles: Iterable[Circle], grounds: dict[str, Ranges]) -> None:
    """Bring zones into effect in the north, where it is in scope, each from who declared it."""
    circles = list(circles)
    declare([c for c in circles if c.declarer == cast.NORTH], cast.NORTH, grounds[cast.NORTH])
    with scope.province(cast.SOUTH):
        declare([c for c in circles if c.declarer == cast.SOUTH], cast.SOUTH, grounds[cast.SOUTH])
        received = queries.export_effective()
    services.receive_effective(cast.SOUTH, received, now=cast.NOW)
    third = [handed_over(c, grounds[THIRD]) for c in circles if c.declarer == THIRD]
    services.receive_effective(THIRD, third, now=cast.NOW)


def declare(circles: list[Circle], province: str, ground: Ranges) -> None:
    """Declare and countersign zones in the province in scope."""
    services.set_territory(province, ground)
    city = CITIES[province]
    by = zones.official("epidemiologist", city, unit="declaring office")
    signed_by = zones.official("high_reviewer", city, unit="signing office")
    for circle in circles:
        zones.in_force(
            signed_by,
            by=by,
            area=areas.area(f"{city[:4]}01"),
            name_en=circle.name,
            geometry=zones.circle((circle.lon, circle.lat), circle.radius_m),
            starts_at=moment(circle.starts),
            ends_at=moment(circle.ends),
        )


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def handed_over(circle: Circle, ground: Ranges) -> services.ReceivedZone:
    """Return a zone as a neighbour hands it over."""
    compiled = compile_zone(snap_circle(circle.lat, circle.lon, circle.radius_m) & ground)
    return services.ReceivedZone(
        reference=circle.name,
        version=1,
        level=Level.HIGH,
        name_zh=circle.name,
        name_en=circle.name,
        starts=circle.starts,
        ends=circle.ends,
        ranges=[
            services.ClassRanges(resolution, each.certain.to_pairs(), each.possible.to_pairs())
            for resolution, each in compiled.items()
        ],
    )


def stayed(names: dict[int, str]) -> set[Stayed]:
    """Return the stays that are kept; `names` are the citizens' by key."""
    rows = Stay.objects.values_list("citizen_id", "cell", "started", "ended")
    return {(names[who], cell, started, ended) for who, cell, started, ended in rows}


def exposed(names: dict[int, str]) -> set[Exposed]:
    """Return the exposures that are kept, zones by their English names."""
    zone_names = {zone.pk: zone.name_en for zone in EffectiveZone.objects.all()}
    rows = exposures.listed()
    found: set[Exposed] = {
        (names[one.citizen], one.cell, zone_names[one.zone], one.started, one.ended, one.certain)
        for one in rows
    }
    assert len(found) == len(rows)
    return found
