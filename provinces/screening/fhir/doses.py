"""A register's bundle read: each immunization with its person; patients come along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from . import codes
from .bundles import Bundle, Entry
from .issues import Code, Issue, NotRead
from .people import document_of
from .resources import checked

GIVEN, NOT_GIVEN, STRUCK = "completed", "not-done", "entered-in-error"
# What comes along with doses and says nothing of them that is kept.
SUPPORTING: Final = frozenset({
    "Location", "MessageHeader", "Organization", "Patient", "Practitioner", "PractitionerRole",
    "Provenance",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldDose:
    """A dose as a register tells of it."""

    entry: int
    identifier: str
    document: str
    given_at: datetime
    vaccine: str
    number: int


@dataclass(slots=True)
class Doses:
    """What a bundle tells: doses, by identifier those taken back, and issues of other entries."""

    told: list[ToldDose] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)
    passed: list[Issue] = field(default_factory=list)


def read(bundle: Bundle, *, zone: ZoneInfo) -> Doses:
    """Read a bundle, each immunization for itself; a day without an hour begins in a zone."""
    found = Doses()
    for entry in bundle.entries:
        if entry.kind == "Immunization":
            _take(bundle, entry, zone, found)
        elif entry.kind not in SUPPORTING:
            said = f"a {entry.kind} is not read here: registers tell of Immunizations"
            found.refused.append(Issue(entry.place, entry.kind, Code.NOT_SUPPORTED, said))
    return found


def _take(bundle: Bundle, entry: Entry, zone: ZoneInfo, found: Doses) -> None:
    try:
        model = checked(entry)
        if model.status == GIVEN:
            found.told.append(_told(bundle, entry, model, zone))
        elif model.status == STRUCK:
            found.struck.append(_identifier(entry, model))
        elif model.status == NOT_GIVEN:
            said = "was not given; nothing of it is kept"
            found.passed.append(_issue(entry, "status", Code.INFORMATIONAL, said))
        else:
            said = f"{model.status!r} is none of FHIR's: {GIVEN}, {STRUCK} or {NOT_GIVEN}"
            found.refused.append(_issue(entry, "status", Code.VALUE, said))
    except NotRead as problem:
        found.refused += problem.issues


def _told(bundle: Bundle, entry: Entry, model: Any, zone: ZoneInfo) -> ToldDose:
    asked: dict[str, Callable[[], Any]] = {
        "identifier": lambda: _identifier(entry, model),
        "document": lambda: document_of(bundle, entry, model.patient, "patient"),
        "given_at": lambda: _given_at(entry, model, zone),
        "vaccine": lambda: _vaccine(entry, model),
        "number": lambda: _number(entry, model),
    }
    values: dict[str, Any] = {}
    issues: list[Issue] = []
    for name, ask in asked.items():  # all reasons are told
        try:
            values[name] = ask()
        except NotRead as problem:
            issues += problem.issues
    if issues:
        raise NotRead(*issues)
    return ToldDose(entry.place, **values)


def _identifier(entry: Entry, model: Any) -> str:
    for identifier in model.identifier or []:
        if identifier.value:
            return str(identifier.value).strip()
    said = "is missing: by it a dose is known again, and taken back"
    raise NotRead(_issue(entry, "identifier", Code.REQUIRED, said))


def _given_at(entry: Entry, model: Any, zone: ZoneInfo) -> datetime:
    """Return when a dose was given; rules count days since, so a day is enough."""
    given = model.occurrenceDateTime
    if isinstance(given, datetime):
        if given.tzinfo is None:
            raise NotRead(_issue(entry, "occurrenceDateTime", Code.VALUE, "has no time zone"))
        return given
    if isinstance(given, date):
        return datetime.combine(given, time.min, zone)
    said = "is missing: say on which day the dose was given"
    raise NotRead(_issue(entry, "occurrenceDateTime", Code.REQUIRED, said))


def _vaccine(entry: Entry, model: Any) -> str:
    """Return what a vaccine is called: in words, or by its code and whose code that is."""
    concept = model.vaccineCode
    words = [concept.text, *(each.display for each in concept.coding or [])]
    named = [
        f"{system.rstrip('/').rpartition('/')[2]} {code}"
        for system, code in codes.pairs(concept)
        if code
    ]
    for each in [*words, *named]:
        if each and each.strip():
            return str(each).strip()
    said = "is missing: say which vaccine it was, in words or by a code"
    raise NotRead(_issue(entry, "vaccineCode", Code.REQUIRED, said))


def _number(entry: Entry, model: Any) -> int:
    for protocol in model.protocolApplied or []:
        if protocol.doseNumberPositiveInt is not None:
            return int(protocol.doseNumberPositiveInt)
    path = "protocolApplied.doseNumberPositiveInt"
    raise NotRead(_issue(entry, path, Code.REQUIRED, "is missing: say which dose it was"))


def _issue(entry: Entry, path: str, code: Code, said: str) -> Issue:
    return Issue(entry.place, f"Immunization.{path}", code, said)
