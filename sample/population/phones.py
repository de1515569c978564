"""What a phone says: a position that is off, and honestly by how much."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sample.population.plane import Floats, moved

# How a fix is made, with how many of all fixes on a recent and on an old phone; its accuracy in
# metres is log-normal around the median.
#          satellites, wireless networks, cell towers
RECENT = (0.62, 0.30, 0.08)
OLD = (0.30, 0.30, 0.40)
MEDIAN_M = np.array([14.0, 45.0, 420.0])
SPREAD = np.array([0.55, 0.5, 0.55])
BEST_M, WORST_M = 5.0, 1000.0

# The reported accuracy is the radius that 68 of 100 fixes are within; of a round normal
# distribution that is 1.51 times its deviation along either axis.
RADIUS_IN_DEVIATIONS = float(np.sqrt(-2 * np.log(1 - 0.68)))


def accuracies(old_phone: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return the accuracy that each fix reports, in metres."""
    chance = rng.random(len(old_phone))
    ends = np.cumsum(np.where(old_phone[:, None], OLD, RECENT), axis=1)
    kind = (chance[:, None] >= ends[:, :2]).sum(axis=1)
    found = MEDIAN_M[kind] * np.exp(rng.normal(0.0, 1.0, len(kind)) * SPREAD[kind])
    return np.clip(found, BEST_M, WORST_M)


def located(
    lat: Floats, lon: Floats, accuracy_m: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return where the phone believes it is: off by what it reports."""
    off = rng.normal(0.0, 1.0, (2, len(lat))) * accuracy_m / RADIUS_IN_DEVIATIONS
    return moved(lat, lon, off[0], off[1])
