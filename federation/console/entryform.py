"""A policy of entry as a form: for whom each rule holds, what it comes to, what it asks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.console.rules import choices
from provinces.console.rules.fields import Button, Field, Form, Group, moving
from provinces.console.rules.grounds import known
from provinces.console.rules.sheets import Kind, at, listed, said

from .entering import CONDITIONS, OUTCOMES

NAMED = ("id", "when", "outcome", "conditions", "text_zh", "text_en")
FIELDS = {
    "in_force_from": Kind.TEXT,
    "days": Kind.NUMBER,
    "rules.*.id": Kind.TEXT,
    "rules.*.text_zh": Kind.TEXT,
    "rules.*.text_en": Kind.TEXT,
    "rules.*.fact": Kind.TEXT,
    "rules.*.when": Kind.TEXT,
    "rules.*.outcome": Kind.TEXT,
    "rules.*.conditions": Kind.MANY,
}
OPTIONAL: tuple[str, ...] = ()
BLANKS = {
    "rules": {
        "id": "",
        "text_zh": "",
        "text_en": "",
        "fact": "",
        "when": "",
        "outcome": "allow_with_condition",
        "conditions": [],
    }
}
WHEN = _("Say from when it counts, and for how many days: 1 to 90.")


def to_sheet(rules: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the rules of a policy as its form has them."""
    return {"rules": [_row(rule) for rule in rules]}


def to_rules(sheet: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rules that a form says; where no condition is written, the fact is known."""
    return [
        {
            "id": said(row, "id"),
            "when": _condition(row),
            "outcome": said(row, "outcome"),
            "conditions": listed(row, "conditions"),
            "text_zh": said(row, "text_zh"),
            "text_en": said(row, "text_en"),
        }
        for row in listed(sheet, "rules")
    ]


def form(sheet: dict[str, Any]) -> Form:
    """Return the fields of a policy."""
    rows = listed(sheet, "rules")
    begins = Field(
        "in_force_from",
        _("Counts from"),
        said(sheet, "in_force_from"),
        "moment",
        _("A policy that asks more is signed at least 48 hours before."),
    )
    days = Field("days", _("For how many days"), said(sheet, "days"), "number")
    when = Group(_("When it counts"), [begins, days])
    rules = Group(_("Rules of entry"), path="rules", buttons=[Button("add:rules", _("Add a rule"))])
    return Form([when, rules, *(_rule(place, row, len(rows)) for place, row in enumerate(rows))])


def _rule(place: int, row: Any, count: int) -> Group:
    path, about = f"rules.{place}", _("Rule %(number)s") % {"number": place + 1}
    outcomes = [(str(key), words) for key, (words, _tag) in OUTCOMES.items() if key != "allow"]
    fields = [
        Field(f"{path}.id", _("Key"), said(row, "id")),
        Field(
            f"{path}.text_zh",
            _("For whom, in Chinese"),
            said(row, "text_zh"),
            "long",
            language="zh-Hans",
        ),
        Field(
            f"{path}.text_en",
            _("For whom, in English"),
            said(row, "text_en"),
            "long",
            language="en",
        ),
        Field(
            f"{path}.fact",
            _("Holds where this is known"),
            said(row, "fact"),
            "choice",
            choices=choices.moments(),
        ),
        Field(
            f"{path}.when",
            _("or under this condition, in CertLogic"),
            said(row, "when"),
            "code",
        ),
        Field(f"{path}.outcome", _("What holds"), said(row, "outcome"), "choice", choices=outcomes),
        Field(
            f"{path}.conditions",
            _("What is asked"),
            listed(row, "conditions"),
            "many",
            choices=[(str(key), words) for key, words in CONDITIONS.items()],
        ),
    ]
    return Group(about, fields, moving("rules", place, count, about), path, 3)


def _row(rule: dict[str, Any]) -> dict[str, Any]:
    fact = at(rule, "when.!.0.!.0.var") or ""
    is_usual = bool(fact) and rule["when"] == known(fact)
    own = "" if is_usual else json.dumps(rule["when"], ensure_ascii=False, indent=1)
    return {**rule, "fact": fact if is_usual else "", "when": own}


def _condition(row: Any) -> Any:
    own = said(row, "when")
    if not own:
        return known(said(row, "fact"))
    try:
        return json.loads(own)
    except (ValueError, RecursionError):
        return own
