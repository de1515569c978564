"""A document as text, and on which line each of its parts begins. Pure."""

from __future__ import annotations

import json
from typing import Any


def printed(document: Any) -> tuple[str, dict[str, int]]:
    """Return a document as JSON, and the line of each path, counted from 1."""
    lines: list[str] = [""]
    places: dict[str, int] = {}
    _print(document, "", "", lines, places)
    return "\n".join(lines), places


def line_of(path: str, places: dict[str, int]) -> int:
    """Return the line of a path, or of what is closest above it."""
    steps = [] if path in ("", "$") else path.split(".")
    while steps:
        if ".".join(steps) in places:
            return places[".".join(steps)]
        steps.pop()
    return 1


def _print(value: Any, path: str, indent: str, lines: list[str], places: dict[str, int]) -> None:
    places[path] = len(lines)
    if not isinstance(value, dict | list) or not value or _is_short(value):
        lines[-1] += json.dumps(value, ensure_ascii=False)
        return
    is_object = isinstance(value, dict)
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    lines[-1] += "{" if is_object else "["
    for number, (key, one) in enumerate(items):
        named = f"{json.dumps(key, ensure_ascii=False)}: " if is_object else ""
        lines.append(f"{indent}  {named}")
        _print(one, f"{path}.{key}" if path else str(key), f"{indent}  ", lines, places)
        if number + 1 < len(items):
            lines[-1] += ","
    lines.append(f"{indent}{'}' if is_object else ']'}")


def _is_short(value: Any) -> bool:
    return len(json.dumps(value, ensure_ascii=False)) <= 80
