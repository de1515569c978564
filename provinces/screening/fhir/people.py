"""Whose a sample is: by its patient's document and home, by its site's number, or a tube's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from . import codes
from .bundles import Bundle, Entry
from .issues import Code, Issue, NotRead
from .resources import checked

# China pools up to twenty people's samples in a tube.
MOST_MEMBERS: Final = 50
NO_DOCUMENT: Final = (
    "has no number of an identity document: give one with the system"
    f" {codes.RESIDENT_CARD} or of a passport, or of the type NI, NNCHN, PPN or PRC"
)


HOME_NEEDS_A_DOCUMENT: Final = (
    "names a home and no identity document: by it the person's home finds them"
)


@dataclass(frozen=True, slots=True)
class Named:
    """By which document somebody is found, and in which province; empty for this one."""

    document: str
    home: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its number, the site that gave it, who gave it, and when."""

    number: str
    site: str
    people: tuple[Named, ...]
    specimen: Any
    is_pooled: bool = False


def sample_of(bundle: Bundle, entry: Entry, observation: Any, report: Any) -> Sample:
    """Return the sample that an observation is of; raises NotRead."""
    found = _specimen(bundle, entry, observation, report)
    specimen = checked(found)
    number, site = _number(found, specimen)
    if specimen.parent:
        if observation.subject is not None:
            raise NotRead(
                Issue(entry.place, "Observation.subject", Code.BUSINESS_RULE,
                      "a pooled sample is of nobody alone: leave the subject out")
            )  # fmt: skip
        members = _members(bundle, found, specimen)
        return Sample(number, site, members, specimen, is_pooled=True)
    subject = observation.subject or (report.subject if report else None) or specimen.subject
    if subject is None:
        if site:
            return Sample(number, site, (), specimen)
        raise NotRead(
            Issue(entry.place, "Observation.subject", Code.REQUIRED,
                  "is missing: refer to a Patient with an identity document, or give the sample"
                  " the number of one of your sites")
        )  # fmt: skip
    named = patient_of(bundle, entry, subject, needed=not site)
    return Sample(number, site, (named,) if named else (), specimen)


def _specimen(bundle: Bundle, entry: Entry, observation: Any, report: Any) -> Entry:
    reference = observation.specimen
    if reference is None and report is not None and report.specimen:
        if len(report.specimen) > 1:
            raise NotRead(
                Issue(entry.place, "Observation.specimen", Code.REQUIRED,
                      "is missing, and its report has several: say which it is")
            )  # fmt: skip
        reference = report.specimen[0]
    if reference is None:
        raise NotRead(
            Issue(entry.place, "Observation.specimen", Code.REQUIRED,
                  "is missing: refer to a Specimen with the sample's number")
        )  # fmt: skip
    return _referred(bundle, entry, "Observation.specimen", reference, "Specimen")


def _number(entry: Entry, specimen: Any) -> tuple[str, str]:
    """Return a sample's number, and the code of the site whose number it is."""
    named = [specimen.accessionIdentifier] if specimen.accessionIdentifier else []
    for identifier in [*named, *(specimen.identifier or [])]:
        if identifier.value:
            site = codes.SITE.fullmatch(identifier.system or "")
            return str(identifier.value).strip(), site[1] if site else ""
    raise NotRead(
        Issue(entry.place, "Specimen.accessionIdentifier", Code.REQUIRED,
              "is missing: every sample has its number")
    )  # fmt: skip


def _members(bundle: Bundle, pool: Entry, specimen: Any) -> tuple[Named, ...]:
    """Return those whose samples are in a tube."""
    if not 2 <= len(specimen.parent) <= MOST_MEMBERS:
        raise NotRead(
            Issue(pool.place, "Specimen.parent", Code.BUSINESS_RULE,
                  f"a pooled sample is of 2 to {MOST_MEMBERS} samples")
        )  # fmt: skip
    found = []
    for reference in specimen.parent:
        part = _referred(bundle, pool, "Specimen.parent", reference, "Specimen")
        subject = checked(part).subject
        if subject is None:
            raise NotRead(
                Issue(part.place, "Specimen.subject", Code.REQUIRED,
                      "is missing: say whose sample of the pool this is")
            )  # fmt: skip
        found.append(patient_of(bundle, part, subject))
    people = tuple(dict.fromkeys(named for named in found if named))
    if len({each.document for each in people}) < len(people):
        raise NotRead(
            Issue(pool.place, "Specimen.parent", Code.BUSINESS_RULE,
                  "one document is given with several homes")
        )  # fmt: skip
    return people


def patient_of(bundle: Bundle, entry: Entry, subject: Any, *, needed: bool = True) -> Named | None:
    """Return who a patient is, and of which province; None where nobody is named or need be.

    Raises NotRead.
    """
    found = _referred(bundle, entry, f"{entry.kind}.subject", subject, "Patient")
    identifiers = checked(found).identifier or []
    document = _document(found, identifiers, needed=needed)
    homes = {str(each.value or "").strip() for each in identifiers if each.system == codes.HOME}
    if len(homes) > 1 or "" in homes:
        raise NotRead(
            Issue(found.place, "Patient.identifier", Code.BUSINESS_RULE,
                  "names several homes, or an empty one: give the province where the person lives")
        )  # fmt: skip
    if homes and not document:
        raise NotRead(
            Issue(found.place, "Patient.identifier", Code.REQUIRED, HOME_NEEDS_A_DOCUMENT)
        )
    return Named(document, *homes) if document else None


def document_of(bundle: Bundle, entry: Entry, subject: Any, path: str) -> str:
    """Return the number of a patient's document; raises NotRead.

    `path` is where the entry's resource names the patient.
    """
    found = _referred(bundle, entry, f"{entry.kind}.{path}", subject, "Patient")
    return _document(found, checked(found).identifier or [], needed=True)


def _document(patient: Entry, identifiers: list[Any], *, needed: bool) -> str:
    """Return the number of the document among identifiers; empty where none is needed."""
    numbers = [each.value for each in identifiers if _is_document(each)]
    if len(set(numbers)) > 1:
        raise NotRead(
            Issue(patient.place, "Patient.identifier", Code.BUSINESS_RULE,
                  "names several documents: give the one by which the person is enrolled")
        )  # fmt: skip
    if not numbers and needed:
        raise NotRead(Issue(patient.place, "Patient.identifier", Code.REQUIRED, NO_DOCUMENT))
    return numbers[0] if numbers else ""


def _is_document(identifier: Any) -> bool:
    system = identifier.system or ""
    if not identifier.value or system == codes.HOME:
        return False
    if system == codes.RESIDENT_CARD or codes.PASSPORT.fullmatch(system):
        return True
    typed = codes.pairs(identifier.type)
    return any(s == codes.IDENTIFIER_TYPES and c in codes.DOCUMENT_TYPES for s, c in typed)


def _referred(bundle: Bundle, entry: Entry, path: str, reference: Any, kind: str) -> Entry:
    address = reference.reference or ""
    found = bundle.referred(address)
    if found is None or found.kind != kind:
        raise NotRead(
            Issue(entry.place, path, Code.NOT_FOUND,
                  f"refers to {address!r}, which is no {kind} of this bundle, or not the only one")
        )  # fmt: skip
    return found
