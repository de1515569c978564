"""A part of a rule set as a form sends it: fields named by their paths, and what buttons do to it.

    phases.0.days = 7    ──►    {"phases": [{"days": 7}]}

Pure. Only fields that a form is known to have are read, whatever else is sent.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

NUMBER = re.compile(r"[0-9]{1,9}")
PLACE = re.compile(r"[0-9]{1,3}")
# More of one kind than anybody writes: each costs a look at every other.
MOST = 200


class Kind(StrEnum):
    """What is read from a field."""

    TEXT = "text"
    NUMBER = "number"
    MANY = "many"  # several words of one field


class Sent(Protocol):
    """What a browser sent: the values of each field."""

    def getlist(self, key: str) -> Sequence[Any]: ...
    def __iter__(self) -> Any: ...


class NoSuchButton(ValueError):
    """A button that no form has, or that has nothing to do."""


def read(sent: Sent, fields: Mapping[str, Kind], optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return what a form says, nested by its fields' names.

    `fields` has their names, with `*` for each place in a list; of those that are `optional`
    nothing is said where they are blank. Places are counted anew, in the order of their numbers.
    """
    found: dict[str, Any] = {}
    for name in list(sent)[: 40 * MOST]:
        pattern = pattern_of(str(name))
        if pattern not in fields:
            continue
        value = _value(sent.getlist(name), fields[pattern])
        if value is None or (value in ("", []) and pattern in optional):
            continue
        _put(found, str(name).split("."), value)
    read: dict[str, Any] = _listed(found)
    return read


def pattern_of(name: str) -> str:
    """Return a field's name with `*` for each place in a list."""
    return ".".join("*" if PLACE.fullmatch(step) else step for step in name.split("."))


def pressed(sheet: dict[str, Any], button: str, blanks: Mapping[str, Any]) -> dict[str, Any]:
    """Return a sheet as it is after a button: `add:phases`, `remove:phases.0`, `up:…`, `down:…`.

    What is added is one of `blanks`, by the list's pattern; several kinds are told apart by a
    word: `add:phases.0.clears:event`. Raises NoSuchButton.
    """
    act, _, rest = button.partition(":")
    path, _, word = rest.partition(":")
    changed = copy.deepcopy(sheet)
    if act == "add":
        _add(changed, path, blanks.get(":".join(filter(None, [pattern_of(path), word]))))
        return changed
    above, _, last = path.rpartition(".")
    listed = at(changed, above)
    if not isinstance(listed, list) or not PLACE.fullmatch(last) or int(last) >= len(listed):
        raise NoSuchButton(button)
    place = int(last)
    if act == "remove":
        del listed[place]
    elif act in ("up", "down"):
        other = place + (1 if act == "down" else -1)
        if not 0 <= other < len(listed):
            raise NoSuchButton(button)
        listed[place], listed[other] = listed[other], listed[place]
    else:
        raise NoSuchButton(button)
    return changed


def at(sheet: Any, path: str) -> Any:
    """Return what is at a path, or None."""
    found = sheet
    for step in filter(None, path.split(".")):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and PLACE.fullmatch(step) and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def keyed(sheet: Any, path: str) -> dict[str, Any]:
    """Return what is at a path by its keys; empty where there is nothing of the kind."""
    found = at(sheet, path)
    return found if isinstance(found, dict) else {}


def said(sheet: Any, path: str) -> str:
    """Return what is at a path as a field shows it."""
    found = at(sheet, path)
    return "" if found is None or isinstance(found, dict | list) else str(found)


def listed(sheet: Any, path: str) -> list[Any]:
    """Return the list at a path, empty where there is none."""
    found = at(sheet, path)
    return found if isinstance(found, list) else []


def table(sheet: Any, path: str) -> dict[str, Any]:
    """Return the object at a path, empty where there is none."""
    found = at(sheet, path)
    return found if isinstance(found, dict) else {}


def _add(sheet: dict[str, Any], path: str, blank: Any) -> None:
    above, _, last = path.rpartition(".")
    within = at(sheet, above)
    if blank is None or not isinstance(within, dict):
        raise NoSuchButton(f"add:{path}")
    among = within.setdefault(last, [])
    if not isinstance(among, list) or len(among) >= MOST:
        raise NoSuchButton(f"add:{path}")
    among.append(copy.deepcopy(blank))


def _value(values: Sequence[Any], kind: Kind) -> Any:
    texts = [str(value).replace("\r\n", "\n").strip() for value in values]
    if kind is Kind.MANY:
        return [text for text in texts if text]
    last = texts[-1] if texts else ""
    if kind is Kind.NUMBER:
        return int(last) if NUMBER.fullmatch(last) else last or None
    return last


def _put(found: dict[str, Any], steps: list[str], value: Any) -> None:
    within = found
    for step in steps[:-1]:
        below = within.setdefault(step, {})
        if not isinstance(below, dict):
            return
        within = below
    within[steps[-1]] = value


def _listed(found: Any) -> Any:
    if not isinstance(found, dict):
        return found
    if found and all(PLACE.fullmatch(key) for key in found):
        return [_listed(found[key]) for key in sorted(found, key=int)]
    return {key: _listed(value) for key, value in found.items()}
