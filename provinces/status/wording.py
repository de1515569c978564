"""What a rule set says, in the words and the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from provinces.rules.wording import said
from provinces.tenancy import directory, scope

from .decision import Ground

# A province may call its statuses as it likes; the shape says what follows from them.
SHAPES = {"free": "green", "restricted": "yellow", "held": "red"}
UNKNOWN = _("Not on record")
# Without a rule set nobody is held, and nothing says what the status is called.
LAWLESS = {"green": _("Not restricted")}


class Ruleset(Protocol):
    """What is read of a rule set here."""

    document: dict[str, Any]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """A status as a page shows it: a word, a shape of a colour, and what it means."""

    key: str
    shape: str
    name: Any
    meaning: Any = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Answerable:
    """Who answers for a ground, and how to reach them."""

    office: str
    contact: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was, as coarsely as a page tells it."""

    name_zh: str
    name_en: str
    province: str  # where the zone is another province's, as the page calls it
    left_at: datetime | None
    minutes: int | None
    zone: str = ""  # "source/reference", as its source names it


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground of a status, in plain words."""

    status: StatusWords
    reason: str
    clears: str
    legal_basis: str
    answerable: Answerable | None
    since: datetime | None = None
    until: datetime | None = None
    place: Place | None = None
    # The question to which the person said that they were there, where the ground rests on that.
    said_yes: int | None = None


def name(ruleset: Ruleset | None) -> Any:
    """Return what a rule set is called."""
    return said(ruleset.document["names"]) if ruleset else ""


def statuses(ruleset: Ruleset | None) -> list[StatusWords]:
    """Return a rule set's statuses, the mildest first."""
    listed = ruleset.document["statuses"] if ruleset else []
    return sorted((_words(status) for status in listed), key=lambda status: status.rank)


def names(ruleset: Ruleset | None) -> dict[str, Any]:
    """Return what each status is called, by its key."""
    return {**LAWLESS, **{words.key: words.name for words in statuses(ruleset)}}


def status(ruleset: Ruleset | None, key: str) -> StatusWords:
    """Return the words of one status; one that the rule set does not know is named by its key."""
    if ruleset is None and key in LAWLESS:
        return StatusWords(key, "none", LAWLESS[key])
    known = {words.key: words for words in statuses(ruleset)}
    return known.get(key) or StatusWords(key, "none", key or UNKNOWN)


def in_order(ruleset: Ruleset | None, counts: Mapping[str, Any]) -> list[tuple[StatusWords, Any]]:
    """Return counts by status with the statuses' words, the mildest first."""
    named = [(status(ruleset, key), count) for key, count in counts.items()]
    return sorted(named, key=lambda one: one[0].rank)


def rules(ruleset: Ruleset | None) -> list[Reason]:
    """Return every ground on which somebody may be held, the gravest first."""
    listed = ruleset.document["grounds"] if ruleset else []
    grounds = [_reason(ruleset, ground) for ground in listed]
    return sorted(grounds, key=lambda reason: -reason.status.rank)


def reasons(ruleset: Ruleset | None, grounds: Iterable[Ground]) -> list[Reason]:
    """Return why somebody has their status, in the order of the decision."""
    listed = ruleset.document["grounds"] if ruleset else []
    known = {ground["key"]: ground for ground in listed}
    return [
        replace(
            _reason(ruleset, known.get(found.ground, {"key": found.ground})),
            status=status(ruleset, found.status),
            since=found.since,
            until=found.until,
            place=_place(found.evidence),
        )
        for found in grounds
    ]


def reason(ruleset: Ruleset | None, key: str) -> str:
    """Return the reason that a ground gives, "" where the rule set does not have the ground."""
    listed = ruleset.document["grounds"] if ruleset else []
    return next((_reason(ruleset, one).reason for one in listed if one["key"] == key), "")


def answerable(ruleset: Ruleset | None) -> list[Answerable]:
    """Return who answers for a rule set's grounds, each once."""
    offices = [reason.answerable for reason in rules(ruleset) if reason.answerable]
    return list(dict.fromkeys(offices))


def _words(entry: dict[str, Any]) -> StatusWords:
    return StatusWords(
        key=entry["key"],
        shape=SHAPES.get(entry["consequence"], "none"),
        name=said(entry["names"]),
        meaning=said(entry["meaning"]),
        rank=entry["rank"],
    )


def _reason(ruleset: Ruleset | None, ground: dict[str, Any]) -> Reason:
    texts = said(ground.get("texts")) or {}
    office = ground.get("answerable")
    return Reason(
        status=_gravest(ruleset, ground),
        reason=texts.get("reason", ground["key"]),
        clears=texts.get("clears", ""),
        legal_basis=said(ground.get("legal_basis")),
        answerable=Answerable(said(office["office"]), office["contact"]) if office else None,
    )


def _gravest(ruleset: Ruleset | None, ground: dict[str, Any]) -> StatusWords:
    """Return the gravest status that a ground comes to in any of its phases."""
    phases = [status(ruleset, phase["status"]) for phase in ground.get("phases", [])]
    return max(phases, key=lambda words: words.rank, default=status(ruleset, ""))


def _foreign(slug: str) -> str:
    if slug in ("", scope.current().slug):
        return ""
    try:
        entry = directory.find(slug)
    except directory.NoSuchProvince:
        return slug
    return str(said({"zh-hans": entry.name_zh, "en": entry.name_en}))


def _place(evidence: Mapping[str, Any]) -> Place | None:
    if not evidence.get("name_zh"):
        return None
    left_at = evidence.get("left_at")
    return Place(
        name_zh=evidence["name_zh"],
        name_en=evidence["name_en"],
        province=_foreign(evidence.get("source", "")),
        left_at=parse_datetime(left_at) if left_at else None,
        minutes=evidence.get("minutes"),
        zone=f"{evidence.get('source', '')}/{evidence.get('zone', '')}",
    )
