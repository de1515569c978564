"""A bundle read: each observation of a test that is taken, with its report, sample and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from . import codes
from .bundles import Bundle, Entry
from .issues import Code, Issue, NotRead
from .people import Named, sample_of
from .resources import checked

FINAL, CORRECTED, WITHDRAWN = "final", "corrected", "withdrawn"
STATUSES: Final = {
    "final": FINAL,
    "corrected": CORRECTED,
    "amended": CORRECTED,
    "appended": CORRECTED,
    "entered-in-error": WITHDRAWN,
    "cancelled": WITHDRAWN,
}
# What comes along with results and says nothing of them that is kept.
SUPPORTING: Final = frozenset({
    "Device", "Location", "MessageHeader", "Organization", "Patient", "Practitioner",
    "PractitionerRole", "Provenance", "ServiceRequest", "Specimen",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A result as a bundle tells it; of one that is withdrawn only which it was."""

    entry: int
    identifier: str
    version: datetime
    status: str
    sample: str = ""
    site: str = ""
    people: tuple[Named, ...] = ()
    pooled: bool = False
    sampled_at: datetime | None = None
    method: str = ""
    outcome: str = ""
    specimen: str = ""


@dataclass(slots=True)
class Reading:
    """What a bundle tells: results, and issues of entries that are refused or passed over."""

    told: list[Told] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)
    passed: list[Issue] = field(default_factory=list)


def read(bundle: Bundle) -> Reading:
    """Read a bundle, each observation for itself."""
    reading = Reading()
    reports = _reports(bundle, reading)
    spoken_of: set[int] = set()
    for entry in bundle.of("Observation"):
        report = reports.get(entry.place)
        try:
            told = _observed(bundle, entry, report)
        except NotRead as problem:
            reading.refused += problem.issues
            spoken_of.add(report.entry.place if report else entry.place)
            continue
        if told is None:
            reading.passed.append(_not_taken(entry))
            continue
        reading.told.append(told)
        spoken_of.add(report.entry.place if report else entry.place)
    _tell_of_the_rest(bundle, reading, spoken_of)
    return reading


@dataclass(frozen=True, slots=True)
class _Report:
    entry: Entry
    model: Any


def _reports(bundle: Bundle, reading: Reading) -> dict[int, _Report]:
    """Return the report of each observation that one names, by the observation's place."""
    found: dict[int, _Report] = {}
    for entry in bundle.of("DiagnosticReport"):
        try:
            model = checked(entry)
        except NotRead as problem:
            reading.refused += problem.issues
            continue
        for reference in model.result or []:
            observation = bundle.referred(reference.reference or "")
            if observation is not None:
                found[observation.place] = _Report(entry, model)
    return found


def _observed(bundle: Bundle, entry: Entry, report: _Report | None) -> Told | None:
    """Return the result that an observation is, None if it is of something else."""
    observation = checked(entry)
    method = _method(entry, observation)
    if not method:
        return None
    issues: list[Issue] = []
    model = report.model if report else None
    status = _gathered(issues, lambda: _status(entry, observation, model))
    identifier = _gathered(issues, lambda: _identifier(entry, observation, report))
    version = _gathered(issues, lambda: _issued(entry, observation, model))
    if status == WITHDRAWN and not issues:
        return Told(entry.place, identifier, version, WITHDRAWN)
    outcome = _gathered(issues, lambda: _outcome(entry, observation))
    sample = _gathered(issues, lambda: sample_of(bundle, entry, observation, model))
    specimen = sample.specimen if sample else None
    sampled_at = None
    # Of a sample that is not found it is not said that it has no time.
    if specimen or observation.effectiveDateTime:
        sampled_at = _gathered(issues, lambda: _sampled(entry, observation, model, specimen))
    if issues:
        raise NotRead(*issues)
    return Told(
        entry.place, identifier, version, status, sample.number, sample.site, sample.people,
        sample.is_pooled, sampled_at, method, outcome, _kind_of(specimen),
    )  # fmt: skip


def _gathered(issues: list[Issue], ask: Any) -> Any:
    """Return what is asked for; where it cannot be read, gather why: all reasons are told."""
    try:
        return ask()
    except NotRead as problem:
        issues += problem.issues
        return None


def _method(entry: Entry, observation: Any) -> str:
    """Return how was tested, empty for an observation that is no such test."""
    found = codes.pairs(observation.code)
    methods = codes.first(found, codes.TESTS)
    if len(methods) > 1:
        raise NotRead(
            Issue(entry.place, "Observation.code", Code.CODE_INVALID, "its codes name two methods")
        )
    if methods:
        return methods.pop()
    for system, code in found:
        if system == codes.LOINC and code in codes.PANELS:
            raise NotRead(
                Issue(entry.place, "Observation.code", Code.CODE_INVALID,
                      f"{code} is a panel: send the observation of the virus itself,"
                      f" such as {codes.PANELS[code]}")
            )  # fmt: skip
        if codes.is_mistyped(system, code):
            raise NotRead(
                Issue(entry.place, "Observation.code", Code.CODE_INVALID,
                      f"{code} is no code of LOINC: its check digit is wrong")
            )  # fmt: skip
    return ""


def _status(entry: Entry, observation: Any, report: Any) -> str:
    """Return what a version does: a report that is withdrawn or corrected is so in all parts."""
    said = [observation.status] + ([report.status] if report else [])
    unready = [status for status in said if status not in STATUSES]
    if unready:
        raise NotRead(
            Issue(entry.place, "Observation.status", Code.BUSINESS_RULE,
                  f"is {unready[0]}: results are taken once they are final")
        )  # fmt: skip
    meant = {STATUSES[status] for status in said}
    return next(each for each in (WITHDRAWN, CORRECTED, FINAL) if each in meant)


def _identifier(entry: Entry, observation: Any, report: _Report | None) -> str:
    """Return by what a laboratory names a result: the observation's identifier, or its report's."""
    models = [observation] + ([report.model] if report else [])
    for identifier in (each for model in models for each in model.identifier or []):
        if identifier.value:
            return str(identifier.value).strip()
    place = report.entry if report else entry
    raise NotRead(
        Issue(place.place, f"{place.kind}.identifier", Code.REQUIRED,
              "is missing: by it a result is corrected or withdrawn")
    )  # fmt: skip


def _issued(entry: Entry, observation: Any, report: Any) -> datetime:
    """Return when this version was issued: by that versions are told apart."""
    issued = observation.issued or (report.issued if report else None)
    return _moment(entry, "Observation.issued", issued, "say when the result was known")


def _sampled(entry: Entry, observation: Any, report: Any, specimen: Any) -> datetime:
    collection = specimen.collection if specimen else None
    candidates = [
        ("Specimen.collection.collectedDateTime", _of(collection, "collectedDateTime")),
        ("Specimen.collection.collectedPeriod", _of(_of(collection, "collectedPeriod"), "end")),
        ("Observation.effectiveDateTime", observation.effectiveDateTime),
        ("DiagnosticReport.effectiveDateTime", _of(report, "effectiveDateTime")),
    ]
    for path, moment in candidates:
        if moment is not None:
            return _moment(entry, path, moment, "")
    return _moment(entry, candidates[0][0], None, "say when the sample was taken")


def _of(thing: Any, name: str) -> Any:
    return getattr(thing, name, None) if thing is not None else None


def _moment(entry: Entry, path: str, value: Any, missing: str) -> datetime:
    if value is None:
        raise NotRead(Issue(entry.place, path, Code.REQUIRED, f"is missing: {missing}"))
    if not isinstance(value, datetime):
        raise NotRead(
            Issue(entry.place, path, Code.VALUE, f"{value} is a day: rules count hours, so tell"
                  " the time of day and the zone")
        )  # fmt: skip
    if value.tzinfo is None:
        raise NotRead(Issue(entry.place, path, Code.VALUE, "has no time zone"))
    return value


def _outcome(entry: Entry, observation: Any) -> str:
    found = codes.pairs(observation.valueCodeableConcept)
    outcomes = codes.first(found, codes.OUTCOMES)
    if len(outcomes) == 1:
        return _uncontradicted(entry, observation, outcomes.pop())
    if not found:
        said = "is missing: what the test came to, as a code"
    elif outcomes:
        said = "its codes contradict one another"
    else:
        said = f"{', '.join(code for _, code in found)} is no outcome that is known here"
    kind = Code.CODE_INVALID if found else Code.REQUIRED
    raise NotRead(Issue(entry.place, "Observation.valueCodeableConcept", kind, said))


def _uncontradicted(entry: Entry, observation: Any, outcome: str) -> str:
    for concept in observation.interpretation or []:
        for system, code in codes.pairs(concept):
            if system in codes.INTERPRETATIONS and codes.INTERPRETED.get(code, outcome) != outcome:
                raise NotRead(
                    Issue(entry.place, "Observation.interpretation", Code.BUSINESS_RULE,
                          f"{code} contradicts the value, which is {outcome}")
                )  # fmt: skip
    return outcome


def _kind_of(specimen: Any) -> str:
    """Return what kind of specimen it is: its code, which is the same in all languages."""
    found = [code for _, code in codes.pairs(_of(specimen, "type")) if code]
    return found[0][:40] if found else ""


def _not_taken(entry: Entry) -> Issue:
    return Issue(
        entry.place, "Observation.code", Code.INFORMATIONAL, "is of no test that is taken here;"
        " nothing of it is kept"
    )  # fmt: skip


def _tell_of_the_rest(bundle: Bundle, reading: Reading, spoken_of: set[int]) -> None:
    refused = {issue.entry for issue in reading.refused}
    for entry in bundle.entries:
        if entry.kind == "DiagnosticReport" and entry.place not in spoken_of | refused:
            said = "none of its observations is of a test that is taken here"
            reading.refused.append(
                Issue(entry.place, "DiagnosticReport.result", Code.NOT_SUPPORTED, said)
            )
        reading.refused.extend(_not_read(entry))


def _not_read(entry: Entry) -> Iterator[Issue]:
    if entry.kind == "Immunization":
        said = "vaccinations are told of by their register, not by laboratories"
    elif entry.kind in SUPPORTING or entry.kind in ("Observation", "DiagnosticReport"):
        return
    else:
        said = f"a {entry.kind} is not read here"
    yield Issue(entry.place, entry.kind, Code.NOT_SUPPORTED, said)
