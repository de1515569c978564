"""Made-up tracks along a border go through the whole job; exposures are those of a brute force."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.cells.snapping import snap
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.presence.formats.fix import Fix
from provinces.status import checking, pipeline
from tests import cast
from tests.factories import citizens, presences, road, zones
from tests.journeys import brute_force, two_sides
from tests.journeys.brute_force import Circle, Grounds, Sighting

# 0.001 degrees are about 111 m of latitude, and 85 m of longitude.
BORDER, LAT = 116.5, 39.9
GROUNDS: Grounds = {
    cast.NORTH: lambda _lat, lon: lon < BORDER,
    cast.SOUTH: lambda _lat, lon: lon > BORDER,
    two_sides.THIRD: lambda _lat, lon: lon > BORDER,
}
BOXES = {
    cast.NORTH: zones.NORTH_BOX,
    cast.SOUTH: zones.SOUTH_BOX,
    two_sides.THIRD: zones.SOUTH_BOX,
}
# On either side of each class's limit, unstated, and one too coarse to be kept.
ACCURACIES = (None, 0.0, 8.0, 50.0, 51.0, 150.0, 300.0, 400.0, 900.0, 1000.0, 1500.0)


class World:
    """People who stay here and there along a border, and zones around some of the places."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.places = [
            (LAT + self.chance.uniform(-0.02, 0.02), BORDER + self.chance.uniform(-0.02, 0.02))
            for _ in range(8)
        ]

    def track(self, who: str) -> list[Sighting]:
        """Return two days of somebody who goes from place to place, past two midnights."""
        minute, found = epoch_minute(cast.NOW - timedelta(days=3)), []
        until = minute + 2 * 1440
        while minute < until:
            place, accuracy = self.chance.choice(self.places), self.chance.choice(ACCURACIES)
            leaves, every = minute + self.chance.randrange(2, 90), self.chance.randrange(1, 13)
            while minute < leaves:
                found.append(self.sighting(who, minute, place, accuracy))
                minute += every
            minute += self.chance.randrange(1, 200)
        return found

    def sighting(
        self, who: str, minute: int, place: tuple[float, float], accuracy: float | None
    ) -> Sighting:
        lat, lon = (part + self.chance.gauss(0, 1e-4) for part in place)
        speed = self.chance.choice((None, None, 0.0, 1.4, 2.8, 12.0))
        return Sighting(who, minute * 60 + self.chance.randrange(60), lat, lon, accuracy, speed)

    def zones(self) -> Iterator[Circle]:
        """Yield zones of every size at some places, some of them over the border."""
        first = epoch_minute(cast.NOW - timedelta(days=4))
        for number in range(14):
            lat, lon = self.chance.choice(self.places)
            lon += self.chance.gauss(0, 0.003)
            radius = self.chance.choice((60.0, 150.0, 400.0, 1000.0, 1500.0))
            starts = first + self.chance.randrange(3 * 1440)
            own = [name for name, is_own in GROUNDS.items() if is_own(lat, lon)]
            yield Circle(
                name=f"zone {number}",
                declarer=self.chance.choice(own),
                lat=lat + self.chance.gauss(0, 0.003),
                lon=lon,
                radius_m=radius,
                starts=starts,
                ends=starts + self.chance.randrange(30, 4 * 1440),
            )


def fixes(track: list[Sighting]) -> list[Fix]:
    return [
        Fix(line, each.lat, each.lon, each.at, each.accuracy_m, each.speed_mps)
        for line, each in enumerate(track, start=1)
    ]


@pytest.mark.usefixtures("north")
class TestTracks:
    @pytest.mark.parametrize(
        "seed",
        [*range(3), *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(3, 40))],
    )
    def test_give_the_exposures_of_a_brute_force(self, seed: int) -> None:
        world = World(seed)
        laid = list(world.zones())
        people = {name: citizens.citizen() for name in ("Ann", "Bob", "Cyn")}
        tracks = {name: world.track(name) for name in people}
        road.first_ruleset()

        steps = [
            *(lambda n=n: send(people[n], tracks[n], world.chance) for n in people),
            lambda: two_sides.lay(laid, {name: snap(zones.box(*b)) for name, b in BOXES.items()}),
        ]
        for step in world.chance.sample(steps, len(steps)):
            step()
            pipeline.drain(now=cast.NOW)

        names = {person.pk: name for name, person in people.items()}
        stays = brute_force.stays(each for track in tracks.values() for each in track)
        expected = brute_force.exposures(stays, laid, GROUNDS)
        assert two_sides.stayed(names) == stays
        assert two_sides.exposed(names) == expected
        assert expected
        assert checking.check(as_of=cast.NOW).verdict == "equal"


def send(person: Citizen, track: list[Sighting], chance: random.Random) -> None:
    """Send a track in pieces, late and out of order."""
    records = fixes(track)
    chance.shuffle(records)
    while records:
        piece, records = records[:40], records[40:]
        presences.ingest(person, piece)
