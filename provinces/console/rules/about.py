"""What a rule set says of itself, and its parameters, each with its unit and its source."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import choices
from .fields import Field, Form, Group, texts
from .sheets import Kind, at, said

# What the numbers are called, what they count, and within which bounds.
STAYS = (("dwell_minutes", _("A stay in a zone counts from"), _("minutes a day"), "0–1440"),)
COMPANION = (
    ("resolution", _("Size of a place (H3 resolution)"), "", "6–9"),
    ("minutes", _("Minutes together"), _("minutes"), "1–1440"),
    ("stay_minutes", _("Minutes stayed there altogether"), _("minutes"), "1–20160"),
    ("lookback_days", _("Days looked back"), _("days"), "1–14"),
)
FIELDS = {
    "name": Kind.TEXT,
    "version": Kind.TEXT,
    "names.zh-hans": Kind.TEXT,
    "names.en": Kind.TEXT,
    "days_in_force": Kind.NUMBER,
    "default": Kind.TEXT,
    "modelled_on.title.zh-hans": Kind.TEXT,
    "modelled_on.title.en": Kind.TEXT,
    "modelled_on.date": Kind.TEXT,
    "parameters.dwell_minutes": Kind.NUMBER,
    **{f"parameters.companion.{key}": Kind.NUMBER for key, *_rest in COMPANION},
}
OPTIONAL = tuple(name for name in FIELDS if name.startswith(("modelled_on", "parameters.comp")))
BLANKS: dict[str, Any] = {}
# These parts of a document are the form's, and no others.
PARTS = ("name", "version", "names", "days_in_force", "default", "modelled_on", "parameters")


def to_sheet(document: Any, _document: Any) -> dict[str, Any]:
    """Return what the form has of a document."""
    return {key: document[key] for key in PARTS if key in document}


def to_part(sheet: dict[str, Any], document: Any, _document: Any) -> dict[str, Any]:
    """Return the document as the form says it; all else of it stays."""
    rest = {key: value for key, value in document.items() if key not in PARTS}
    said_of = {key: sheet[key] for key in PARTS if key in sheet}
    return {"schema": document.get("schema", 2), **said_of, **rest}


def form(sheet: dict[str, Any], document: Any) -> Form:
    """Return the fields of what a rule set says of itself."""
    about = [
        Field("name", _("Name"), said(sheet, "name"), hint=_("Stands in addresses.")),
        Field("version", _("Version"), said(sheet, "version"), hint=_("Such as 2026-2.")),
        *texts("names", _("Title"), at(sheet, "names")),
        Field(
            "days_in_force",
            _("Days in force"),
            said(sheet, "days_in_force"),
            "number",
            _("It ends by itself after so many, and every hold with it: 1 to 90."),
            _("days"),
        ),
        Field(
            "default",
            _("Status without a ground"),
            said(sheet, "default"),
            "choice",
            choices=choices.statuses(document),
        ),
    ]
    source = [
        *texts("modelled_on.title", _("Source"), at(sheet, "modelled_on.title")),
        Field("modelled_on.date", _("Date of the source"), said(sheet, "modelled_on.date")),
    ]
    return Form(
        [
            Group(_("About the rule set"), about),
            Group(
                _("Source of its numbers"),
                source,
                path="modelled_on",
                hint=_("May be left empty. Each ground names its legal basis besides."),
            ),
            Group(_("Stays"), _numbers("parameters", STAYS, sheet), path="parameters"),
            Group(
                _("Time spent with a case"),
                _numbers("parameters.companion", COMPANION, sheet),
                path="parameters.companion",
                hint=_("Needed where a ground rests on it; else leave all four empty."),
            ),
        ]
    )


def _numbers(above: str, named: Any, sheet: dict[str, Any]) -> list[Field]:
    return [
        Field(
            f"{above}.{key}",
            label,
            said(sheet, f"{above}.{key}"),
            "number",
            _("From %(least)s to %(most)s.")
            % dict(zip(("least", "most"), bounds.split("–"), strict=True)),
            unit,
        )
        for key, label, unit, bounds in named
    ]
