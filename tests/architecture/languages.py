"""What a page says that is not in its own language, or in words that are for machines alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# Nothing is read in these; in fields and in code stands what was typed, or what is read by letter.
SILENT = frozenset({"script", "style", "template", "noscript", "code", "pre", "textarea", "svg"})
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
})  # fmt: skip
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-label")
BUTTONS = ("submit", "button")

WORD = r"[A-Za-z][A-Za-z'’-]*"
ENGLISH = re.compile(rf"{WORD}(?:[ ,;:.]+{WORD}){{2,}}")
CHINESE = re.compile(r"[\u3400-\u9fff]+")
# `close_contact`, `contacts.close.last_contact_at`, `borders.treaty`.
KEY = re.compile(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|\b[a-z]{3,}(?:\.[a-z][a-z_]+)+\b")


class Reader(HTMLParser):
    """Collects what is read out of a page, each text with the language that it is marked as."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        heard = [given[name] for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in BUTTONS:
            heard.append(given.get("value", ""))
        self.said += [(language, text) for text in heard]
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == each for each, _language in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not any(tag in SILENT for tag, _language in self.open):
            self.said.append((self.open[-1][1] if self.open else "", text))


def said(page: str) -> list[tuple[str, str]]:
    """Return the texts of a page, each after its language."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader.said


def foreign(page: str, pardoned: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield what is in another language than it is marked as, or a key, with its whole text."""
    for language, text in said(page):
        rest = pardoned.sub("·", text)
        for pattern in (CHINESE if language.startswith("en") else ENGLISH, KEY):
            for found in pattern.finditer(rest):
                yield found[0], text
