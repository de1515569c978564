"""What data about people may be used for: one closed register, with its law, for everybody.

    enum in a room ──┐
    check in a table ┼── the same, or a test fails        register ──► document ──► feed ──► peers
    purposes.json ───┘                                                       (48 hours) ──► in use

A purpose is of public health, or of the rights of the people concerned. What the law has a
province answer is listed as such, and is nothing else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from core.signing.canonical import canonical

REGISTER = Path(__file__).with_name("purposes.json")
# The same notice as rules and policies of entry have.
NOTICE = timedelta(hours=48)
# What was in use before lists were published is of the first edition: it needed no notice.
FIRST = 1
VERSION = 1
MOST, LONGEST, LATEST_EDITION = 200, 300, 2**31
KEY, OF = re.compile(r"[a-z][a-z0-9_:]{0,39}"), re.compile(r"[a-z][a-z_]{0,19}")
LANGUAGES = ("en", "zh")

Name = tuple[str, str]


class Of(StrEnum):
    """What a purpose is of."""

    READ = "read"
    CONSENT = "consent"
    CODE = "code"
    MANDATE = "mandate"
    APP = "app"
    SHARE = "share"
    LAWFUL = "lawful"


class Serves(StrEnum):
    """To what end there may be a purpose: a closed list, to which nothing is added."""

    CONTAGION = "contagion"
    RIGHTS = "rights"
    LAW = "law"


class UnfitList(ValueError):
    """A list of purposes is not in its form, or has one on it that no province may have."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One purpose: of what, to what end, by which law, and what it is in both languages."""

    of: str
    key: str
    serves: Serves
    ground: Mapping[str, str]
    said: Mapping[str, str]

    @property
    def name(self) -> Name:
        return self.of, self.key

    @property
    def as_told(self) -> dict[str, Any]:
        """The purpose as a list tells it."""
        told = {"list": self.of, "key": self.key, "serves": str(self.serves)}
        return {**told, "ground": dict(self.ground), **self.said}


@cache
def written() -> dict[str, Any]:
    """Return the register as it is committed."""
    found: dict[str, Any] = json.loads(REGISTER.read_text("utf-8"))
    return found


@cache
def founding() -> frozenset[Name]:
    """Return the purposes of the first edition."""
    told = written()["purposes"]
    return frozenset((each["list"], each["key"]) for each in told if each["since"] == FIRST)


@cache
def listed() -> tuple[Listed, ...]:
    """Return every purpose that the register lists; raises UnfitList."""
    return parsed(document("any"))


def keys(of: Of) -> list[str]:
    """Return the purposes there are of something, in the order of the register."""
    return [each["key"] for each in written()["purposes"] if each["list"] == of]


def document(host: str) -> dict[str, Any]:
    """Return the register as a province publishes it: each purpose with the words of its law."""
    register = written()
    told = [
        {
            **{name: each[name] for name in ("list", "key", "serves", *LANGUAGES)},
            "ground": register["grounds"][each["ground"]],
        }
        for each in register["purposes"]
    ]
    return {"v": VERSION, "host": host, "edition": register["edition"], "purposes": told}


def digest(told: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a list: of its canonical JSON."""
    return hashlib.sha256(canonical(dict(told))).hexdigest()


def parsed(told: Any) -> tuple[Listed, ...]:
    """Return the purposes of a list as it was published.

    Raises UnfitList, which names the purpose, for one that serves neither public health nor the
    people concerned, and has no ground of the law or no words in one of the languages.
    """
    if not isinstance(told, dict) or told.keys() != {"v", "host", "edition", "purposes"}:
        raise UnfitList("a list has the members v, host, edition and purposes, and no other")
    edition, rows = told["edition"], told["purposes"]
    if told["v"] != VERSION or type(edition) is not int or not 0 < edition < LATEST_EDITION:
        raise UnfitList(f"a list is of version {VERSION}, and its edition is a number from 1 on")
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST:
        raise UnfitList(f"a list has 1 to {MOST} purposes")
    found = tuple(map(_parsed, rows))
    _require_once(found)
    return found


def _parsed(row: Any) -> Listed:
    if not isinstance(row, dict) or row.keys() != {"list", "key", "serves", "ground", *LANGUAGES}:
        raise UnfitList(f"a purpose has its list, key, end, ground and words, not {row!r:.80}")
    of, key, serves = row["list"], row["key"], row["serves"]
    if not _fits(OF, of) or not _fits(KEY, key):
        raise UnfitList(f"{of!r:.40} {key!r:.60} is no name of a purpose")
    if serves not in set(Serves) or (serves == Serves.LAW) != (of == Of.LAWFUL):
        raise UnfitList(f"{of} {key} is not of public health: it serves {serves!r:.40}")
    ground = row["ground"]
    if not isinstance(ground, dict) or ground.keys() != set(LANGUAGES) or not _are_said(ground):
        raise UnfitList(f"{of} {key} names no ground of the law in both languages")
    said = {language: row[language] for language in LANGUAGES}
    if not _are_said(said):
        raise UnfitList(f"{of} {key} is not said in both languages")
    return Listed(of, key, Serves(serves), dict(ground), said)


def _fits(shape: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and shape.fullmatch(value) is not None


def _are_said(words: Mapping[str, Any]) -> bool:
    return all(
        isinstance(each, str) and each.strip() and each.isprintable() and len(each) <= LONGEST
        for each in words.values()
    )


def _require_once(found: Iterable[Listed]) -> None:
    seen: set[Name] = set()
    for each in found:
        if each.name in seen:
            raise UnfitList(f"{each.of} {each.key} is listed twice")
        seen.add(each.name)
