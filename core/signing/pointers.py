"""Everything in a JSON value, each with the JSON pointer (RFC 6901) of where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def members(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield pointer and name of every member, however deep."""
    for at, name, _ in _within(value, pointer):
        if name is not None:
            yield at, name


def texts(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Yield pointer and text of every text, however deep, names of members included."""
    if isinstance(value, str):
        yield pointer, value
    for at, name, inner in _within(value, pointer):
        if name is not None:
            yield at, name
        if isinstance(inner, str):
            yield at, inner


def _within(value: Any, pointer: str) -> Iterator[tuple[str, str | None, Any]]:
    """Yield pointer, name (None in an array) and value of whatever is inside, outermost first."""
    if isinstance(value, dict):
        steps: Iterator[tuple[Any, Any]] = iter(value.items())
    elif isinstance(value, list | tuple):
        steps = enumerate(value)
    else:
        return
    for step, inner in steps:
        at = f"{pointer}/{step}"
        yield at, step if isinstance(value, dict) else None, inner
        yield from _within(inner, at)
