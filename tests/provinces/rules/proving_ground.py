"""The documents of the proving ground, and the page that says what became of each clause."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[3]
PAGE = PROJECT / "docs" / "rulesets.md"
DOCUMENTS = Path(__file__).parent / "rulesets"
SHIPPED = PROJECT / "provinces" / "rules" / "rulesets"
CLAUSES_REFUSED = Path(__file__).parent / "refused.json"

VERDICTS = {"expressed", "bounded", "refused", "elsewhere"}
_SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
_ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+)`")
_KEY = re.compile(r"[a-z0-9_]+")
_BLOCK = re.compile(r"^### (.+)\n\n((?:- .+\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """What the page says of one source."""

    title: str
    text: str

    @property
    def rows(self) -> dict[str, str]:
        """What became of each clause, by its number."""
        found = {n.strip(): here for n, _, here in _ROW.findall(self.text)}
        found.pop("n", None)
        return {n: here for n, here in found.items() if not n.startswith("-")}

    @property
    def documents(self) -> list[dict[str, Any]]:
        """The documents that it names."""
        paths = [code for code in _CODE.findall(self.text) if code.endswith(".json")]
        return [json.loads((PROJECT / path).read_text()) for path in paths]

    @property
    def keys(self) -> set[str]:
        """Whatever it names that could be a ground."""
        return {code for code in _CODE.findall(self.text) if _KEY.fullmatch(code)}


def sections() -> dict[str, Section]:
    """Return the sections of the page that are about a source."""
    parts = _SECTION.split(PAGE.read_text())[1:]
    found = [Section(title, text) for title, text in zip(parts[::2], parts[1::2], strict=True)]
    return {section.title: section for section in found if section.rows}


def told_of_refusals() -> dict[str, list[str]]:
    """Return what the page quotes of the validator, by clause."""
    blocks = _BLOCK.findall(PAGE.read_text())
    return {name: [line[2:] for line in lines.splitlines()] for name, lines in blocks}


def named(name: str) -> dict[str, Any]:
    """Return a document, be it shipped or one of the tests'."""
    paths = [folder / f"{name}.json" for folder in (SHIPPED, DOCUMENTS)]
    return json.loads(next(path for path in paths if path.exists()).read_text())


def refused() -> dict[str, dict[str, Any]]:
    """Return each refused clause: its ground, and which rule set it would be `in`."""
    return json.loads(CLAUSES_REFUSED.read_text())


def with_ground(document: dict[str, Any], ground: dict[str, Any]) -> dict[str, Any]:
    """Return a document with one ground, which takes from another what it does not say itself."""
    grounds = [{**document["grounds"][0], **ground}]
    return {**document, "grounds": grounds, "cases": document["cases"][:1]}
