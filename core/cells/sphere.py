"""Distances on the ball that H3 is drawn on, and bounds on how far its cells reach.

H3 lays one flat lattice of hexagons on each face of an icosahedron and projects it from the
ball's centre. That projection only ever shrinks, most at the corners of a face, so the flat
lattice bounds every distance on the ball:

    spacing of centres, flat     U(r) = 0.38196... / sqrt(7)**r   (U(0) is exact in H3)
    spacing of centres, ball     MIN_SCALE * U(r) <= d <= U(r)

A child is at most one step of its own resolution away from its parent's centre, so descendants
stay within the sum of those steps: `reach_m`.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# The authalic radius H3 uses, so that our metres are its metres.
EARTH_RADIUS_M = 6371007.180918475
# RES0_U_GNOMONIC in H3: the flat distance of two neighbouring centres at resolution 0.
_SPACING_0 = 0.38196601125010500003
# A corner of an icosahedron's face is 37.377 degrees from its middle; a gnomonic projection
# shrinks lengths there by the cosine squared, and nowhere by more.
MIN_SCALE = math.cos(math.radians(37.3773681406497)) ** 2


def spacing_m(resolution: int) -> float:
    """Return the greatest distance two neighbouring centres can have."""
    return EARTH_RADIUS_M * _SPACING_0 / math.sqrt(7) ** resolution


def reach_m(resolution: int, target: int) -> float:
    """Return how far a descendant's centre can be from its ancestor's, at most."""
    return sum(spacing_m(r) for r in range(resolution + 1, target + 1))


def hops(distance_m: float, resolution: int) -> int:
    """Return a grid distance that no two centres so close to each other exceed."""
    across = spacing_m(resolution) * math.sqrt(3) / 2
    return math.floor(distance_m / MIN_SCALE / across) + 1


def vectors(lat: Floats, lon: Floats) -> Floats:
    """Return the points as rows `(x, y, z)` on a ball of radius one."""
    phi, theta = np.radians(lat), np.radians(lon)
    level = np.cos(phi)
    return np.stack((level * np.cos(theta), level * np.sin(theta), np.sin(phi)), axis=-1)


def chord(distance_m: float) -> float:
    """Return the straight distance, on a ball of radius one, of points so far apart on it."""
    return 2 * math.sin(min(distance_m / (2 * EARTH_RADIUS_M), math.pi / 2))


def distances_m(points: Floats, origin: Floats) -> Floats:
    """Return the great-circle distance of each of the points from the origin."""
    half = np.minimum(np.linalg.norm(points - origin, axis=-1) / 2, 1.0)
    distances: Floats = 2 * EARTH_RADIUS_M * np.arcsin(half)
    return distances
