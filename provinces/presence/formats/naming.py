"""The names under which tables and GeoJSON properties give the same thing; the first one wins.

Accuracy is in metres, speed in metres a second. A time without a zone is in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TIME: Final = ("timestamp_utc", "time", "timestamp", "tracked_at")
LATITUDE: Final = ("lat", "latitude")
LONGITUDE: Final = ("lon", "longitude", "lng")
ACCURACY: Final = ("accuracy", "acc", "accuracy_m")
SPEED: Final = ("speed", "speed_mps")
ENDED: Final = ("ended", "until")


def first(names: tuple[str, ...], among: Mapping[str, object]) -> object:
    """Return what stands under the first of the names that is there, or None."""
    return next((among[name] for name in names if name in among), None)
