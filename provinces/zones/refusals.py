"""What was refused of a file: counted by reason, with the first record of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Refusals:
    """Refused records by reason; `line` counts lines of a table, or features of a map."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, line: int, reason: str, detail: str = "") -> None:
        """Count one refused record."""
        self.counts[reason] += 1
        self.first.setdefault(reason, (line, detail))

    def __len__(self) -> int:
        return self.counts.total()

    def listed(self) -> list[dict[str, object]]:
        """Return `reason, count, first_line, detail`, the most frequent first."""
        return [
            {
                "reason": reason,
                "count": count,
                "first_line": self.first[reason][0],
                "detail": self.first[reason][1],
            }
            for reason, count in self.counts.most_common()
        ]
