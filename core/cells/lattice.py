"""How many fine cells lie within a distance of a point: a property of the place alone.

Seen from the ball's centre, the fine cells on one face of H3's icosahedron are a flat and regular
lattice, so the cells around a centre need not be looked up to be counted:

    cell (a, b) is where the ray through  P + a U + b V  meets the ball

with P the centre on the face's plane and U, V the lattice's two steps, 60 degrees apart. "Within
an angle of P" then compares two quadratics in a and b. Where a disc reaches over an edge of the
icosahedron, or a cell is within a hair of the rim, H3's own centres are asked one by one.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import h3.api.basic_int as h3
import numpy as np

from core.cells.classes import FINE
from core.cells.lookup import centres
from core.cells.ranks import Bools, Ints
from core.cells.sphere import EARTH_RADIUS_M, MIN_SCALE, Floats, chord, hops, spacing_m, vectors

# The lattices of odd resolutions are turned by this much against the icosahedron's.
_TURN = np.arcsin(np.sqrt(3 / 28))
_STEP = spacing_m(FINE) / EARTH_RADIUS_M
# Our arithmetic and H3's agree to a hundredth of this; what is closer to the rim is looked up.
_HAIR_M = 1e-5
_CHUNK = 512


def disc_sizes(cells: Ints, points: Floats, radius_m: float) -> Ints:
    """Count the fine cells whose centres are within the radius of each cell's centre.

    Cells of any one resolution; `points` are their centres as unit vectors.
    """
    sizes = np.empty(len(cells), np.int64)
    for start in range(0, len(cells), _CHUNK):
        part = slice(start, start + _CHUNK)
        sizes[part], sure = _counted(points[part], radius_m)
        for row in start + np.flatnonzero(~sure):
            sizes[row] = _walked(int(cells[row]), points[row], radius_m)
    return sizes


def fewest_in_a_disc(radius_m: float) -> float:
    """Return a number of fine cells that no disc falls short of: cells are largest in the flat."""
    largest = spacing_m(FINE) ** 2 * np.sqrt(3) / 2
    return float(np.pi * max(radius_m - spacing_m(FINE), 0.0) ** 2 / largest)


def _counted(points: Floats, radius_m: float) -> tuple[Ints, Bools]:
    """Return the counts by the lattice, and which of them are beyond doubt."""
    centres_of_faces, steps = _faces()
    heights = points @ centres_of_faces.T
    face = heights.argmax(axis=1)
    u, v = np.einsum("nak,nk->an", steps[face], points)
    always, a, b = _offsets(radius_m)
    lift = np.outer(u, a) + np.outer(v, b)
    across = _STEP**2 * (a * a + a * b + b * b) - lift**2
    along = 1 / heights.max(axis=1)[:, None] + lift
    angle = radius_m / EARTH_RADIUS_M
    beyond = across - (np.tan(angle) * along) ** 2
    doubtful = np.abs(beyond) < 4 * angle * _HAIR_M / EARTH_RADIUS_M
    sure = _on_one_face(heights, face, angle) & ~doubtful.any(axis=1)
    return always + (beyond <= 0).sum(axis=1), sure


def _on_one_face(heights: Floats, face: Ints, angle: float) -> Bools:
    """Tell which discs keep clear of the planes halfway between their face and the others."""
    gaps = np.linalg.norm(_faces()[0][:, None] - _faces()[0], axis=2)
    lead = heights[np.arange(len(face)), face][:, None] - heights
    clear: Bools = np.all(lead >= np.sin(angle + _STEP) * gaps[face], axis=1)
    return clear


def _walked(cell: int, point: Floats, radius_m: float) -> int:
    middle = h3.cell_to_center_child(cell, FINE)
    around = np.array(h3.grid_disk(middle, hops(radius_m, FINE)), np.int64)
    apart = np.linalg.norm(vectors(*centres(around)) - point, axis=1)
    return int((apart <= chord(radius_m)).sum())


@cache
def _offsets(radius_m: float) -> tuple[int, Floats, Floats]:
    """Return how many steps always stay within the radius, and the others that may."""
    reach = round(2 * radius_m / MIN_SCALE / spacing_m(FINE)) + 2
    a, b = np.meshgrid(*[np.arange(-reach, reach + 1.0)] * 2)
    flat_m = np.sqrt(a * a + a * b + b * b) * spacing_m(FINE)
    always = flat_m <= radius_m - _HAIR_M
    perhaps = (flat_m <= radius_m / MIN_SCALE + _HAIR_M) & ~always
    return int(always.sum()), a[perhaps], b[perhaps]


@cache
def _faces() -> tuple[Floats, Floats]:
    """Return the centres of the twenty faces, and the lattice's two steps on each.

    The corners of the icosahedron are the centres of the pentagons, and lie two steps of
    resolution 0 from the middle of their faces, along the lattice's axes.
    """
    corners = vectors(*centres(np.array(sorted(h3.get_pentagons(0)), np.int64)))
    near = (corners @ corners.T > 0.4).__getitem__
    triples = [t for t in combinations(range(12), 3) if all(map(near, combinations(t, 2)))]
    middles = corners[np.array(triples)].sum(axis=1)
    middles /= np.linalg.norm(middles, axis=1)[:, None]
    a_corner = corners[[triple[0] for triple in triples]]
    return middles, np.array([_steps(*pair) for pair in zip(a_corner, middles, strict=True)])


def _steps(corner: Floats, middle: Floats) -> Floats:
    east = corner - middle * (corner @ middle)
    east /= np.linalg.norm(east)
    north = np.cross(middle, east)
    turns = (_TURN, _TURN + np.pi / 3)
    return np.array([_STEP * (np.cos(turn) * east + np.sin(turn) * north) for turn in turns])
