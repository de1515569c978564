"""The parts of a person's page, each read only where it may be shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from provinces.appeals import queries as appeals
from provinces.appeals.showing import row as appeal_row
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field, Way
from provinces.evidence import queries as evidence
from provinces.evidence.classes import ORDERS, EvidenceClass
from provinces.facts.schema import GROUP_OF
from provinces.facts.words import GROUPS
from provinces.retention import queries as retention
from provinces.screening import queries as screening
from provinces.status import queries as status
from provinces.status import wording

LATEST = 20
METHODS = {"pcr": _("PCR"), "antigen": _("Antigen")}
OUTCOMES = {
    "negative": _("Negative"),
    "positive": _("Positive"),
    "indeterminate": _("Inconclusive"),
}
SOURCES = {
    "manual": _("Two officials"),
    "registry": _("A register"),
    "laboratory": _("A laboratory"),
    "self": _("The person"),
    "peer": _("Another province"),
}
# What would tell an official whose record is shown with more care, and who else looked.
NOT_FOR_OFFICIALS = frozenset({"protections", "emergencies", "files", "access", "payloads"})


class Line(NamedTuple):
    """A line of who somebody is: what it is called, its text, and of which field it is."""

    what: Any
    text: str
    field: Field


def parts_of(opened: citizens.Opened, now: datetime) -> dict[str, Any]:
    """Return what a page or a file tells of a person: whatever may be seen, by part."""
    told: dict[str, Any] = {"who": who(opened)}
    for field, part in PARTS.items():
        if field in opened.sight:
            told[str(field)] = part(opened, now)
    return told


def shown(told: dict[str, Any]) -> frozenset[Field]:
    """Return which fields the parts of a page or a file show, for the person to be told of them.

    That a part is empty is shown, and so told; of who somebody is, only the lines there are.
    """
    of_parts = (Field(name) for name in told if name != "who")
    return frozenset([*of_parts, *(line.field for line in told["who"])])


def who(opened: citizens.Opened) -> list[Line]:
    """Return who somebody is, line by line, as far as it may be seen, or masked."""
    view, citizen = opened.sight, opened.citizen
    person = citizens.own_record(citizen).person if view else None
    lines: list[Line] = []
    if person is not None:
        lines += [
            Line(_("Full name"), view.of(Field.NAME, person.full_name), Field.NAME),
            Line(_("Document number"), view.of(Field.DOCUMENT, person.document), Field.DOCUMENT),
        ]
    if Field.CONTACT in view.seen:
        contact = citizens.contact_of(citizen)
        lines += [
            Line(_("E-mail address"), view.of(Field.CONTACT, contact.email), Field.CONTACT),
            Line(_("Phone number"), view.of(Field.CONTACT, contact.phone), Field.CONTACT),
        ]
    if Field.ADDRESS in view:
        lines.append(Line(_("District"), named(citizen.area), Field.ADDRESS))
    return [line for line in lines if line.text]


def personal(opened: citizens.Opened, field: Field) -> str:
    """Return one personal field as it may be seen."""
    view, citizen = opened.sight, opened.citizen
    if field == Field.ADDRESS:
        return named(citizen.area) if field in view else ""
    if field == Field.CONTACT:
        contact = citizens.contact_of(citizen)
        return " ".join(
            filter(None, (view.of(field, contact.email), view.of(field, contact.phone)))
        )
    person = citizens.own_record(citizen).person
    if person is None:
        return ""
    return view.of(field, person.full_name if field == Field.NAME else person.document)


def named(thing: Any) -> str:
    """Return the name of an area in the language in use."""
    return str(thing.name_zh if _is_chinese() else thing.name_en)


def _status(opened: citizens.Opened, now: datetime) -> dict[str, Any]:
    found = status.status_of(opened.citizen, now)
    return {"found": found, "words": wording.status(found.ruleset, found.status)}


def _grounds(opened: citizens.Opened, now: datetime) -> list[Any]:
    found = status.status_of(opened.citizen, now)
    return wording.reasons(found.ruleset, found.grounds)


def _places(opened: citizens.Opened, now: datetime) -> list[wording.Place]:
    """Return where the reasons of the status lie, as coarsely as the person reads it."""
    places = (reason.place for reason in _grounds(opened, now))
    return list(dict.fromkeys(place for place in places if place is not None))


def _history(opened: citizens.Opened, _now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "at": one.decision.as_of,
            "words": wording.status(one.decision.ruleset, one.status),
            "until": one.until,
            "number": one.decision_id,
        }
        for one in status.history(opened.citizen)[:LATEST]
    ]


def _evidence(opened: citizens.Opened, now: datetime) -> list[dict[str, Any]]:
    """Return the outline of what is in force: what, when, whose word; no place, no case."""
    found = evidence.about(opened.citizen).exclude(evidence_class__in=sorted(map(str, ORDERS)))
    return [_piece(piece, now) for piece in found[:LATEST]]


def _orders(opened: citizens.Opened, now: datetime) -> list[dict[str, Any]]:
    found = evidence.about(opened.citizen).filter(evidence_class__in=sorted(map(str, ORDERS)))
    return [_piece(piece, now) for piece in found[:LATEST]]


def _piece(piece: Any, now: datetime) -> dict[str, Any]:
    words = GROUPS[GROUP_OF[EvidenceClass(piece.evidence_class)]]
    ended = piece.withdrawn_at or piece.ended_at
    return {
        "what": words.zh if _is_chinese() else words.en,
        "at": piece.happened_at,
        "until": ended or piece.ends_at or piece.expires_at,
        "source": SOURCES[piece.source],
        "counts": ended is None and piece.expires_at > now,
    }


def _results(opened: citizens.Opened, now: datetime) -> list[dict[str, Any]]:
    return [
        {"at": one.sampled_at, "method": METHODS[one.method], "outcome": OUTCOMES[one.outcome]}
        for one in screening.results_of(opened.citizen, now)[:LATEST]
    ]


def _appeals(opened: citizens.Opened, _now: datetime) -> list[dict[str, Any]]:
    return [appeal_row(one) for one in appeals.mine(opened.citizen)[:LATEST]]


def _held(opened: citizens.Opened, _now: datetime) -> list[Any]:
    held = retention.held(opened.citizen)
    return [each for each in held if each.kept.key not in NOT_FOR_OFFICIALS]


def _assignments(opened: citizens.Opened, now: datetime) -> list[dict[str, Any]]:
    """Return to which areas a case is assigned, and which of that the official may end."""
    return [
        {**assigned(one), "may_end": _may_end(opened, one.area.path)}
        for one in citizens.assignments_in_force(opened.citizen, now)
    ]


def assigned(one: Any) -> dict[str, Any]:
    """Return an assignment with its powers and its reason in words."""
    powers = [words for power, words in citizen.ASSIGNABLE.items() if power in one.powers]
    why = citizen.ASSIGNED_FOR.get(one.because, one.because)
    return {"assignment": one, "powers": powers, "why": why}


def _may_end(opened: citizens.Opened, path: str) -> bool:
    if opened.way == Way.EMERGENCY:
        return False
    return opened.way == Way.AREA or path.startswith(opened.office.area.path)


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


Part = Callable[[citizens.Opened, datetime], Any]
PARTS: dict[Field, Part] = {
    Field.STATUS: _status,
    Field.GROUNDS: _grounds,
    Field.HISTORY: _history,
    Field.EVIDENCE: _evidence,
    Field.ORDERS: _orders,
    Field.RESULTS: _results,
    Field.PLACES: _places,
    Field.APPEALS: _appeals,
    Field.HELD: _held,
    Field.ASSIGNMENTS: _assignments,
}
