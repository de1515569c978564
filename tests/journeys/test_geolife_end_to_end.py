"""Real tracks go through the whole job, over a border, and exposures are those of a brute force."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import h3.api.basic_int as h3
import pytest
import shapely
from django.core.management import call_command

from core.cells.snapping import snap
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.status import checking, pipeline
from tests import cast
from tests.factories import areas, road
from tests.journeys import brute_force, two_sides
from tests.journeys.brute_force import Circle, Grounds, Sighting
from tests.journeys.two_sides import THIRD
from tests.pages import noon  # noqa: F401  a fixture
from tests.provinces.presence.samples import DATA

TRACKS = DATA / "trajectories" / "geolife_60s.csv"
BOUNDARIES = DATA / "boundaries" / "china6_amap" / "provinces.geojson"
DECLARERS = {"110000": cast.NORTH, "120000": cast.SOUTH, "130000": THIRD}

# The oldest day that is kept, and how many days from there on are over.
FIRST, DAYS = cast.TODAY - timedelta(days=14), 14
# Beijing, Langfang in Hebei, Wuqing in Tianjin and back, by train.
CROSSES = "010"
# Where a person's fortnight begins, if not with their first fix.
FORTNIGHTS = {CROSSES: date(2007, 8, 28)}

pytestmark = [
    pytest.mark.usefixtures("north", "noon"),
    pytest.mark.skipif(
        not (TRACKS.exists() and BOUNDARIES.exists()), reason=f"the real data is not in {DATA}"
    ),
]


def fortnights() -> dict[str, list[Sighting]]:
    """Return a fortnight of each user, as recorded."""
    found: dict[str, list[Sighting]] = defaultdict(list)
    with TRACKS.open() as file:
        for line in csv.DictReader(file):
            at = datetime.fromisoformat(line["timestamp_utc"])
            place = float(line["lat"]), float(line["lon"])
            found[line["user"]].append(Sighting(line["user"], int(at.timestamp()), *place))
    return {user: _fortnight(lines, FORTNIGHTS.get(user)) for user, lines in found.items()}


def _fortnight(lines: list[Sighting], first: date | None) -> list[Sighting]:
    first = first or min(map(on, lines))
    return [line for line in lines if 0 <= (on(line) - first).days < DAYS]


def on(line: Sighting) -> date:
    return datetime.fromtimestamp(line.at, brute_force.ZONE).date()


def replayed(lines: list[Sighting]) -> list[Sighting]:
    """Return a user's lines with their first day moved to the first one kept."""
    days = (FIRST - min(map(on, lines))).days
    return [replace(line, at=line.at + days * 86_400) for line in lines]


def take_in(user: str, lines: list[Sighting], folder: Path) -> dict[str, Any]:
    """Take a user's fortnight in by the command, out of a table, and return its report."""
    table, out = folder / "fortnights.csv", io.StringIO()
    with table.open("a") as file:
        if not file.tell():
            file.write("user,timestamp_utc,lat,lon\n")
        for each in lines:
            moment = datetime.fromtimestamp(each.at, UTC).isoformat()
            file.write(f"{user},{moment},{each.lat},{each.lon}\n")
    call_command(
        "ingest",
        cast.NORTH,
        table,
        format="csv",
        datum="wgs84",
        citizen="new",
        user=user,
        replay_at=f"{FIRST}",
        json=True,
        stdout=out,
    )
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


def boundaries() -> dict[str, Any]:
    """Return the geometry of each province whose ground the tracks touch, by its name here."""
    found = json.loads(BOUNDARIES.read_text())["features"]
    named = {DECLARERS.get(each["properties"]["adcode"]): each["geometry"] for each in found}
    return {name: geometry for name, geometry in named.items() if name}


def inside(geometry: Any) -> Callable[[float, float], bool]:
    """Return whether a point is inside a boundary."""
    shape = shapely.geometry.shape(geometry)
    shapely.prepare(shape)
    return lambda lat, lon: bool(shapely.contains_xy(shape, lon, lat))


def zones_on(sightings: list[Sighting], grounds: Grounds) -> list[Circle]:
    """Lay zones where people stayed, or beside it, and along the railway between provinces."""
    from_here = epoch_minute(cast.NOW) - 13 * 1440
    until = from_here + 30 * 1440
    chosen = [
        stay
        for number, stay in enumerate(sorted(brute_force.stays(sightings)))
        if number % 6 == 0 or stay[0] == CROSSES
    ]
    found = []
    for number, (_, cell, started, ended) in enumerate(chosen):
        lat, lon = h3.cell_to_latlng(cell)
        half = (started + ended) // 2
        found += [
            Circle(
                name=f"zone {number}",
                declarer=declarer,
                lat=lat + 0.0006 * (number % 4),
                lon=lon,
                radius_m=(80, 150, 400, 1000)[number % 7 % 4],
                starts=max(from_here, half) if number % 5 == 0 else from_here,
                ends=until,
            )
            for declarer in grounds
            if grounds[declarer](lat, lon)
        ]
    aboard = [s for s in sightings if s.who == CROSSES and grounds[THIRD](s.lat, s.lon)]
    return found + [
        Circle(f"railway {number}", THIRD, each.lat, each.lon, 2000, from_here, until)
        for number, each in enumerate(aboard[::8])
    ]


class TestGeoLife:
    def test_gives_the_exposures_of_a_brute_force(self, tmp_path: Path) -> None:
        areas.area()
        road.first_ruleset()
        geometries = boundaries()
        grounds = {name: inside(geometry) for name, geometry in geometries.items()}
        tracks = {user: replayed(lines) for user, lines in fortnights().items()}
        seen = [sighting for lines in tracks.values() for sighting in lines]
        zones = zones_on(seen, grounds)

        names: dict[int, str] = {}
        for number, (user, lines) in enumerate(sorted(fortnights().items())):
            report = take_in(user, lines, tmp_path)
            names[Citizen.objects.get(reference=report["citizen"]).pk] = user
            assert report["read"] == len(lines) == report["kept"] + report["duplicates"]
            if number == len(tracks) // 2:
                two_sides.lay(zones, {name: snap(each) for name, each in geometries.items()})
                pipeline.drain(now=cast.NOW)
        pipeline.drain(now=cast.NOW)

        stays = brute_force.stays(seen)
        assert two_sides.stayed(names) == stays
        expected = brute_force.exposures(stays, zones, grounds)
        assert two_sides.exposed(names) == expected
        assert checking.check(as_of=cast.NOW).verdict == "equal"

        declarer = {zone.name: zone.declarer for zone in zones}
        met = {(who == CROSSES, declarer[name]) for who, _, name, *_ in expected}
        assert met == {(False, cast.NORTH), (True, cast.SOUTH)}
        assert len(expected) > 100
        assert {certain for *_, certain in expected} == {True, False}

    def test_meets_no_zone_where_the_train_passes_through_it(self) -> None:
        grounds = {name: inside(geometry) for name, geometry in boundaries().items()}
        seen = replayed(fortnights()[CROSSES])
        railway = [zone for zone in zones_on(seen, grounds) if zone.declarer == THIRD]

        passing = [
            zone
            for zone in railway
            for each in seen
            if brute_force.distance_m((each.lat, each.lon), (zone.lat, zone.lon)) < zone.radius_m
        ]

        assert len(railway) > 2
        assert len(passing) > len(railway)
        assert not brute_force.exposures(brute_force.stays(seen), railway, grounds)
