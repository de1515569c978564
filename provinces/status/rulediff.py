"""What differs between two versions, as pages show it: old beside new, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.rules import diffing, reading
from provinces.rules import document as documents
from provinces.rules import wording as rules
from provinces.rules.diffing import ABSENT, Change, Part

from . import rulebook, wording

KINDS = {
    diffing.Kind.ADDED: (_("Added"), "holds"),
    diffing.Kind.REMOVED: (_("Removed"), "strong"),
    diffing.Kind.CHANGED: (_("Changed"), "waits"),
}
# As BCP 47 writes the languages of a rule set.
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
# Told above every page already.
NOT_TOLD = {("version",), ("schema",)}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions: as stored, and, where it is in a form that is read, as read."""

    ruleset: Any
    read: documents.Ruleset | None

    def ground(self, key: str) -> documents.Ground | None:
        """Return a ground of this side by its key."""
        listed = self.read.grounds if self.read else ()
        return next((ground for ground in listed if ground.key == key), None)


def told(old: Any, new: Any) -> dict[str, Any]:
    """Return what differs between two versions."""
    found = diffing.differences(old.document, new.document)
    sides = (_side(old), _side(new))
    about = [change for change in found.about if change.path not in NOT_TOLD]
    parts = {
        "about": [_field(change, sides) for change in (*about, *found.parameters)],
        "statuses": [_part(part, sides, "statuses") for part in found.statuses],
        "consequences": [_admission(change, sides) for change in found.consequences],
        "grounds": [_ground(part, sides) for part in found.grounds],
        "cases": [_part(part, sides, "cases") for part in found.cases],
    }
    return {**parts, "is_nothing": not any(parts.values())}


def _side(ruleset: Any) -> Side:
    try:
        return Side(ruleset, reading.read(ruleset.document))
    except reading.Malformed:
        return Side(ruleset, None)


def _ground(part: Part, sides: tuple[Side, Side]) -> dict[str, Any]:
    grounds = [side.ground(part.key) for side in sides]
    shown = [
        rulebook.ground(ground, side.ruleset) if ground else None
        for ground, side in zip(grounds, sides, strict=True)
    ]
    latest = shown[1] or shown[0]
    return {
        **_part(part, sides, "grounds"),
        "name": latest["reason"] if latest else part.key,
        # Whole where it came or went.
        "whole": latest if part.kind is not diffing.Kind.CHANGED else None,
        "changes": [_of_ground(change, shown, sides) for change in part.changes],
    }


def _of_ground(change: Change, shown: list[Any], sides: tuple[Side, Side]) -> dict[str, Any]:
    """Say a ground's condition, anchor and phases as its page does."""
    field = _field(change, sides)
    if change.path[0] in ("when", "anchor", "phases", "rests_on") and all(shown):
        field["old"], field["new"] = ({change.path[0]: side[change.path[0]]} for side in shown)
    return field


def _part(part: Part, sides: tuple[Side, Side], listed: str) -> dict[str, Any]:
    word, tag = KINDS[part.kind]
    return {
        "key": part.key,
        "name": _called(part, sides, listed),
        "kind": word,
        "tag": tag,
        "changes": [_field(change, sides) for change in part.changes],
    }


def _called(part: Part, sides: tuple[Side, Side], listed: str) -> Any:
    """Return what a status or a case is called in the language of the page."""
    latest = _latest(part, sides)
    if listed == "statuses":
        return wording.status(latest, part.key).name
    cases = latest.document.get("cases", [])
    case: dict[str, Any] = next((one for one in cases if one.get("name") == part.key), {})
    return rules.said(case.get("names")) or part.key


def _latest(part: Part, sides: tuple[Side, Side]) -> Any:
    return sides[0 if part.kind is diffing.Kind.REMOVED else 1].ruleset


def _field(change: Change, sides: tuple[Side, Side]) -> dict[str, Any]:
    old, new = (
        {"lines": _lines(value, change.path, side.ruleset)}
        for value, side in zip((change.old, change.new), sides, strict=True)
    )
    language = next((LANGUAGES[key] for key in change.path if key in LANGUAGES), "")
    return {"field": rules.field(change.path), "old": old, "new": new, "language": language}


def _admission(change: Change, sides: tuple[Side, Side]) -> dict[str, Any]:
    """Say what places do with a status; a whole status that came or went is listed by place."""
    status, *place = change.path
    name = wording.status(sides[0 if change.new is ABSENT else 1].ruleset, status).name
    field = " · ".join([str(name), *(str(rules.place(key)) for key in place)])
    old, new = ({"lines": list(_admitted(value))} for value in (change.old, change.new))
    return {"field": field, "old": old, "new": new}


def _admitted(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for place, admission in value.items():
            yield f"{rules.place(place)}: {rules.admission(admission)}"
    elif value is not ABSENT:
        yield str(rules.admission(value))


def _lines(value: Any, path: tuple[str, ...], ruleset: Any) -> list[str]:
    """Say a value, a line for each thing in it; nothing where it is not there."""
    if value is ABSENT:
        return []
    if path == ("facts",) and isinstance(value, dict):
        return [f"{rules.fact(name)}: {rulebook.shown(one)}" for name, one in rulebook.flat(value)]
    if isinstance(value, dict | list):
        return [json.dumps(value, ensure_ascii=False, indent=1)]
    return [_word(value, path, ruleset)]


def _word(value: Any, path: tuple[str, ...], ruleset: Any) -> str:
    if path[-1] in ("default", "status"):
        return str(wording.status(ruleset, value).name)
    if path[-1] == "consequence":
        return str(rules.consequence(value))
    if path[0] == "evidence":
        return rules.fact(str(value))
    return rulebook.shown(value)
