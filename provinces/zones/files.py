"""Files that zones and lists come in: GeoJSON maps of zones, and tables of divisions."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from .drafts import Draft, InvalidDraft
from .models import Level, Unit
from .services.divisions import LEVELS, Spell

# What the columns of official lists are called, in English first and in Chinese last; of several
# that are there the first counts.
CODE = ("division_code", "adcode", "区划代码")
PLACE = ("place", "community", "地点")
STREET = ("subdistrict", "街道")
LEVEL = ("level", "风险等级")
FIRST = ("first_on", "first_seen", "首次出现")
LAST = ("last_on", "last_seen", "最后出现")


class UnreadableFile(ValueError):
    """A file that is not what it is said to be."""


class MissingColumns(UnreadableFile):
    """A table without some of its columns; `known` has all that each may be called."""

    def __init__(self, known: Iterable[tuple[str, ...]]) -> None:
        self.known = tuple(known)
        super().__init__(f"columns are missing: {', '.join(names[0] for names in self.known)}")


@dataclass(frozen=True, slots=True)
class Feature:
    """A zone of a map: its place in the file, from 1 on, its properties, and its shape."""

    line: int
    properties: Mapping[str, Any]
    geometry: Any


def features(path: Path) -> Iterator[Feature]:
    """Yield the features of a GeoJSON FeatureCollection; raises UnreadableFile."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        raise UnreadableFile(f"not JSON: {problem}") from None
    found = content.get("features") if isinstance(content, dict) else None
    if not isinstance(found, list) or content.get("type") != "FeatureCollection":
        raise UnreadableFile("not a GeoJSON FeatureCollection")
    for line, feature in enumerate(found, start=1):
        given = feature if isinstance(feature, dict) else {}
        properties = given.get("properties")
        yield Feature(
            line, properties if isinstance(properties, dict) else {}, given.get("geometry")
        )


def draft_of(feature: Feature, areas: Mapping[str, Any], datum: str) -> Draft:
    """Return a feature as a draft; `areas` holds the province's by code. Raises InvalidDraft."""
    given = feature.properties
    area = areas.get(str(given.get("area")))
    if area is None:
        raise InvalidDraft({"area": f"{given.get('area')!r} is no area of this province"})
    return Draft(
        area=area,
        name_zh=given.get("name_zh", ""),
        name_en=given.get("name_en", ""),
        level=_level(given.get("level")),
        unit=_unit(given.get("unit")),
        starts_at=_moment(given, "starts_at"),
        ends_at=_moment(given, "ends_at"),
        authority=given.get("authority", ""),
        reason=given.get("reason", ""),
        case_evidence=given.get("case_evidence", ""),
        geometry=feature.geometry,
        datum=datum,
        basis=given.get("basis", ""),
    )


def _level(given: object) -> Level:
    if isinstance(given, str):
        given = LEVELS.get(given.strip().lower())
    if given not in Level.values:
        raise InvalidDraft({"level": "is none of low, medium, high"})
    return Level(given)


def _unit(given: object) -> Unit:
    if given not in Unit.values:
        raise InvalidDraft({"unit": f"{given!r} is none of {Unit.values}"})
    return Unit(given)


def _moment(given: Mapping[str, Any], name: str) -> datetime:
    try:
        return datetime.fromisoformat(given[name])
    except (KeyError, TypeError, ValueError):
        raise InvalidDraft({name: "is not a time in ISO 8601"}) from None


def spells(path: Path) -> Iterator[Spell]:
    """Yield the records of an official list, a CSV file, gzipped or not; raises UnreadableFile."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig", newline="") as text:
            yield from spells_in(text)
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as problem:
        raise UnreadableFile(f"not a table: {problem}") from None


def spells_in(lines: Iterable[str]) -> Iterator[Spell]:
    """Yield the records of an official list by its lines of CSV; raises UnreadableFile."""
    table = csv.DictReader(lines)
    try:
        columns = _columns(table.fieldnames or ())
        for row in table:
            yield _spell(table.line_num, row, columns)
    except csv.Error as problem:
        raise UnreadableFile(f"not a table: {problem}") from None


def _columns(names: Any) -> dict[str, str]:
    wanted = {"code": CODE, "place": PLACE, "level": LEVEL, "first": FIRST, "last": LAST}
    found = {key: next((n for n in known if n in names), "") for key, known in wanted.items()}
    missing = [wanted[key] for key, name in found.items() if not name]
    if missing:
        raise MissingColumns(missing)
    return {**found, "street": next((n for n in STREET if n in names), "")}


def _spell(line: int, row: Mapping[str, Any], columns: Mapping[str, str]) -> Spell:
    def value(key: str) -> str:
        return row.get(columns[key]) or ""

    return Spell(
        line=line,
        division_code=value("code").strip(),
        place=value("street") + value("place"),
        level=value("level"),
        first_seen=value("first"),
        last_seen=value("last"),
    )
