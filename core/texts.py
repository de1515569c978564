"""Texts that can be stored and told: none has half a character.

JSON may write a character beyond U+FFFF as two halves (surrogates), and one half of it alone. Such
a text is no Unicode: no database keeps it, and no answer can repeat it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Of the way to a place in a message so much is told.
LONGEST_PATH = 200


class HalfACharacter(ValueError):
    """A message of which a text has half a character; it says where."""


def require_whole(value: object) -> None:
    """Raise HalfACharacter if any text of a JSON value, or a name in it, has half a character."""
    waiting: list[tuple[Any, object]] = [(None, value)]
    while waiting:
        way, one = waiting.pop()
        if isinstance(one, str):
            if not _is_whole(one):
                raise HalfACharacter(f"{_path(way)} has half a character (a surrogate alone)")
        elif isinstance(one, list):
            waiting += [((way, place), each) for place, each in enumerate(one)][::-1]
        elif isinstance(one, dict):
            if not all(map(_is_whole, one)):
                raise HalfACharacter(
                    f"a name in {_path(way)} has half a character (a surrogate alone)"
                )
            waiting += [((way, name), each) for name, each in one.items()][::-1]


def _is_whole(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _path(way: Any) -> str:
    """Return a way into a message as it is written: `$.entry[0].resource`."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in _steps(way)]
    return "$" + "".join(steps[::-1])[:LONGEST_PATH]


def _steps(way: Any) -> Iterator[int | str]:
    while way is not None:
        way, step = way
        yield step
