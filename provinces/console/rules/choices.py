"""What may be chosen in the forms of a rule set: facts, sources, statuses, ways of counting."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.facts.schema import FACTS, Kind, Source
from provinces.rules import document as documents
from provinces.rules import wording as rules
from provinces.rules.wording import said

from . import sheets
from .fields import Choices

NONE = ("", _("none"))
COUNTINGS = (
    ("exact", _("24 hours a day, from the minute")),
    ("inclusive", _("Calendar days; its own day is day 1")),
    ("exclusive", _("Calendar days; the day after is day 1")),
)
CLOCKS = (("sample", _("when it was sampled")), ("result", _("when its result was known")))


def moments() -> Choices:
    """Return the facts that are moments, by what they mean."""
    return [NONE, *(_named(fact.name) for fact in FACTS if fact.kind is Kind.MOMENT)]


def every_fact() -> Choices:
    """Return all facts, by what they mean."""
    return [NONE, *(_named(fact.name) for fact in FACTS)]


def sources() -> Choices:
    """Return what a ground may rest on."""
    return [(str(source), rules.source(str(source))) for source in Source]


def statuses(document: Any) -> Choices:
    """Return the statuses of a document, as far as they can be read."""
    found = [one for one in sheets.listed(document, "statuses") if isinstance(one, dict)]
    keys = [(str(one.get("key", "")), one.get("names")) for one in found]
    return [NONE, *((key, said(names) or key) for key, names in keys if key)]


def grounds(document: Any) -> Choices:
    """Return the grounds of a document, by what the person reads."""
    found = [one for one in sheets.listed(document, "grounds") if isinstance(one, dict)]
    keys = [(sheets.said(one, "key"), said(sheets.table(one, "texts"))) for one in found]
    return [NONE, *((key, sheets.said(told, "reason") or key) for key, told in keys if key)]


def consequences() -> Choices:
    """Return what may follow from a status."""
    return [(str(one), rules.consequence(str(one))) for one in documents.Consequence]


def admissions() -> Choices:
    """Return what a place may do with somebody, or nothing said of it."""
    return [("", "–"), *((str(one), rules.admission(str(one))) for one in documents.Admission)]


def _named(fact: str) -> tuple[str, str]:
    return fact, rules.fact(fact)
