"""Many zones of two provinces, some of them over the border between them."""

from __future__ import annotations

import random

import h3.api.basic_int as h3

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from federation.borders.resolution import Acceptance, Claim, ZoneClaim
from tests.federation.borders.resolution.worlds import AS_OF, A, B, answer

# Cells of resolution 5, some 10 km across: a province's ground in blocks, side by side.
_BLOCKS = sorted(h3.grid_disk(h3.latlng_to_cell(39.9, 116.5, 5), 6))
_HALF = len(_BLOCKS) // 2


def crowd(*, zones: int, crossing: int) -> tuple[list[Claim], dict[str, Ranges]]:
    """Return claims and territories; of those that cross, half were accepted."""
    chance = random.Random(7)  # noqa: S311 - a crowd that is the same each time
    ground = {
        A: Ranges.from_cells(_BLOCKS[:_HALF], 5).at(FINE),
        B: Ranges.from_cells(_BLOCKS[_HALF:], 5).at(FINE),
    }
    inner = {A: _within(ground[A], chance, zones), B: _within(ground[B], chance, zones)}
    seam = _seam(ground, chance, crossing)
    claims: list[Claim] = []
    for number in range(zones):
        origin = A if number % 2 else B
        middle = seam[number] if number < crossing else inner[origin][number]
        whole = Ranges.from_cells(h3.grid_disk(middle, 6), FINE)
        claims.append(_claim(origin, number, whole, ground[origin], chance))
    claims += _answers([c for c in claims[:crossing:2] if isinstance(c, ZoneClaim)])
    return claims, ground


def _claim(
    origin: str, number: int, whole: Ranges, own: Ranges, chance: random.Random
) -> ZoneClaim:
    starts = chance.randrange(1000)
    return ZoneClaim(
        origin=origin,
        index=number,
        reference=f"z{number}",
        version=1,
        level=chance.randint(1, 3),
        starts=starts,
        ends=starts + 1 + chance.randrange(1000),
        cells=whole & own,
        spill=whole - (whole & own),
        declared_at=AS_OF - 2000 + chance.randrange(500),
        finest=FINE,
    )


def _answers(claims: list[ZoneClaim]) -> list[Acceptance]:
    return [answer(B if c.origin == A else A, c, index=100_000 + c.index) for c in claims]


def _within(ground: Ranges, chance: random.Random, count: int) -> list[int]:
    """Return cells well inside a ground: at the centres of its cells of resolution 7."""
    middles = [h3.cell_to_center_child(cell, FINE) for cell in ground.inner(7).cells()]
    inside = [m for m in middles if all(c in ground for c in h3.grid_ring(m, 8)[::6])]
    return chance.choices(inside, k=count)


def _seam(ground: dict[str, Ranges], chance: random.Random, count: int) -> list[int]:
    """Return cells beside the border."""
    near = [
        cell
        for cell in ground[A].inner(9).cells()
        if any(h3.cell_to_center_child(n, FINE) in ground[B] for n in h3.grid_ring(cell, 1))
    ]
    return [h3.cell_to_center_child(cell, FINE) for cell in chance.choices(near, k=count)]
