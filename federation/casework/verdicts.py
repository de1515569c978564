"""Finding verdicts where facts belong: no province tells another what colour somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

VERDICTS = frozenset({"colour", "color", "status", "verdict", "level"})


def find(value: Any, pointer: str = "") -> Iterator[str]:
    """Yield where members named as a verdict are, however deep, as JSON pointers."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.lower() in VERDICTS:
                yield f"{pointer}/{name}"
            yield from find(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from find(inner, f"{pointer}/{place}")
