"""A rule set as pages show it: everything in words, and the condition as JSON besides."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.rules import document as documents
from provinces.rules import reading
from provinces.rules import wording as rules
from provinces.rules.standing import Stage

from . import wording

# How a version's stage reads, the class of its tag, and the section in which it is listed.
IN_FORCE = gettext_lazy("In force")
IN_NOTICE = gettext_lazy("In notice: published, and to come")
PAST = gettext_lazy("Past")
STAGES = {
    Stage.IN_FORCE: (gettext_lazy("In force"), "holds", IN_FORCE),
    Stage.INTERRUPTED: (gettext_lazy("Interrupted by an emergency"), "waits", IN_FORCE),
    Stage.IN_NOTICE: (gettext_lazy("In notice"), "waits", IN_NOTICE),
    Stage.SUPERSEDED: (gettext_lazy("Superseded"), "", PAST),
    Stage.EXPIRED: (gettext_lazy("Expired"), "", PAST),
    Stage.WITHDRAWN: (gettext_lazy("Withdrawn before it counted"), "", PAST),
}


def sections(found: Sequence[Any]) -> list[dict[str, Any]]:
    """Return every version under the heading where it is listed; all headings, in order."""
    entries = [(STAGES[one.standing.stage][2], entry(one, found)) for one in found]
    return [
        {"title": title, "entries": [entry for under, entry in entries if under == title]}
        for title in (IN_FORCE, IN_NOTICE, PAST)
    ]


def entry(version: Any, found: Sequence[Any]) -> dict[str, Any]:
    """Return what is said of a version wherever it is named."""
    ruleset, standing = version.ruleset, version.standing
    stage, tag, _section = STAGES[standing.stage]
    earlier = before(version, found)
    next_one = next((one.ruleset for one in found if one.ruleset.pk == standing.next), None)
    return {
        "ruleset": ruleset,
        "key": f"{ruleset.name}/{ruleset.version}",
        "name": _name(ruleset),
        "called": called(ruleset),
        "stage": stage,
        "is": {str(standing.stage): True},
        "tag": tag,
        "ends": standing.ends,
        "next": next_one,
        "next_called": called(next_one) if next_one else "",
        "is_outlasted": next_one is not None and next_one.expires_at >= standing.ends,
        "withdrawal": getattr(ruleset, "withdrawal", None),
        "before": f"{earlier.ruleset.name}/{earlier.ruleset.version}" if earlier else "",
    }


def called(ruleset: Any) -> str:
    """Return what a version is called: its title in the language of the page, and its version."""
    return f"{_name(ruleset)} {ruleset.version}"


def _name(ruleset: Any) -> str:
    return str(rules.said(ruleset.document.get("names")) or ruleset.name)


def before(version: Any, found: Sequence[Any]) -> Any:
    """Return the version that began before another one and was not withdrawn, if any."""
    later = list(found).index(version) + 1
    counted = (one for one in found[later:] if one.standing.stage != Stage.WITHDRAWN)
    return next(counted, None)


def book(ruleset: Any) -> dict[str, Any] | None:
    """Return all that a version says; None if it is in a form that is no longer read."""
    try:
        read = reading.read(ruleset.document)
    except reading.Malformed:
        return None
    statuses = wording.statuses(ruleset)
    grounds = [ground(one, ruleset) for one in read.grounds]
    reasons = {one["key"]: one["reason"] for one in grounds}
    return {
        "modelled_on": _modelled_on(read),
        "statuses": statuses,
        "default": wording.status(ruleset, read.default),
        "consequences": list(_consequences(read, statuses)),
        "parameters": rules.parameters(read),
        "grounds": grounds,
        "cases": [_case(one, ruleset, reasons) for one in read.cases],
    }


def ground(of: documents.Ground, ruleset: Any) -> dict[str, Any]:
    """Return one ground in words."""
    texts = rules.said(of.texts)
    return {
        "key": of.key,
        "reason": texts["reason"],
        "clears": texts["clears"],
        "status": wording.status(ruleset, of.phases[0].status),
        "rests_on": [rules.source(source) for source in of.rests_on],
        "when": rules.condition(of.condition),
        "json": json.dumps(of.when, ensure_ascii=False, indent=1),
        "anchor": rules.anchor(of.anchor),
        "phases": phases(of, ruleset),
        "evidence": [rules.fact(fact) for fact in of.evidence.values()],
        "legal_basis": rules.said(of.legal_basis),
        "office": rules.said(of.office),
        "contact": of.contact,
    }


def phases(of: documents.Ground, ruleset: Any) -> list[dict[str, Any]]:
    """Return a ground's phases: the status, which days, and how each ends earlier."""
    return [
        {
            "status": wording.status(ruleset, phase.status),
            "days": days,
            "clears": [rules.clearing(clearing) for clearing in phase.clears],
        }
        for phase, days in zip(of.phases, rules.days(of.phases), strict=True)
    ]


def _consequences(read: documents.Ruleset, statuses: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield each class of places with what it does with each status, and what it stands for.

    Nothing keeps anybody from the carve-outs, so they are not listed.
    """
    named = {place for places in read.consequences.values() for place in places}
    for place in documents.PLACES:
        if place in named and place not in documents.CARVE_OUTS:
            said = [
                documents.admission(read.consequences.get(status.key, {}), place)
                for status in statuses
            ]
            yield {
                "place": rules.place(place),
                "as_well": [
                    rules.place(narrower)
                    for narrower, wider in documents.WIDER.items()
                    if wider == place and narrower not in named
                ],
                "admissions": [
                    {"status": status, "key": key, "word": rules.admission(key)}
                    for status, key in zip(statuses, said, strict=True)
                ],
            }


def _modelled_on(read: documents.Ruleset) -> str:
    title, date = rules.said(read.modelled_on.get("title")), read.modelled_on.get("date", "")
    return title if date in title else f"{title} ({date})"


def _case(of: documents.Case, ruleset: Any, reasons: dict[str, str]) -> dict[str, Any]:
    return {
        "name": rules.said(of.names) or of.name,
        "as_of": of.as_of,
        "facts": [(rules.fact(name), shown(value)) for name, value in flat(of.facts)],
        "status": wording.status(ruleset, of.expected.status),
        "until": of.expected.until,
        "grounds": [(key, reasons.get(key, key)) for key in of.expected.grounds],
    }


def flat(facts: dict[str, Any], under: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each fact of a case by its full name."""
    for key, value in facts.items():
        name = f"{under}.{key}" if under else key
        if isinstance(value, dict):
            yield from flat(value, name)
        else:
            yield name, value


def shown(value: Any) -> str:
    """Write a plain value for a page: moments as the province's clocks show them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(map(shown, value))
    if isinstance(value, str) and (moment := _moment(value)):
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
    return str(value)


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
