"""A comparison put down line by line, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .disclosing import Hidden, Told

WORDS = {Hidden.FEW: "fewer than 10", Hidden.WITHHELD: "withheld"}
# What each part of a comparison is called.
PARTS = {
    "flips": "all",
    "by_area": "by area",
    "by_age": "by age",
    "at_border": "within 5 km of the border with another province",
}


def told(count: Told) -> str:
    """Return a count as people are told it."""
    return WORDS[count] if isinstance(count, Hidden) else f"{count:,}"


def lines(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `Comparison.shown` returned as a table."""
    yield f"as of {shown['as_of']}"
    yield f"{told(shown['judged'])} people judged"
    if not shown["flips"]:
        yield "nobody's status would be another one"
        return
    for part, name in PARTS.items():
        if found := list(_rows(shown[part])):
            yield ""
            yield f"{name}:"
            yield from _aligned(found)


def lines_of_zone(shown: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `ZoneEffect.shown` returned as a table, if it could be tried at all.

    `shown` also says which zone of a map it is.
    """
    yield f"zone {shown['line']} {shown['name_zh']}"
    if "refused" in shown:
        yield f"refused: {shown['refused']}"
        return
    met, asked = told(shown["met"]), told(shown["asked"])
    yield f"{shown['fine_cells']:,} fine cells; {met} people met it, {asked} would be asked"
    yield from lines(shown)


def _rows(found: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    for each in found:
        if "flips" not in each:
            yield "", f"{each['from']} → {each['to']}", told(each["count"])
            continue
        name = " ".join(each[key] for key in ("key", "name_zh", "name_en") if key in each)
        for flip in each["flips"]:
            yield name, f"{flip['from']} → {flip['to']}", told(flip["count"])
            name = ""


def _aligned(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    columns = list(zip(*rows, strict=True))
    named, changed, counted = (max(map(_width, column)) for column in columns)
    for name, change, count in rows:
        gap = " " * (named - _width(name) + 2) if named else ""
        yield f"  {name}{gap}{change:<{changed}}  {count:>{counted}}"


def _width(text: str) -> int:
    """Return how many columns a text takes: Chinese characters take two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
