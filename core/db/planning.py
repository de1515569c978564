"""Telling the planner what its statistics do not: that tables filled a moment ago are large."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def by_index(cursor: Any) -> Iterator[None]:
    """Have the planner look rows up by index, whatever its statistics say.

    Tables that were filled a moment ago look small to it, and reading a whole day for each range
    takes minutes where index scans take a second.
    """
    cursor.execute("SET LOCAL enable_seqscan = off")
    yield
    cursor.execute("SET LOCAL enable_seqscan = on")
