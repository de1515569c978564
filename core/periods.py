"""Half-open periods of time, `[start, end)`, and between which moments anything can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

# Nobody means what lies outside, and at either end of the calendar no day can be added, no other
# clock be read, and nothing that was stored be loaded.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2999, 12, 31, tzinfo=UTC)


class EndsBeforeItStarts(ValueError):
    """A period whose end is not after its start."""


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open period `[start, end)`; without an end it is open.

    Raises EndsBeforeItStarts, or ValueError for a time without a zone.
    """

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{moment} has no time zone")
        if self.end is not None and self.end <= self.start:
            raise EndsBeforeItStarts(f"{self.end} is not after {self.start}")

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment and (self.end is None or moment < self.end)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two periods share a moment."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )


def epoch_minute(moment: datetime) -> int:
    """Return the whole minutes from 1970-01-01T00:00Z to a moment, rounded down.

    Presences, stays, zones and exposures keep time as such minutes: four bytes instead of
    eight, and nothing finer than a minute is ever stored about a person's whereabouts.
    """
    return int(moment.timestamp() // 60)
