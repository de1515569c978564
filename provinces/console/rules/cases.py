"""One case as a form: somebody made up, as of when, what is known, and what it is to come to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.facts.schema import BY_NAME
from provinces.facts.schema import Kind as Fact
from provinces.rules import local

from . import choices
from .fields import Button, Field, Form, Group, moving
from .sheets import Kind, at, listed, said, table

FIELDS = {
    "name": Kind.TEXT,
    "as_of": Kind.TEXT,
    "facts.*.fact": Kind.TEXT,
    "facts.*.value": Kind.TEXT,
    "expect.status": Kind.TEXT,
    "expect.until": Kind.TEXT,
    "expect.grounds": Kind.TEXT,
}
OPTIONAL: tuple[str, ...] = ()
BLANKS = {"facts": {"fact": "", "value": ""}}
BLANK: dict[str, Any] = {
    "name": "",
    "as_of": "",
    "facts": {},
    "expect": {"status": "", "until": None, "grounds": []},
}
TRUE, FALSE = "true", "false"
# References are as long as a row's number may be.
WHOLE = re.compile(r"[0-9]{1,19}")


def to_sheet(case: Any, _document: Any) -> dict[str, Any]:
    """Return a case as its form has it: moments as the province's clocks show them."""
    of = case if isinstance(case, dict) else {}
    facts = table(of, "facts")
    return {
        "name": said(of, "name"),
        "as_of": _shown(at(of, "as_of")),
        "facts": [{"fact": name, "value": _shown(value)} for name, value in _flat(facts)],
        "expect": {
            "status": said(of, "expect.status"),
            "until": _shown(at(of, "expect.until")),
            "grounds": ", ".join(map(str, listed(of, "expect.grounds"))),
        },
    }


def to_part(sheet: dict[str, Any], _case: Any, _document: Any) -> dict[str, Any]:
    """Return the case that a form says."""
    facts: dict[str, Any] = {}
    for row in listed(sheet, "facts"):
        if said(row, "fact"):
            _put(facts, said(row, "fact").split("."), _valued(row))
    until = said(sheet, "expect.until")
    grounds = said(sheet, "expect.grounds").replace("，", ",").split(",")
    return {
        "name": said(sheet, "name"),
        "as_of": _moment(said(sheet, "as_of")),
        "facts": facts,
        "expect": {
            "status": said(sheet, "expect.status"),
            "until": _moment(until) if until else None,
            "grounds": [key.strip() for key in grounds if key.strip()],
        },
    }


def form(sheet: dict[str, Any], document: Any) -> Form:
    """Return the fields of a case."""
    keys = ", ".join(said(one, "key") for one in listed(document, "grounds"))
    name = Field("name", _("Name"), said(sheet, "name"))
    as_of = Field("as_of", _("As of"), said(sheet, "as_of"), hint=HOW)
    status = Field(
        "expect.status",
        _("Status"),
        said(sheet, "expect.status"),
        "choice",
        choices=choices.statuses(document),
    )
    until = Field("expect.until", _("Until"), said(sheet, "expect.until"), hint=UNTIL)
    grounds = Field(
        "expect.grounds",
        _("Grounds that hold, the gravest first"),
        said(sheet, "expect.grounds"),
        hint=_("Their keys, with commas between: %(keys)s") % {"keys": keys or "–"},
    )
    return Form(
        [
            Group(_("Somebody made up"), [name, as_of]),
            Group(
                _("What is known"),
                buttons=[Button("add:facts", _("Add a fact"))],
                path="facts",
                hint=_("What is not here is not known."),
            ),
            *_facts(listed(sheet, "facts")),
            Group(_("What it comes to"), [status, until, grounds], path="expect"),
        ]
    )


HOW = _("By the province's clocks, in whole minutes, such as 2026-11-10 12:00.")
UNTIL = _("In the same way; empty where nothing holds.")
VALUE = _(
    "A moment such as 2026-11-10 12:00, several with commas between; a number; true or false;"
    " or a code."
)


def _facts(rows: list[Any]) -> Iterator[Group]:
    for place, row in enumerate(rows):
        path, about = f"facts.{place}", _("Fact %(number)s") % {"number": place + 1}
        fields = [
            Field(
                f"{path}.fact",
                _("Fact"),
                said(row, "fact"),
                "choice",
                choices=choices.every_fact(),
                paths=(f"{path}.fact",),
            ),
            Field(
                f"{path}.value",
                _("What it is"),
                said(row, "value"),
                hint=VALUE,
                paths=(f"facts.{said(row, 'fact')}",),
            ),
        ]
        yield Group(about, fields, moving("facts", place, len(rows), about), path, 3)


def _flat(facts: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def _put(facts: dict[str, Any], steps: list[str], value: Any) -> None:
    within = facts
    for step in steps[:-1]:
        below = within.setdefault(step, {})
        if not isinstance(below, dict):
            return
        within = below
    within[steps[-1]] = value


def _valued(row: Any) -> Any:
    """Return a fact's value by its kind; what does not fit stays text, and is found fault with."""
    written, fact = said(row, "value"), BY_NAME.get(said(row, "fact"))
    kind = fact.kind if fact else Fact.CODE
    if kind is Fact.MOMENT:
        return _moment(written)
    if kind is Fact.MOMENTS:
        return [
            _moment(one.strip()) for one in written.replace("，", ",").split(",") if one.strip()
        ]
    if kind is Fact.FLAG:
        return {TRUE: True, FALSE: False}.get(written.lower(), written)
    if kind is Fact.CODE:
        return written
    return int(written) if WHOLE.fullmatch(written) else written


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if value is None:
        return ""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return str(value)
    if moment is None or moment.tzinfo is None or len(value) < len("2026-11-10T12:00"):
        return str(value)
    return moment.astimezone(local.zone()).strftime("%Y-%m-%d %H:%M")


def _moment(written: str) -> str:
    """Return a moment as documents have it; what is none stays as it is written."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return written
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=local.zone())
    return moment.isoformat()
