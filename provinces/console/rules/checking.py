"""What the checks find in a document, each with the page on which it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from provinces.rules import reading, validating
from provinces.rules import wording as rules
from provinces.rules.validating import Refusal

from . import about

# Every one is shown; a document that is wrong throughout would flood the page.
MOST = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: where, what is wrong, and the address of the form for it.

    `path` is for whoever edits JSON, `where` says the same in words.
    """

    path: str
    message: Any
    address: str = ""
    line: int = 0
    where: str = ""

    @property
    def pointer(self) -> str:
        return pointer(self.path)


def of(document: Any) -> list[Refusal]:
    """Return all that the validator finds, in the language of the page, keys in words."""
    words = rules.words_of(document)
    return [
        replace(one, message=rules.refusal(one.message, words))
        for one in validating.check(document)
    ]


def as_written(document: Any) -> list[Refusal]:
    """Return all that the validator finds, with the keys as whoever edits JSON writes them."""
    return [replace(one, message=rules.refusal(one.message)) for one in validating.check(document)]


def is_readable(document: Any) -> bool:
    """Tell whether a document has the shape of a rule set, so that it can be put in words."""
    try:
        reading.read(document)
    except reading.Malformed:
        return False
    return True


def placed(refusals: list[Refusal], draft: Any) -> list[Finding]:
    """Return findings with the addresses of the forms in which they are put right."""
    return [
        Finding(
            one.path,
            one.message,
            address_of(one.path, draft),
            where=rules.path(one.path, draft.document),
        )
        for one in refusals[:MOST]
    ]


def within(refusals: list[Refusal], part: str) -> Iterator[tuple[str, str]]:
    """Yield what is found in a part, by the path from there on."""
    for one in refusals:
        if one.path == part or one.path.startswith(f"{part}."):
            yield one.path.removeprefix(part).removeprefix("."), one.message


def among(refusals: list[Refusal], keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield what is found in some fields of the document itself."""
    for one in refusals:
        if one.path.partition(".")[0] in keys:
            yield one.path, one.message


def pointer(path: str) -> str:
    """Return a path as a JSON pointer (RFC 6901)."""
    return "" if path in ("", "$") else "/" + path.replace(".", "/")


def address_of(path: str, draft: Any) -> str:
    """Return the address of the form in which a path is put right."""
    part, _, rest = path.partition(".")
    place = rest.partition(".")[0]
    if part in ("grounds", "cases") and place.isdecimal():
        return reverse(f"console:rules-{part[:-1]}", args=[draft.pk, int(place)])
    if part in about.PARTS:
        return reverse("console:rules-about", args=[draft.pk])
    if part == "statuses":
        return reverse("console:rules-statuses", args=[draft.pk])
    if part == "consequences":
        return reverse("console:rules-places", args=[draft.pk])
    return reverse("console:rules-json", args=[draft.pk])
