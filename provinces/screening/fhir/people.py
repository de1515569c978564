"""Whose a sample is: by the document of its patient, by its site's number, or a tube of several."""

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


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its number, the site that gave it, who gave it, by document, and when."""

    number: str
    site: str
    documents: tuple[str, ...]
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
    document = document_of(bundle, entry, subject, needed=not site)
    return Sample(number, site, (document,) if document else (), specimen)


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


def _members(bundle: Bundle, pool: Entry, specimen: Any) -> tuple[str, ...]:
    """Return the documents of those whose samples are in a tube."""
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
        found.append(document_of(bundle, part, subject))
    return tuple(dict.fromkeys(found))


def document_of(
    bundle: Bundle, entry: Entry, subject: Any, path: str = "subject", *, needed: bool = True
) -> str:
    """Return the number of a patient's document; empty where there is none and none is needed.

    `path` is where the entry's resource names the patient. Raises NotRead.
    """
    found = _referred(bundle, entry, f"{entry.kind}.{path}", subject, "Patient")
    patient = checked(found)
    numbers = [each.value for each in patient.identifier or [] if _is_document(each)]
    if len(set(numbers)) > 1:
        raise NotRead(
            Issue(found.place, "Patient.identifier", Code.BUSINESS_RULE,
                  "names several documents: give the one by which the person is enrolled")
        )  # fmt: skip
    if not numbers and needed:
        raise NotRead(Issue(found.place, "Patient.identifier", Code.REQUIRED, NO_DOCUMENT))
    return numbers[0] if numbers else ""


def _is_document(identifier: Any) -> bool:
    if not identifier.value:
        return False
    system = identifier.system or ""
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
