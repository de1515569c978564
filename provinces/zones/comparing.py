"""How one version of a zone differs from another, in cells."""

from __future__ import annotations

from dataclasses import dataclass

from core.cells.classes import FINE
from core.cells.ranges import Ranges

from .models import Version


@dataclass(frozen=True, slots=True)
class Difference:
    """The cells of both versions, those of the later one alone, and of the earlier one alone."""

    kept: Ranges
    added: Ranges
    removed: Ranges

    @classmethod
    def between(cls, earlier: Ranges, later: Ranges) -> Difference:
        """Return how a set of fine cells differs from an earlier one."""
        return cls(kept=earlier & later, added=later - earlier, removed=earlier - later)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many cells were kept, added, and removed."""
        return {
            "kept": self.kept.count(),
            "added": self.added.count(),
            "removed": self.removed.count(),
        }


def cells_of(version: Version) -> Ranges:
    """Return the fine cells of a version."""
    return Ranges.from_pairs(version.cells, FINE)
