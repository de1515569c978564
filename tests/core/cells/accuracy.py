"""What certain, possible and nothing come to: a simulation of fixes in and around zones.

A person stands somewhere; their device reports a fix with Gaussian error, and the radius that
68 of 100 such fixes keep within. The fix becomes a cell of its class, the zone is compiled, and
the cell is looked up. A row gives, for one size of zone and one class of fix, how many of the
people inside, beside (within 300 m) and far away (5 to 10 km) are told nothing, asked, or certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.cells.classes import FINE, RADIUS_M, resolution_for
from core.cells.compiling import Compiled, compile_zone
from core.cells.lookup import cells_for
from core.cells.ranges import Ranges
from core.cells.snapping import snap
from core.cells.sphere import Floats
from tests.core.cells.shapes import METRES_PER_DEGREE, square

SIDES_M = (150, 300, 600, 2000, 4000)
# Each class's fixes report something between half its radius and all of it; and very good ones.
REPORTED_M = ((5.0, 5.0), *((radius / 2, radius) for radius in RADIUS_M.values()))
BESIDE_M = 300.0
FAR_M = (5000.0, 10000.0)
# Of a Gaussian in two dimensions, 68 of 100 lie within this many standard deviations.
_SIGMAS = np.sqrt(-2 * np.log(0.32))
# North China, where H3's cells are small, and its middle, where they are of common size.
_PLACES = ((39.9, 116.4), (38.05, 114.5), (30.6, 104.1))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of people for whom the match is nothing, a question, or certain."""

    nothing: float
    asked: float
    certain: float

    @property
    def found_or_asked(self) -> float:
        """The share that is not missed."""
        return self.asked + self.certain


@dataclass(frozen=True, slots=True)
class Row:
    """One size of zone, one class of fix."""

    side_m: int
    reported_m: tuple[float, float]
    inside: Outcome
    beside: Outcome
    far: Outcome


def accuracy_table(zones: int = 100, fixes: int = 40, seed: int = 2026) -> list[Row]:
    """Return the whole table, from so many zones of each size and so many fixes in each."""
    random = np.random.default_rng(seed)
    return [row for side in SIDES_M for row in _rows(side, zones, fixes, random)]


def as_markdown(table: list[Row]) -> str:
    """Return the table for the documentation."""
    lines = [
        "| zone side | fixes | inside | beside, within 300 m | far away |",
        "|---|---|---|---|---|",
    ]
    for row in table:
        low, high = row.reported_m
        fixes = f"{high:g} m" if low == high else f"{low:g}–{high:g} m"
        outcomes = " | ".join(_shares(each) for each in (row.inside, row.beside, row.far))
        lines.append(f"| {row.side_m} m | {fixes} | {outcomes} |")
    return "\n".join(lines)


def _shares(outcome: Outcome) -> str:
    return " / ".join(f"{share:.2f}" for share in (outcome.nothing, outcome.asked, outcome.certain))


def _rows(side: int, zones: int, fixes: int, random: np.random.Generator) -> Iterator[Row]:
    found: dict[tuple[int, int], list[Floats]] = {}
    for number in range(zones):
        lat, lon = _PLACES[number % len(_PLACES)] + random.uniform(-0.3, 0.3, 2)
        compiled = compile_zone(snap(square(lat, lon, side)))
        for band, reported in enumerate(REPORTED_M):
            for place, stood in enumerate(_stands(side, fixes, random)):
                seen = _seen(compiled, (lat, lon), stood, reported, random)
                found.setdefault((band, place), []).append(seen)
    for band, reported in enumerate(REPORTED_M):
        outcomes = [Outcome(*np.mean(found[band, place], axis=0).tolist()) for place in range(3)]
        yield Row(side, reported, *outcomes)


def _stands(side: int, number: int, random: np.random.Generator) -> Iterator[Floats]:
    """Yield where people stand, in metres from the zone's middle: inside, beside, far."""
    half = side / 2
    yield random.uniform(-half, half, (number, 2))
    around = random.uniform(-half - BESIDE_M, half + BESIDE_M, (100 * number, 2))
    off = np.linalg.norm(np.maximum(np.abs(around) - half, 0), axis=1)
    yield around[(off > 0) & (off <= BESIDE_M)][:number]
    angle, away = random.uniform(0, 2 * np.pi, number), random.uniform(*FAR_M, number) + half
    yield np.stack((np.cos(angle), np.sin(angle)), axis=1) * away[:, None]


def _seen(
    compiled: dict[int, Compiled],
    middle: tuple[float, float],
    stood: Floats,
    reported: tuple[float, float],
    random: np.random.Generator,
) -> Floats:
    """Return the shares told nothing, asked, and certain, of people who stood somewhere."""
    sigma = random.uniform(*reported, (len(stood), 1)) / _SIGMAS
    north, east = (stood + random.normal(0, 1, stood.shape) * sigma).T / METRES_PER_DEGREE
    resolution = resolution_for(reported[1]) or FINE
    cells = cells_for(
        middle[0] + north, middle[1] + east / np.cos(np.radians(middle[0])), resolution
    )
    asked, certain = (_share(each, cells) for each in _sets(compiled[resolution]))
    return np.array([1 - asked - certain, asked, certain])


def _sets(compiled: Compiled) -> tuple[Ranges, Ranges]:
    return compiled.possible, compiled.certain


def _share(some: Ranges, cells: np.ndarray) -> float:
    return float(some.contains(cells).mean())
