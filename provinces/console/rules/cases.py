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
from .fields import LANGUAGES, Button, Field, Form, Group, moving, texts
from .sheets import Kind, at, listed, said, table

FIELDS = {
    "names.zh-hans": Kind.TEXT,
    "names.en": Kind.TEXT,
    "as_of": Kind.TEXT,
    "facts.*.fact": Kind.TEXT,
    "facts.*.value": Kind.TEXT,
    "expect.status": Kind.TEXT,
    "expect.until": Kind.TEXT,
    "expect.grounds.*": Kind.TEXT,
}
OPTIONAL: tuple[str, ...] = ()
BLANKS = {"facts": {"fact": "", "value": ""}, "expect.grounds": ""}
BLANK: dict[str, Any] = {
    "name": "",
    "as_of": "",
    "facts": {},
    "expect": {"status": "", "until": None, "grounds": []},
}
TRUE, FALSE = "true", "false"
FLAGS = ((TRUE, _("yes")), (FALSE, _("no")))
# What is typed for either, before the page knows that it is one of the two.
TYPED = {TRUE: True, "yes": True, "是": True, FALSE: False, "no": False, "否": False}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# References are as long as a row's number may be.
WHOLE = re.compile(r"[0-9]{1,19}")


def to_sheet(case: Any, _document: Any) -> dict[str, Any]:
    """Return a case as its form has it: moments as the province's clocks show them."""
    of = case if isinstance(case, dict) else {}
    facts = table(of, "facts")
    return {
        "names": _names(of),
        "as_of": _shown(at(of, "as_of")),
        "facts": [{"fact": name, "value": _shown(value)} for name, value in _flat(facts)],
        "expect": {
            "status": said(of, "expect.status"),
            "until": _shown(at(of, "expect.until")),
            "grounds": [str(key) for key in listed(of, "expect.grounds")],
        },
    }


def to_part(sheet: dict[str, Any], case: Any, _document: Any) -> dict[str, Any]:
    """Return the case that a form says."""
    facts: dict[str, Any] = {}
    for row in listed(sheet, "facts"):
        if said(row, "fact"):
            _put(facts, said(row, "fact").split("."), _valued(row))
    until = said(sheet, "expect.until")
    return {
        **_named(table(sheet, "names"), case),
        "as_of": _moment(said(sheet, "as_of")),
        "facts": facts,
        "expect": {
            "status": said(sheet, "expect.status"),
            "until": _moment(until) if until else None,
            "grounds": [key for key in listed(sheet, "expect.grounds") if key],
        },
    }


def form(sheet: dict[str, Any], document: Any) -> Form:
    """Return the fields of a case."""
    name = texts("names", _("Name"), at(sheet, "names"))
    name[0].paths = ("names.zh-hans", "name")
    as_of = Field("as_of", _("As of"), said(sheet, "as_of"), hint=HOW)
    status = Field(
        "expect.status",
        _("Status"),
        said(sheet, "expect.status"),
        "choice",
        choices=choices.statuses(document),
    )
    until = Field("expect.until", _("Until"), said(sheet, "expect.until"), hint=UNTIL)
    return Form(
        [
            Group(_("Somebody made up"), [*name, as_of]),
            Group(
                _("What is known"),
                buttons=[Button("add:facts", _("Add a fact"))],
                path="facts",
                hint=_("What is not here is not known."),
            ),
            *_facts(listed(sheet, "facts")),
            Group(_("What it comes to"), [status, until], path="expect"),
            Group(
                _("Grounds that hold, the gravest first"),
                buttons=[Button("add:expect.grounds", _("Add a ground"))],
                path="expect.grounds",
                level=3,
            ),
            *_grounds(listed(sheet, "expect.grounds"), document),
        ]
    )


HOW = _("By the province's clocks, in whole minutes, such as 2026-11-10 12:00.")
UNTIL = _("In the same way; empty where nothing holds.")
VALUE = _(
    "A moment such as 2026-11-10 12:00, several with commas between; a number; yes or no;"
    " or a code."
)


def _value(path: str, row: Any) -> Field:
    fact, value = said(row, "fact"), said(row, "value")
    field = Field(f"{path}.value", _("What it is"), value, hint=VALUE, paths=(f"facts.{fact}",))
    if fact in BY_NAME and BY_NAME[fact].kind is Fact.FLAG and value in (TRUE, FALSE):
        field.kind, field.choices, field.hint = "choice", FLAGS, ""
    return field


def _grounds(keys: list[Any], document: Any) -> Iterator[Group]:
    for place, key in enumerate(keys):
        path, about = f"expect.grounds.{place}", _("Ground %(number)s") % {"number": place + 1}
        ground = Field(path, _("Reason"), key, "choice", choices=choices.grounds(document))
        yield Group(about, [ground], moving("expect.grounds", place, len(keys), about), path, 4)


def _names(case: dict[str, Any]) -> dict[str, str]:
    """Return the names of a case; one that has a single name shows it as of its language."""
    names = table(case, "names")
    if names:
        return {language: said(names, language) for language in LANGUAGES}
    name = said(case, "name")
    in_chinese = bool(CHINESE.search(name))
    return {"zh-hans": name if in_chinese else "", "en": "" if in_chinese else name}


def _named(names: dict[str, Any], case: Any) -> dict[str, Any]:
    """Return how a case is called: by its name of before, as long as people read the same."""
    before = case if isinstance(case, dict) else {}
    typed = {language: said(names, language) for language in LANGUAGES}
    kept = {key: before[key] for key in ("name", "names") if key in before}
    if typed == _names(before):
        return kept
    name = typed["en"] or typed["zh-hans"]
    return {"name": name, "names": typed} if all(typed.values()) else {"name": name}


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
            _value(path, row),
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
        return TYPED.get(written.lower(), written)
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
