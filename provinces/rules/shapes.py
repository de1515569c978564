"""Reading a JSON object field by field, with every fault of its shape named by its path.

What is wrong is noted, and something harmless read in its place, so that one reading finds all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import Any, TypeVar

from core.certlogic.saying import say

LANGUAGES = ("zh-hans", "en")
KEY = re.compile(r"[a-z][a-z0-9_]*")
LONGEST_KEY = 60
# Twice the longest of any published rule set that ours are modelled on.
LONGEST_TEXT = 600
LONGEST_TOLD = 200
# Printed, and yet nothing to see: fillers, and an empty pattern of Braille.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
_MARKUP = re.compile(r"<[A-Za-z/!?]")


def a_key(longest: int = LONGEST_KEY) -> str:
    """Say what a name is that programs have."""
    return say("a name of small letters, digits and _, %(most)s characters at most", most=longest)


# Facts are moments in whole minutes.
MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:00(?:[.]0+)?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Misshapen:
    """A fault of shape: where, and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


@dataclass(slots=True)
class Reader:
    """An object being read. Whatever was not asked for when it is `closed` is a fault."""

    value: Any
    path: str
    faults: list[Misshapen]
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not isinstance(self.value, dict):
            message = say("an object is needed here, not %(given)s", given=told(self.value))
            self.faults.append(Misshapen(self.path_of(""), message))
            self.value = None

    def refuse(self, key: str, message: str) -> None:
        """Note what is wrong with a field, or with the object itself."""
        if self.value is not None:  # else one message says it all
            self.faults.append(Misshapen(self.path_of(key), message))

    def path_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path and key else key or self.path or "$"

    def has(self, key: str) -> bool:
        """Tell whether there is a field, and count it as asked for."""
        self.asked.add(key)
        return self.value is not None and key in self.value

    def anything(self, key: str) -> Any:
        """Return what is in a field that must be there."""
        if self.has(key):
            return self.value[key]
        self.refuse(key, say("this field is missing"))
        return None

    def _checked(self, key: str, fits: Callable[[Any], bool], wanted: str, instead: Read) -> Read:
        if not self.has(key):
            self.refuse(key, say("this field is missing; it is %(wanted)s", wanted=wanted))
            return instead
        value = self.value[key]
        if not fits(value):
            reason = say("this is %(wanted)s, not %(given)s", wanted=wanted, given=told(value))
            self.refuse(key, reason)
            return instead
        found: Read = value
        return found

    def text(self, key: str) -> str:
        """Return a text that is not blank, and that people read as it is written."""
        found = self._checked(key, is_text, say("a text that is not blank"), "")
        if why := unfit(found):
            self.refuse(key, why)
        return found

    def key(self, key: str, *, longest: int = LONGEST_KEY) -> str:
        """Return a name as programs have them."""

        def fits(value: Any) -> bool:
            return is_key(value) and len(value) <= longest

        return self._checked(key, fits, a_key(longest), "")

    def whole(self, key: str, least: int, most: int, *, default: int | None = None) -> int:
        """Return a whole number in `[least, most]`."""
        if default is not None and not self.has(key):
            return default

        def fits(value: Any) -> bool:
            return type(value) is int and least <= value <= most

        wanted = say("a whole number from %(least)s to %(most)s", least=least, most=most)
        return self._checked(key, fits, wanted, least)

    def choice(self, key: str, among: Iterable[str]) -> str:
        """Return one of a few words."""
        words = list(among)
        wanted = say("one of %(words)s", words=", ".join(words))
        return self._checked(key, lambda value: value in words, wanted, words[0])

    def moment(self, key: str) -> datetime:
        """Return a moment with its offset from UTC."""
        text = self._checked(key, is_moment, A_MOMENT, EPOCH.isoformat())
        return datetime.fromisoformat(text)

    def texts(self, key: str) -> dict[str, str]:
        """Return a text in every language."""
        return self.languages(key, lambda within, language: within.text(language))

    def languages(self, key: str, read: Callable[[Reader, str], Read]) -> dict[str, Read]:
        """Return something in every language."""
        within = self.object(key)
        found = {language: read(within, language) for language in LANGUAGES}
        within.close()
        return found

    def object(self, key: str) -> Reader:
        """Return the reader of an object that must be there."""
        if not self.has(key):
            self.refuse(
                key, say("this field is missing; it is %(wanted)s", wanted=say("an object"))
            )
            return Reader({}, "", [])
        return Reader(self.value[key], self.path_of(key), self.faults)

    def items(self, key: str, wanted: str) -> Iterator[tuple[Any, str]]:
        """Yield what is in a list, each with its path; without `wanted` it may be empty."""

        def fits(value: Any) -> bool:
            return isinstance(value, list) and (bool(value) or not wanted)

        instead: list[Any] = []
        a_list = say("a list with %(wanted)s", wanted=wanted) if wanted else say("a list")
        listed = self._checked(key, fits, a_list, instead)
        for place, item in enumerate(listed):
            yield item, f"{self.path_of(key)}.{place}"

    def objects(self, key: str, read: Callable[[Reader], Read], wanted: str) -> tuple[Read, ...]:
        """Return what is read of each object in a list."""
        items = self.items(key, wanted)
        return tuple(closed(Reader(item, path, self.faults), read) for item, path in items)

    def close(self) -> None:
        """Refuse the fields that nobody asked for."""
        for key in sorted(set(self.value or ()) - self.asked):
            self.refuse(key, say("there is no such field%(near)s", near=near(key, self.asked)))


def closed(reader: Reader, read: Callable[[Reader], Read]) -> Read:
    """Return what is read of an object, and refuse what is left."""
    found = read(reader)
    reader.close()
    return found


A_MOMENT = say('a moment in whole minutes with its offset, like "2026-11-10T12:00:00+08:00"')


def near(name: str, known: Iterable[str]) -> str:
    """Return a hint at what a misspelt name may have meant."""
    found = get_close_matches(name, list(known), n=1)
    return say("; %(name)s is one", name=found[0]) if found else ""


def is_moment(value: Any) -> bool:
    """Tell whether a value is the text of a moment in whole minutes, with its offset."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_text(value: Any) -> bool:
    """Tell whether a value is a text with something to read in it."""
    return isinstance(value, str) and bool(value.strip())


def is_key(value: Any) -> bool:
    """Tell whether a value is a name as programs have them."""
    return isinstance(value, str) and bool(KEY.fullmatch(value)) and len(value) <= LONGEST_KEY


def unfit(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return why a text could mislead or flood its readers, or "" where it could not."""
    if len(text) > longest:
        return say(
            "this has %(count)s characters, and %(most)s at most are read",
            count=len(text),
            most=longest,
        )
    if not text.isprintable():
        unseen = next(letter for letter in text if not letter.isprintable())
        return say(
            "this has a character (U+%(code)s) that is not printed: write it without",
            code=f"{ord(unseen):04X}",
        )
    if text and not text.strip(f" {_BLANK}"):
        return say("there is nothing to read in this")
    return say("this has markup: write it in words") if _MARKUP.search(text) else ""


def told(value: Any) -> str:
    """Say in a few words what a value is."""
    if isinstance(value, dict):
        return say("an object")
    if isinstance(value, list):
        return say("a list") if value else say("an empty list")
    if value is None:
        return "null"
    written = repr(value)
    return written if len(written) <= LONGEST_TOLD else f"{written[:LONGEST_TOLD]}…"
