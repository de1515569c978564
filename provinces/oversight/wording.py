"""Misuse and freezes in words, in the language in use."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web import context

from .models import Case, Kind, State, Thing

# What was found, and what makes it worth a look.
KINDS: dict[str, tuple[Promise, Promise]] = {
    Kind.REPEATED: (
        _("One person looked up again and again"),
        _("An official opened the record of one person more often in a week than a case takes."),
    ),
    Kind.OUT_OF_HOURS: (
        _("Looked up at night"),
        _("An official opened records outside office hours."),
    ),
    Kind.PROTECTED: (
        _("A protected person looked up"),
        _("An official opened the record of somebody whose record is shown with more care."),
    ),
    Kind.CANARY: (
        _("A document that is nobody's"),
        _("An official tried a document that is planted: whoever tries it has a list."),
    ),
    Kind.VOLUME: (
        _("Far more than others"),
        _("An official opened far more records in a day than others of the same role."),
    ),
    Kind.WITHOUT_ACT: (
        _("Looked up, and nothing done"),
        _("An official opened records of people for whom they then did nothing."),
    ),
    Kind.COHORT: (
        _("Many who share something that is no matter of health"),
        _("Evidence was filed about people who share a place or a list, and nothing speaks for it"),
    ),
    Kind.PAIR: (
        _("Two who sign for each other"),
        _("Two officials put into force together what nothing but their word speaks for."),
    ),
}
STATES: dict[str, tuple[Promise, str]] = {
    State.OPEN: (_("Not examined yet"), "waits"),
    State.EXAMINED: (_("Being examined"), "waits"),
    State.FOUNDED: (_("Founded"), "govuk-tag--red"),
    State.UNFOUNDED: (_("Unfounded"), "govuk-tag--grey"),
}
THINGS: dict[str, Promise] = {
    Thing.PIECE: _("Evidence"),
    Thing.ZONE: _("Zone version"),
    Thing.RULES: _("Draft of a rule set"),
    Thing.NOTICE: _("Rule set in notice, taken back"),
    Thing.RENEWAL: _("Renewal of the programme"),
    Thing.GUEST: _("Fact about a guest"),
}
MEASURES: dict[str, Promise] = {
    "looks": _("Looks"),
    "least": _("A case is opened from this number on"),
    "from": _("Office hours from"),
    "to": _("Office hours until"),
    "median": _("Median of the others"),
    "deviation": _("Median deviation"),
    "score": _("Score"),
    "peers": _("Officials compared"),
    "idle": _("Nothing followed on"),
    "people": _("People concerned"),
    "shared": _("What is shared"),
    "value": _("Which"),
    "seconds": _("Seconds from filing to signature, half of them"),
    "tried": _("What was tried"),
}
SHARED: dict[str, Promise] = {
    "source": _("the same reference of a source"),
    "community": _("the same neighbourhood"),
    "venue": _("the same venue"),
}


def measures(case: Case) -> list[tuple[Promise | str, Any]]:
    """Return what was counted in a case, each with its words."""
    return [
        (MEASURES.get(key, key), _said(key, value))
        for key, value in case.measures.items()
        if value is not None
    ]


def _said(key: str, value: Any) -> Any:
    if key == "shared":
        return SHARED.get(str(value), value)
    return context.named(value, get_language() or "en") if isinstance(value, str) else value
