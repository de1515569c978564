"""The statuses as a form, the mildest first: colour class, name, and what the person is asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from . import choices
from .fields import Button, Field, Form, Group, moving, texts
from .sheets import Kind, at, listed, said

FIELDS = {
    "statuses.*.key": Kind.TEXT,
    "statuses.*.consequence": Kind.TEXT,
    "statuses.*.names.zh-hans": Kind.TEXT,
    "statuses.*.names.en": Kind.TEXT,
    "statuses.*.meaning.zh-hans": Kind.TEXT,
    "statuses.*.meaning.en": Kind.TEXT,
}
OPTIONAL: tuple[str, ...] = ()
BLANKS = {
    "statuses": {
        "key": "",
        "consequence": "restricted",
        "names": {"zh-hans": "", "en": ""},
        "meaning": {"zh-hans": "", "en": ""},
    }
}


def to_sheet(document: Any, _document: Any) -> dict[str, Any]:
    """Return what the form has of a document."""
    found = [one for one in listed(document, "statuses") if isinstance(one, dict)]
    return {"statuses": found}


def to_part(sheet: dict[str, Any], document: Any, _document: Any) -> dict[str, Any]:
    """Return the document with the statuses that the form says, ranked in their order."""
    found = [
        {**{key: value for key, value in one.items() if key != "rank"}, "rank": rank}
        for rank, one in enumerate(listed(sheet, "statuses"))
    ]
    return {**document, "statuses": found}


def form(sheet: dict[str, Any], _document: Any) -> Form:
    """Return the fields of all statuses."""
    found = listed(sheet, "statuses")
    groups = [
        Group(
            _("Statuses, the mildest first"),
            buttons=[Button("add:statuses", _("Add a status"))],
            path="statuses",
            hint=_("The colour and shape follow from what follows from a status."),
        )
    ]
    for place, one in enumerate(found):
        path, about = f"statuses.{place}", _("Status %(number)s") % {"number": place + 1}
        fields = [
            Field(f"{path}.key", _("Key"), said(one, "key")),
            Field(
                f"{path}.consequence",
                _("What follows"),
                said(one, "consequence"),
                "choice",
                choices=choices.consequences(),
            ),
            *texts(f"{path}.names", _("Name"), at(one, "names")),
            *texts(f"{path}.meaning", _("What it means"), at(one, "meaning"), kind="long"),
        ]
        groups.append(Group(about, fields, moving("statuses", place, len(found), about), path, 3))
    return Form(groups)
