"""Who goes where: the nearer and the larger a place, the more people go there."""

from __future__ import annotations

import numpy as np

from sample.population.plane import Floats, Numbers, distance_m
from sample.population.settlements import Places


class Gravity:
    """Chances of going from each place to each of some others.

    A destination draws by its weight, and by `exp(-distance / scale)`; borders make no difference.
    """

    def __init__(self, origins: Places, destinations: Places, scale_m: float) -> None:
        apart = distance_m(
            origins.lat[:, None], origins.lon[:, None], destinations.lat, destinations.lon
        )
        # Relative to the nearest one, so that the remotest village still goes somewhere.
        nearest = apart.min(axis=1, keepdims=True)
        pull = destinations.weight * np.exp(-(apart - nearest) / scale_m)
        chances = np.cumsum(pull, axis=1)
        chances /= chances[:, -1:]
        self._ends = (chances + np.arange(len(chances))[:, None]).ravel()
        self._columns = chances.shape[1]

    def pick(self, origin: Numbers, chance: Floats) -> Numbers:
        """Return a destination for each origin; `chance` is uniform in `[0, 1)`."""
        found = np.searchsorted(self._ends, origin + chance, side="right")
        return np.minimum(found - origin * self._columns, self._columns - 1)
