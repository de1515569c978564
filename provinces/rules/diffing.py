"""What differs between two rule sets' documents, part by part.

Statuses and grounds are matched by their key and cases by their name, wherever they stand: their
order says nothing. A condition, an anchor or a list differs as a whole; everything else field by
field.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import Enum, StrEnum
from typing import Any, Final, Literal, TypeAlias

from core.certlogic.syntax import Json


class Absent(Enum):
    """What stands for a field that is not there; `null` is a value."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
Value: TypeAlias = Json | Literal[Absent.ABSENT]
Path: TypeAlias = tuple[str, ...]

# What a part is matched by, where it is one of a list.
LISTED = {"statuses": "key", "grounds": "key", "cases": "name"}
WHOLE = frozenset({"when", "anchor", "facts"})


class Kind(StrEnum):
    """How a part differs."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field, from the outside in, and what it was and is."""

    path: Path
    old: Value
    new: Value

    @property
    def kind(self) -> Kind:
        """Tell whether the field came, went, or is another."""
        if self.old is ABSENT:
            return Kind.ADDED
        return Kind.REMOVED if self.new is ABSENT else Kind.CHANGED


@dataclass(frozen=True, slots=True)
class Part:
    """A status, a ground or a case that differs; `changes` are those of one that stays."""

    key: str
    kind: Kind
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs, in the order in which a document says it; empty where nothing does."""

    about: tuple[Change, ...]
    parameters: tuple[Change, ...]
    statuses: tuple[Part, ...]
    consequences: tuple[Change, ...]
    grounds: tuple[Part, ...]
    cases: tuple[Part, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def differences(old: dict[str, Any], new: dict[str, Any]) -> Differences:
    """Return what differs between two documents."""
    return Differences(
        about=tuple(_changes(_rest(old), _rest(new))),
        parameters=_within("parameters", old, new),
        statuses=_parts("statuses", old, new),
        consequences=_within("consequences", old, new),
        grounds=_parts("grounds", old, new),
        cases=_parts("cases", old, new),
    )


def _rest(document: dict[str, Any]) -> dict[str, Any]:
    apart = {*LISTED, "parameters", "consequences"}
    return {key: value for key, value in document.items() if key not in apart}


def _within(name: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[Change, ...]:
    return tuple(_changes(old.get(name, {}), new.get(name, {})))


def _changes(old: Value, new: Value, path: Path = ()) -> Iterator[Change]:
    """Yield the fields that differ, those of the new document first."""
    is_whole = bool(path) and path[-1] in WHOLE
    if isinstance(old, dict) and isinstance(new, dict) and not is_whole:
        for key in dict.fromkeys([*new, *old]):
            yield from _changes(old.get(key, ABSENT), new.get(key, ABSENT), (*path, key))
    elif not _are_same(old, new):
        yield Change(path, old, new)


def _are_same(old: Value, new: Value) -> bool:
    """Compare as JSON does: `true` is not 1, and the order of keys says nothing."""
    if old is ABSENT or new is ABSENT:
        return old is new
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def _parts(name: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[Part, ...]:
    before, after = _by_key(name, old), _by_key(name, new)
    return tuple(
        part
        for key in dict.fromkeys([*after, *before])
        if (part := _part(key, before.get(key, ABSENT), after.get(key, ABSENT))) is not None
    )


def _part(key: str, old: Value, new: Value) -> Part | None:
    if old is ABSENT or new is ABSENT:
        return Part(key, Kind.ADDED if old is ABSENT else Kind.REMOVED)
    changes = tuple(_changes(old, new))
    return Part(key, Kind.CHANGED, changes) if changes else None


def _by_key(name: str, document: dict[str, Any]) -> dict[str, Value]:
    """Return the parts of a list by their key; of several with one key each is another part."""
    listed = document.get(name)
    found: dict[str, Value] = {}
    met: Counter[str] = Counter()
    for part in listed if isinstance(listed, list) else []:
        key = str(part.get(LISTED[name], "")) if isinstance(part, dict) else ""
        met[key] += 1
        found[key if met[key] == 1 else f"{key} ({met[key]})"] = part
    return found
