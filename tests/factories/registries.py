"""A registry that knows a family, for tests: the sandbox's own books, asked in the process."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from provinces.citizens import registry
from provinces.citizens.documents import DocumentKind
from provinces.citizens.registry import Claimed, HttpRegistry, RegistryDown
from sample.registry.books import Books, Entry

# Of the right form; dates two hundred years before their birth are no living person's.
MOTHER = Entry(
    "resident",
    "110101178501010019",
    "王芳",
    "110101",
    1985,
    "fang@example.org",
    "+86 100 1",
    (),
    "虚构路1号",
)
SON = Entry("resident", "110101181801010026", "王强", "110101", 2018)
GRAN = Entry(
    "resident", "110101174201010035", "李英", "110101", 1942, phone="+86 100 2", address="虚构路2号"
)
SOUTHERN = Entry("passport", "E12345678", "Dan South", "120101", 1980, "dan@example.org")
CANARY = "110101178001010506"


def claimed(entry: Entry, **values: Any) -> Claimed:
    """Return who somebody of the registry says they are."""
    said = {"kind": DocumentKind(entry.kind), "number": entry.number, "full_name": entry.name}
    return Claimed(**{**said, **values})


class InProcess(HttpRegistry):
    """A registry without a network: questions and answers are those of the sandbox."""

    def __init__(self, *entries: Entry) -> None:
        super().__init__("http://localhost", "")
        self.books = Books(entries)
        self.asked: list[str] = []
        self.is_down = False
        self.cannot: set[str] = set()

    def _ask(self, what: str, body: dict[str, Any]) -> dict[str, Any]:
        if self.is_down or what in self.cannot:
            raise RegistryDown("the registry does not answer")
        self.asked.append(what)
        return self.books.answer(what, body)

    def code(self) -> str:
        """Return the code that was sent last."""
        text = self.books.sent[-1].text
        return "".join(filter(str.isdigit, text.partition(": ")[2].partition(".")[0]))


def answering(monkeypatch: pytest.MonkeyPatch) -> InProcess:
    """Have a registry answer that knows the family."""
    known = InProcess(replace(MOTHER, children=(SON.number,)), SON, GRAN, SOUTHERN)
    monkeypatch.setattr(registry, "current", lambda: known)
    return known
