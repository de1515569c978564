"""What places do with each status, as a table of choices; the carve-outs are open to everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.rules import wording as rules
from provinces.rules.document import CARVE_OUTS, PLACES

from . import choices
from .fields import Field, Form, Group
from .sheets import Kind, at, said

OPEN = frozenset(CARVE_OUTS)
CHOSEN = tuple(place for place in PLACES if place not in OPEN)
OPTIONAL: tuple[str, ...] = ()
BLANKS: dict[str, Any] = {}


def fields_of(document: Any) -> Mapping[str, Kind]:
    """Return the names of the fields: each status of the document by each class of places."""
    keys = [key for key, _words in choices.statuses(document) if key]
    return {f"consequences.{key}.{place}": Kind.TEXT for key in keys for place in CHOSEN}


def to_sheet(document: Any, _document: Any) -> dict[str, Any]:
    """Return what the form has of a document."""
    found = document.get("consequences")
    return {"consequences": found if isinstance(found, dict) else {}}


def to_part(sheet: dict[str, Any], document: Any, _document: Any) -> dict[str, Any]:
    """Return the document with what the form says of places; where it says nothing, no rule."""
    before = to_sheet(document, document)["consequences"]
    found = {}
    for key, _words in choices.statuses(document):
        kept = at(before, key) if key else None
        kept = kept if isinstance(kept, dict) else {}
        said_of = at(sheet, f"consequences.{key}") or {}
        places = {
            **{place: admission for place, admission in said_of.items() if admission},
            **{place: admission for place, admission in kept.items() if place in OPEN},
        }
        if key and places:
            found[key] = places
    return {**document, "consequences": found}


def form(sheet: dict[str, Any], document: Any) -> Form:
    """Return a group for each class of places, with a field for each status."""
    statuses = [(key, words) for key, words in choices.statuses(document) if key]
    groups = [Group(_("Where one may go"), path="consequences", hint=HINT)]
    for place in CHOSEN:
        fields = [
            Field(
                f"consequences.{key}.{place}",
                words,
                said(sheet, f"consequences.{key}.{place}"),
                "choice",
                choices=choices.admissions(),
            )
            for key, words in statuses
        ]
        groups.append(Group(rules.place(place), fields, path=f"places.{place}", level=3))
    return Form(groups)


HINT = _(
    "Emergency care, testing, going home and contesting a status are open to everybody, whatever"
    " the status. No rule set can change that."
)
