"""What evaluation may yield, and what may be asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from core.certlogic.syntax import Json

Value: TypeAlias = Json | datetime
Steps: TypeAlias = tuple[tuple[str, int | None], ...]

_INDEX = re.compile("[0-9]{1,9}")  # no list is longer


class Unevaluable(ValueError):
    """Evaluation ended in an error, at `path`."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def truth_of(value: Any, path: str) -> bool:
    """Tell whether a value is truthy rather than falsy; raises Unevaluable if it is neither."""
    if isinstance(value, bool):
        return value
    if value is None or isinstance(value, (str, list, dict)):
        return bool(value)
    if is_whole(value):
        return bool(value != 0)
    kind = "a date-time" if isinstance(value, datetime) else "a number that is not whole"
    raise Unevaluable(path, f"{kind} is neither true nor false")


def is_whole(value: Any) -> bool:
    """Tell whether a value is a whole number, though it be written 42.0."""
    return type(value) is int or (type(value) is float and value.is_integer())


def identical(left: Any, right: Any) -> bool:
    """Tell whether two values are the same boolean, number or text, or both null."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return not isinstance(left, (list, dict)) and bool(left == right)


def fragment(identifier: str, index: int) -> str | None:
    """Return what stands between separators, not counting the prefix that may be left out."""
    bare = identifier.removeprefix("URN:UVCI:").replace("#", "/").replace(":", "/")
    fragments = bare.split("/")
    return fragments[index] if 0 <= index < len(fragments) else None


def steps_of(keys: Iterable[str]) -> Steps:
    """Return the keys of a path, each with the index that it is to a list, if it is one."""
    return tuple((key, int(key) if _INDEX.fullmatch(key) else None) for key in keys)


def look_up(data: Any, steps: Steps, missing: object = None) -> Any:
    """Return what a path leads to in some data, or `missing` where it leads to nothing."""
    for key, index in steps:
        if isinstance(data, dict) and key in data:
            data = data[key]
        elif isinstance(data, list) and index is not None and index < len(data):
            data = data[index]
        else:
            return missing
    return data
