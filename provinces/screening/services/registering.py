"""A register's bundles come in: doses of whoever is enrolled are kept, or taken back.

A register sends what it has as often as it likes: what is known is a duplicate, and whoever was a
stranger is found once they have enrolled. How many are strangers is told, and not who.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from provinces.citizens import canaries, identities
from provinces.citizens.models import Identity
from provinces.screening.fhir import bundles, doses
from provinces.screening.fhir.doses import ToldDose
from provinces.screening.fhir.issues import Code, Issue
from provinces.screening.reports import ReportedDose
from provinces.tenancy import credentials, scope

from .vaccinations import NotRegistered, record_vaccinations, strike

# Where a register finds what our checks of a dose are about.
PATHS = {
    "given_at": "Immunization.occurrenceDateTime",
    "vaccine": "Immunization.vaccineCode",
    "dose_number": "Immunization.protocolApplied.doseNumberPositiveInt",
    "register_reference": "Immunization.identifier",
}
TAKEN_BACK = "taken back by its register"
NOT_ALONE = "not kept: another entry of this transaction is refused"


@dataclass(slots=True)
class Taken:
    """What became of a bundle's doses; `read` of them, each counted once in what follows."""

    read: int = 0
    kept: int = 0
    struck: int = 0
    duplicates: int = 0
    strangers: int = 0
    refused: list[Issue] = field(default_factory=list)
    passed: list[Issue] = field(default_factory=list)


def take_doses(content: bytes, *, register: str, now: datetime) -> Taken:
    """Take in a bundle of Immunizations; each is kept, known, passed over or refused by itself.

    A transaction is kept whole or not at all. Raises NotABundle; nothing is kept then.
    """
    bundle = bundles.opened(content)
    found = doses.read(bundle, zone=scope.current().zone)
    taken = Taken(read=len(bundle.of("Immunization")), refused=found.refused, passed=found.passed)
    source = f"register:{register}"
    with transaction.atomic():
        _keep(found.told, taken, source, now)
        for identifier in found.struck:
            _strike(identifier, taken, source, now)
        if bundle.is_all_or_nothing and taken.refused:
            transaction.set_rollback(True)
            return _nothing(bundle, taken)
    return taken


def _keep(told: list[ToldDose], taken: Taken, source: str, now: datetime) -> None:
    """Keep doses of whoever is enrolled."""
    hashes = dict(_hashes(told, taken))
    _touch_canaries(list(hashes.values()), source, now)
    rows = Identity.objects.filter(document_hash__in=hashes.values())
    people = {bytes(row.document_hash): row.citizen_id for row in rows}
    known = [each for each in told if hashes.get(each.entry) in people]
    taken.strangers = len(hashes) - len(known)
    report = record_vaccinations(
        [_reported(each, people[hashes[each.entry]]) for each in known], source=source, now=now
    )
    taken.kept, taken.duplicates = report.kept, report.duplicates
    taken.refused += [
        Issue(known[each.index].entry, PATHS[each.field], Code.VALUE, each.problem)
        for each in report.told
    ]


def _hashes(told: list[ToldDose], taken: Taken) -> list[tuple[int, bytes]]:
    """Return the keyed hash of the document of each dose, by its entry."""
    key = credentials.key_of(scope.current().slug)
    found = []
    for each in told:
        try:
            found.append((each.entry, identities.document_hash(key, each.document)))
        except identities.NotADocument as problem:
            taken.refused.append(Issue(each.entry, "Patient.identifier", Code.VALUE, str(problem)))
    return found


def _touch_canaries(hashes: list[bytes], source: str, now: datetime) -> None:
    for planted in canaries.among(hashes):
        canaries.touch(planted, "register", source={"actor": source}, now=now)


def _reported(told: ToldDose, citizen: int) -> ReportedDose:
    return ReportedDose(
        citizen=citizen,
        given_at=told.given_at,
        vaccine=told.vaccine,
        dose_number=told.number,
        register_reference=told.identifier,
    )


def _strike(identifier: str, taken: Taken, source: str, now: datetime) -> None:
    try:
        strike(identifier, because=TAKEN_BACK, source=source, now=now)
    except NotRegistered:  # of a stranger, or struck before
        taken.duplicates += 1
    else:
        taken.struck += 1


def _nothing(bundle: bundles.Bundle, taken: Taken) -> Taken:
    """Return that nothing of a transaction was kept."""
    spoken_of = {issue.entry for issue in (*taken.refused, *taken.passed)}
    others = [each.place for each in bundle.of("Immunization") if each.place not in spoken_of]
    taken.refused += [
        Issue(place, "Immunization", Code.BUSINESS_RULE, NOT_ALONE) for place in others
    ]
    return Taken(read=taken.read, refused=taken.refused, passed=taken.passed)
