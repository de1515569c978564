"""Finding verdicts where facts belong: no province tells another what colour somebody is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.signing import pointers
from provinces.ledger import leaves

# Of a person, neither: how grave something is follows from facts, at home.
VERDICTS = leaves.VERDICTS | {"verdict", "level"}


def find(value: Any) -> Iterator[str]:
    """Yield where members named as a verdict are, however deep, as JSON pointers."""
    return (at for at, name in pointers.members(value) if name.lower() in VERDICTS)
