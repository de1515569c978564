"""What a comparison found: whose status would be another one, counted. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import disclosing
from .disclosing import Told

NEAR, ELSEWHERE = "near", "elsewhere"


@dataclass(frozen=True, slots=True)
class Flip:
    """So many people would be of another status."""

    before: str
    after: str
    count: int

    @property
    def change(self) -> tuple[str, str]:
        return self.before, self.after


@dataclass(frozen=True, slots=True)
class Part:
    """The flips of an area, by division code and with its names, or of an age group."""

    key: str
    flips: tuple[Flip, ...]
    name_zh: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of how many people it was judged what their status would be, and of whom it differs.

    The most frequent flips come first; in parts, whose order tells nothing, they are in that of
    their statuses. Near the border is whoever stayed there on one of the days
    kept. Counts are exact: people are shown what `shown` returns.
    """

    as_of: datetime
    judged: int
    flips: tuple[Flip, ...]
    by_area: tuple[Part, ...]
    by_age: tuple[Part, ...]
    at_border: tuple[Flip, ...]
    people_by_age: tuple[tuple[str, int], ...] = ()

    def shown(self) -> dict[str, Any]:
        """Return what people are shown, as plain data: a count is a number, or why there is none.

        No number below ten is told, nor can one be worked out from the others.
        """
        both = [Part(NEAR, self.at_border), Part(ELSEWHERE, self._elsewhere())]
        near = [part for part in _shown(both) if part["key"] == NEAR]
        return {
            "as_of": self.as_of.isoformat(),
            "judged": disclosing.told(self.judged),
            "flips": [_line(flip, disclosing.told(flip.count)) for flip in self.flips],
            "by_area": _shown(self.by_area),
            "by_age": _shown(self.by_age),
            "at_border": near[0]["flips"],
            **self._people(),
        }

    def _people(self) -> dict[str, Any]:
        """Return how many people there are, and of each age, to tell what share would flip."""
        groups = dict(self.people_by_age)
        if not groups:
            return {}
        everybody = disclosing.told(sum(groups.values()))
        return {"people": everybody, "people_by_age": disclosing.parts(groups)}

    def _elsewhere(self) -> tuple[Flip, ...]:
        near = {flip.change: flip.count for flip in self.at_border}
        rest = [(flip, flip.count - near.get(flip.change, 0)) for flip in self.flips]
        return tuple(Flip(*flip.change, count) for flip, count in rest if count)


def _shown(parts: Sequence[Part]) -> list[dict[str, Any]]:
    counts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for part in parts:
        for flip in part.flips:
            counts[flip.change][part.key] = flip.count
    told = {change: disclosing.parts(of_parts) for change, of_parts in counts.items()}
    return [
        {
            "key": part.key,
            **({"name_zh": part.name_zh, "name_en": part.name_en} if part.name_zh else {}),
            "flips": [_line(flip, told[flip.change][part.key]) for flip in part.flips],
        }
        for part in parts
    ]


def _line(flip: Flip, told: Told) -> dict[str, Any]:
    return {"from": flip.before, "to": flip.after, "count": told}
