"""What a rule set says, in the words and the language of the person who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# A province may call its statuses as it likes; the shape says what follows from them.
SHAPES = {"free": "green", "restricted": "yellow", "held": "red"}
UNKNOWN = _("Not on record")


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
class Reason:
    """One ground of a status, in plain words."""

    status: StatusWords
    reason: str
    clears: str
    legal_basis: str
    answerable: Answerable | None
    since: datetime | None = None
    until: datetime | None = None
    evidence: dict[str, Any] | None = None


def statuses(ruleset: Ruleset | None) -> list[StatusWords]:
    """Return a rule set's statuses, the mildest first."""
    listed = ruleset.document["statuses"] if ruleset else []
    return sorted((_words(status) for status in listed), key=lambda status: status.rank)


def status(ruleset: Ruleset | None, key: str) -> StatusWords:
    """Return the words of one status; one that the rule set does not know is named by its key."""
    known = {words.key: words for words in statuses(ruleset)}
    return known.get(key) or StatusWords(key, "none", key or UNKNOWN)


def rules(ruleset: Ruleset | None) -> list[Reason]:
    """Return every ground on which somebody may be held, the gravest first."""
    grounds = [_reason(ruleset, ground, {}) for ground in _grounds(ruleset).values()]
    return sorted(grounds, key=lambda reason: -reason.status.rank)


def reasons(ruleset: Ruleset | None, grounds: Iterable[dict[str, Any]]) -> list[Reason]:
    """Return why somebody has their status, in the order of the decision."""
    known = _grounds(ruleset)
    return [_reason(ruleset, known.get(found["ground"], {}), found) for found in grounds]


def answerable(ruleset: Ruleset | None) -> list[Answerable]:
    """Return who answers for a rule set's grounds, each once."""
    offices = [reason.answerable for reason in rules(ruleset) if reason.answerable]
    return list(dict.fromkeys(offices))


def said(texts: Any) -> Any:
    """Return a text in the language of the page, or in any it is written in."""
    if not isinstance(texts, dict):
        return texts or ""
    return texts.get(get_language()) or next(iter(texts.values()), "")


def _words(entry: dict[str, Any]) -> StatusWords:
    return StatusWords(
        key=entry["key"],
        shape=SHAPES.get(entry["consequence"], "none"),
        name=said(entry["names"]),
        meaning=said(entry["meaning"]),
        rank=entry["rank"],
    )


def _grounds(ruleset: Ruleset | None) -> dict[str, dict[str, Any]]:
    return {ground["key"]: ground for ground in ruleset.document["grounds"]} if ruleset else {}


def _reason(
    ruleset: Ruleset | None, ground: dict[str, Any], found: dict[str, Any]
) -> Reason:
    texts = said(ground.get("texts", {})) or {}
    office = ground.get("answerable")
    return Reason(
        status=status(ruleset, found.get("status") or ground.get("status", "")),
        reason=texts.get("reason") or found.get("ground", ""),
        clears=texts.get("clears", ""),
        legal_basis=said(ground.get("legal_basis")),
        answerable=Answerable(said(office["office"]), office["contact"]) if office else None,
        since=_moment(found.get("since")),
        until=_moment(found.get("until")),
        evidence=found.get("evidence"),
    )


def _moment(value: Any) -> datetime | None:
    return parse_datetime(value) if isinstance(value, str) else value
