"""What an official says of a zone, before anything of it is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, cast

from django.db import models

from core.periods import EARLIEST, EndsBeforeItStarts, Period
from provinces.jurisdictions.models import Area

from .models import LONGEST_ZONE, Basis, Level, Unit, Version, Zone
from .places import cut_to_building, reaches_below_a_building

WGS84 = "wgs84"
# Whatever lies outside is a slip of the keyboard, or of a clock.
LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class InvalidDraft(ValueError):
    """A draft that cannot become a zone; `problems` says which field, and what is wrong."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))


@dataclass(frozen=True, slots=True)
class Draft:
    """A zone as an official would declare it.

    `geometry` is a GeoJSON Polygon or MultiPolygon, or a circle written
    `{"type": "Circle", "coordinates": [lon, lat], "radius_m": 300}`, or a whole division,
    `{"type": "Division", "code": "110101"}`; `datum` is the one its coordinates are in, and has no
    default.
    """

    area: Area
    name_zh: str
    name_en: str
    level: Level
    unit: Unit
    starts_at: datetime
    ends_at: datetime
    authority: str
    reason: str
    case_evidence: str
    geometry: Mapping[str, Any]
    datum: str
    basis: str = ""

    @classmethod
    def of(cls, version: Version) -> Draft:
        """Return what a version was declared from."""
        return cls(
            area=version.zone.area,
            name_zh=version.zone.name_zh,
            name_en=version.zone.name_en,
            level=Level(version.level),
            unit=Unit(version.unit),
            starts_at=version.starts_at,
            ends_at=version.ends_at,
            authority=version.authority,
            reason=version.reason,
            case_evidence=version.case_evidence,
            geometry=version.drawn,
            datum=WGS84,
            basis=version.basis,
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What a new version changes; None leaves a field as it was. A geometry names its datum."""

    level: Level | None = None
    unit: Unit | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    authority: str | None = None
    reason: str | None = None
    case_evidence: str | None = None
    geometry: Mapping[str, Any] | None = None
    datum: str | None = None
    basis: str | None = None

    def applied_to(self, draft: Draft) -> Draft:
        """Return the draft with the changes made."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        changed = {name: value for name, value in given.items() if value is not None}
        if self.geometry is not None:
            changed["datum"] = self.datum or ""
        else:
            changed.pop("datum", None)
        return replace(draft, **changed)


def checked(draft: Draft) -> Draft:
    """Return the draft with its times in whole minutes; raises InvalidDraft.

    Presences, stays and zones are kept to the minute, so that is what is declared and shown.
    """
    problems = dict(_problems(draft))
    if problems:
        raise InvalidDraft(problems)
    return replace(
        draft,
        starts_at=draft.starts_at.replace(second=0, microsecond=0),
        ends_at=draft.ends_at.replace(second=0, microsecond=0),
    )


def _problems(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, most in _texts():
        if problem := _text_problem(getattr(draft, name), most):
            yield name, problem
    if draft.level not in Level.values:
        yield "level", f"{draft.level!r} is none of {Level.values}"
    if draft.unit not in Unit.values:
        yield "unit", f"{draft.unit!r} is none of {Unit.values}"
    if draft.basis and draft.basis not in Basis.values:
        yield "basis", f"{draft.basis!r} is none of {Basis.values}"
    if problem := _period_problem(draft):
        yield "ends_at", problem
    if isinstance(draft.name_zh, str) and reaches_below_a_building(draft.name_zh):
        yield "name_zh", f"reaches below a building; say {cut_to_building(draft.name_zh)!r}"


def _texts() -> Iterator[tuple[str, int]]:
    for model, names in (
        (Zone, ("name_zh", "name_en")),
        (Version, ("authority", "reason", "case_evidence")),
    ):
        for name in names:
            yield name, longest(model, name)


def longest(model: type[models.Model], name: str) -> int:
    """Return how many characters a text field takes."""
    return int(cast("models.CharField[str, str]", model._meta.get_field(name)).max_length or 0)


def _text_problem(text: object, most: int) -> str:
    if not isinstance(text, str) or not text.strip():
        return "is missing"
    if not text.isprintable():
        return "holds characters that cannot be printed"
    return f"is longer than {most} characters" if len(text) > most else ""


def _period_problem(draft: Draft) -> str:
    try:
        Period(draft.starts_at, draft.ends_at)
    except EndsBeforeItStarts:
        return "is not after the start"
    except ValueError:
        return "a time has no time zone"
    if draft.starts_at < EARLIEST or draft.ends_at > LATEST:
        return f"a zone is of the years {EARLIEST.year} to {LATEST.year - 1}"
    starts, ends = (at.replace(second=0, microsecond=0) for at in (draft.starts_at, draft.ends_at))
    if ends - starts > LONGEST_ZONE:
        return (
            f"a zone lasts {LONGEST_ZONE.days} days at most: let it end sooner, and revise it with"
            " a later start where the risk lasts"
        )
    return "" if ends > draft.starts_at else "a zone lasts at least a minute"
