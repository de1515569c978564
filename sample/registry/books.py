"""What the sandbox's registry knows of people, and what it answers about them."""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# The page shows the latest so many messages, and so many families of each province.
SHOWN = 100
FAMILIES = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the registry; `children` are the numbers of those they are guardian of."""

    kind: str
    number: str
    name: str
    area: str
    birth_year: int | None
    email: str = ""
    phone: str = ""
    children: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Words that were sent to somebody, and where."""

    at: datetime
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that was printed and posted, and to which address; a name is of one letter."""

    at: datetime
    to: str
    name: str
    pdf: bytes


class NotAsked(ValueError):
    """A question the registry does not understand."""


class Books:
    """The registry's entries, the handles it has given out, and what it has sent and posted."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_number: dict[str, Entry] = {}
        self._handles: dict[str, str] = {}
        self.sent: deque[Message] = deque(maxlen=SHOWN)
        self.posted: deque[Letter] = deque(maxlen=SHOWN)
        self.add(entries)

    def add(self, entries: Iterable[Entry]) -> None:
        """Know some more people."""
        self._by_number.update((entry.number, entry) for entry in entries)

    def to_enrol(self) -> list[Entry]:
        """Return some whom nobody had enrolled when they were written down: parents and children.

        Of all others the registry knows no phone.
        """
        found: dict[str, list[Entry]] = {}
        for entry in self._by_number.values():
            if entry.phone and entry.children:
                found.setdefault(entry.area[:2], []).append(entry)
        parents = [each for known in found.values() for each in known[:FAMILIES]]
        return [
            each
            for parent in parents
            for each in (parent, *(self._by_number[child] for child in parent.children))
        ]

    def answer(self, what: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Answer a question; raises NotAsked."""
        questions = {
            "look-up": self._look_up,
            "deliver": self._deliver,
            "post": self._post,
            "contacts": self._contacts,
            "guardian": self._guardian,
            "message": self._message,
        }
        try:
            return questions[what](asked)
        except (KeyError, TypeError, ValueError) as problem:
            raise NotAsked(f"{what}: {problem}") from None

    def _look_up(self, asked: dict[str, Any]) -> dict[str, Any]:
        entry = self._of(asked)
        if entry is None:
            return {"match": None}
        handle = secrets.token_urlsafe(12)
        self._handles[handle] = entry.number
        match = {
            "handle": handle,
            "area": entry.area,
            "birth_year": entry.birth_year,
            "contacts": [masked(each) for each in (entry.phone, entry.email) if each],
        }
        return {"match": match}

    def _deliver(self, asked: dict[str, Any]) -> dict[str, Any]:
        entry, text = self._behind(asked["handle"]), str(asked["text"])
        if entry is not None and text:
            for to in filter(None, (entry.phone, entry.email)):
                self.sent.append(Message(datetime.now(UTC), f"{entry.name} {to}", text))
        return {}

    def _post(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Post a letter, once of each name; a registry in earnest prints it and keeps no copy."""
        entry, name = self._behind(asked["handle"]), str(asked["name"])
        pdf = base64.b64decode(asked["letter"], validate=True)
        if any(each.name == name for each in self.posted):
            return {"is_taken": True}
        if entry is None or not entry.address:
            return {"is_taken": False}
        to = f"{entry.name}, {entry.address}"
        self.posted.append(Letter(datetime.now(UTC), to, name, pdf))
        return {"is_taken": True}

    def _message(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Show a message that a province has sent itself, to an address that it was given."""
        self.sent.append(Message(datetime.now(UTC), str(asked["to"]), str(asked["text"])))
        return {}

    def _contacts(self, asked: dict[str, Any]) -> dict[str, Any]:
        entry = self._behind(asked["handle"])
        return {"email": entry.email if entry else "", "phone": entry.phone if entry else ""}

    def _guardian(self, asked: dict[str, Any]) -> dict[str, Any]:
        guardian, child = self._of(asked["guardian"]), self._of(asked["child"])
        knows = guardian is not None and child is not None and child.number in guardian.children
        return {"is_guardian": knows}

    def _of(self, asked: dict[str, Any]) -> Entry | None:
        entry = self._by_number.get(asked["number"])
        fits = entry is not None and (entry.kind, _plain(entry.name)) == (
            asked["kind"],
            _plain(asked["name"]),
        )
        return entry if fits else None

    def _behind(self, handle: str) -> Entry | None:
        return self._by_number.get(self._handles.get(handle, ""))


def masked(address: str) -> str:
    """Return an address as its owner knows it again, and nobody else."""
    name, at, domain = address.partition("@")
    shown = name[:3] if not at else name[:1]
    last = "" if at else name[-2:]
    return f"{shown}****{last}{at}{domain}"


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write entries to a file that its owner alone can read, a line each."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.touch(mode=0o600)
    lines = (json.dumps(asdict(entry), ensure_ascii=False) for entry in entries)
    fresh.write_text("".join(f"{line}\n" for line in lines))
    fresh.replace(path)


def load(path: Path) -> list[Entry]:
    """Return the entries of a file."""
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return [Entry(**{**each, "children": tuple(each["children"])}) for each in found]


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
