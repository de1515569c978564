"""A day in people's lives: where they were, from when to when, and how they got there.

    at work    home ───╴work ───╴lunch ───╴work ───╴third place ───╴home
    free       home ───╴shop ───╴home ───╴third place ───╴home

Each stretch is a visit; on the longer ways a phone sends a fix or two with its speed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from core.db.days import Day
from sample.population.people import People, Settlers
from sample.population.phones import accuracies, located
from sample.population.plane import Floats, Numbers, distance_m
from sample.population.settlements import Places

MIDNIGHT = 24 * 60
SATURDAY = 5
LAST_HOME = MIDNIGHT - 20
AT_WORK = 0.95
METRES_A_MINUTE = 450.0  # 27 km/h from door to door
# The first fix of a way longer than so many metres comes after that part of it, at the earliest.
FIXES_ON_THE_WAY = ((1_000.0, 0.1), (9_000.0, 0.55))
LOST = 0.04  # visits a phone does not tell: switched off, or out of reach


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits in columns; minutes of the day, `[started, ended)`; `who` is a row of People."""

    who: Numbers
    lat: Floats
    lon: Floats
    started: Floats
    ended: Floats
    speed: Floats

    def __len__(self) -> int:
        return len(self.who)


@dataclass(frozen=True, slots=True)
class Fixes:
    """What phones send of a day, in columns: a visit, or a moment (one minute) on the way.

    `number` is the person's; minutes since the Unix epoch, `[started, ended)`; speed in metres a
    second.
    """

    number: Numbers
    lat: Floats
    lon: Floats
    accuracy: Floats
    started: NDArray[np.int32]
    ended: NDArray[np.int32]
    speed: Floats

    def __len__(self) -> int:
        return len(self.number)

    def take(self, chosen: NDArray[np.bool_]) -> Fixes:
        """Return the chosen fixes."""
        return Fixes(*(getattr(self, column.name)[chosen] for column in fields(self)))

    @classmethod
    def joined(cls, parts: Iterable[Fixes]) -> Fixes:
        """Return the fixes of several parts, one after the other."""
        held = list(parts)
        return cls(*(np.concatenate([getattr(p, c.name) for p in held]) for c in fields(cls)))


def fixes_of(people: People, settlers: Settlers, day: Day) -> Fixes:
    """Return what the phones of a block of people send of a day, always the same."""
    rng = np.random.default_rng([*settlers.seed, int(people.number[0]), day.on.toordinal()])
    true = lived(people, settlers, weekend=day.on.weekday() >= SATURDAY, rng=rng)
    accuracy = accuracies(people.old_phone[true.who], rng)
    lat, lon = located(true.lat, true.lon, accuracy, rng)
    return Fixes(
        number=people.number[true.who],
        lat=lat,
        lon=lon,
        accuracy=accuracy,
        started=(day.lo + true.started).astype(np.int32),
        ended=(day.lo + true.ended).astype(np.int32),
        speed=true.speed,
    )


def lived(people: People, settlers: Settlers, *, weekend: bool, rng: np.random.Generator) -> Visits:
    """Return where people truly were on a day."""
    on_duty = people.works_weekends if weekend else rng.random(len(people)) < AT_WORK
    at_work = people.employed & on_duty
    parts = [
        *_at_work(np.flatnonzero(at_work), people, settlers, rng),
        *_free(np.flatnonzero(~at_work), people, settlers, rng),
    ]
    columns = (np.concatenate([getattr(p, c.name) for p in parts]) for c in fields(Visits))
    all_of_them = Visits(*columns)
    told = rng.random(len(all_of_them)) >= LOST
    told &= np.floor(all_of_them.ended) > np.floor(all_of_them.started)
    return Visits(*(getattr(all_of_them, c.name)[told] for c in fields(Visits)))


Place = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Way:
    """Ways from one place to another, a row a person."""

    origin: Place
    destination: Place
    leaves: Floats
    arrives: Floats


def _at_work(
    who: Numbers, people: People, settlers: Settlers, rng: np.random.Generator
) -> list[Visits]:
    def around(mean: float, deviation: float) -> Floats:
        return mean + rng.normal(0.0, deviation, len(who))

    these = people.take(who)
    home, job = (these.home_lat, these.home_lon), (these.job_lat, these.job_lon)
    way = _minutes_for(these.commute_m, rng)
    leaves = np.maximum(around(7.6 * 60, 12) - these.early - way / 3, 240)
    arrives = leaves + way
    out = np.clip(around(12.0 * 60, 18), arrives + 60, None)
    back = out + around(40, 8).clip(20, 70)
    ends = np.minimum(np.maximum(arrives + around(9.2 * 60, 30), back + 60), LAST_HOME - way)
    venue = settlers.ways.to_venue.pick(these.home, rng.random(len(who)))
    third = _place(settlers.region.venues, venue)
    until = ends + 20 + around(70, 25).clip(20, 150)
    goes_out = (rng.random(len(who)) < 0.45) & (until + 30 < LAST_HOME)
    # Whoever goes out comes home from there, near home as it is.
    home_from = np.where(goes_out, until + 20, ends + way)
    lunch = _place(
        settlers.region.shops, settlers.ways.to_lunch.pick(these.job, rng.random(len(who)))
    )
    eats_out = (rng.random(len(who)) < 0.75) & (back < ends)
    return [
        _visit(who, home, 0.0, leaves),
        _visit(who, job, arrives, np.where(eats_out, out, ends)),
        _visit(who, lunch, out + 4, back - 4, eats_out),
        _visit(who, job, back, ends, eats_out),
        _visit(who, third, ends + 20, until, goes_out),
        _visit(who, home, home_from, MIDNIGHT),
        *_on_the_way(who, Way(home, job, leaves, arrives), rng),
        *_on_the_way(who, Way(job, home, ends, ends + way), rng, ~goes_out),
    ]


def _free(
    who: Numbers, people: People, settlers: Settlers, rng: np.random.Generator
) -> list[Visits]:
    def around(mean: float, deviation: float) -> Floats:
        return mean + rng.normal(0.0, deviation, len(who))

    these = people.take(who)
    home = (these.home_lat, these.home_lon)
    shop = _place(
        settlers.region.shops, settlers.ways.to_shop.pick(these.home, rng.random(len(who)))
    )
    third = _place(
        settlers.region.venues, settlers.ways.to_venue.pick(these.home, rng.random(len(who)))
    )
    way = _minutes_for(distance_m(*home, *third), rng)
    shops, goes_out = rng.random((2, len(who))) < np.array([[0.85], [0.75]])
    leaves = np.maximum(around(9.5 * 60, 50) - these.early, 300)
    back = leaves + around(55, 18).clip(26, 150)
    out = np.maximum(around(15.5 * 60, 60), back + 45)
    ends = np.minimum(out + way + around(110, 45).clip(25, 300), LAST_HOME - way)
    goes_out &= ends > out + way + 15
    evening = np.where(goes_out, ends + way, np.where(shops, back, leaves))
    return [
        _visit(who, home, 0.0, leaves),
        _visit(who, shop, leaves + 10, back - 10, shops),
        _visit(who, home, np.where(shops, back, leaves), out, goes_out),
        _visit(who, third, out + way, ends, goes_out),
        _visit(who, home, evening, MIDNIGHT),
        *_on_the_way(who, Way(home, third, out, out + way), rng, goes_out),
    ]


def _place(places: Places, rows: Numbers) -> Place:
    return places.lat[rows], places.lon[rows]


def _minutes_for(distance: Floats, rng: np.random.Generator) -> Floats:
    slowness = rng.uniform(0.85, 1.25, len(distance))
    return np.clip((8 + distance / METRES_A_MINUTE) * slowness, 8, 120)


def _visit(
    who: Numbers,
    place: Place,
    started: Floats | float,
    ended: Floats | float,
    chosen: NDArray[np.bool_] | None = None,
) -> Visits:
    start, end = (np.broadcast_to(np.asarray(m, float), who.shape) for m in (started, ended))
    here = np.ones(len(who), bool) if chosen is None else chosen
    standing = np.zeros(int(here.sum()))
    return Visits(who[here], place[0][here], place[1][here], start[here], end[here], standing)


def _on_the_way(
    who: Numbers,
    way: Way,
    rng: np.random.Generator,
    chosen: NDArray[np.bool_] | None = None,
) -> list[Visits]:
    """Return one fix of each way, and another of the longer ones."""
    here = np.ones(len(who), bool) if chosen is None else chosen
    length = distance_m(*way.origin, *way.destination)
    lasts = np.maximum(way.arrives - way.leaves, 1)
    found = []
    for longer_than, first in FIXES_ON_THE_WAY:
        rows = np.flatnonzero(here & (length > longer_than))
        part = first + 0.4 * rng.random(len(rows))
        lat, lon = (
            start[rows] + (end[rows] - start[rows]) * part
            for start, end in zip(way.origin, way.destination, strict=True)
        )
        at = np.floor(way.leaves[rows] + lasts[rows] * part)
        speed = (length / lasts / 60)[rows] * rng.uniform(0.4, 1.9, len(rows))
        found.append(Visits(who[rows], lat, lon, at, at + 1, speed))
    return found
