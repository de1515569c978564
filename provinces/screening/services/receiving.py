"""Bundles of laboratories come in; nobody is looked up, so nobody is found out.

    body ──► bundle ──► results told ──► versions of reports, results sealed ──► an answer
                                                        │
                          later, apart from the answer  └──► delivered to whom they are of

What is done and what is answered is the same whether a document is of somebody enrolled or not:
the question is not asked here. `delivering` asks it, when the laboratory has its answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import rfc8785
from django.db import transaction

from core.db import locks
from core.periods import EARLIEST
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening import sealing
from provinces.screening.fhir import bundles, reading
from provinces.screening.fhir.issues import Code, Issue
from provinces.screening.fhir.reading import Told
from provinces.screening.models import (
    Laboratory,
    Method,
    Outcome,
    ReportVersion,
    SealedResult,
)
from provinces.screening.reports import TOLERANCE, ReportedResult, checked_result
from provinces.tenancy.tasks import nudge

from . import people
from .people import NotTaken
from .versions import Known

DELIVER = "provinces.screening.tasks.deliver"

# Where a laboratory finds what our checks of a result are about.
PATHS = {
    "sampled_at": "Specimen.collection.collectedDateTime",
    "resulted_at": "Observation.issued",
    "sample_reference": "Specimen.accessionIdentifier",
    "specimen": "Specimen.type",
}


@dataclass(slots=True)
class Answer:
    """What became of a bundle's entries; each is told of in one of these lists."""

    kept: list[Issue] = field(default_factory=list)
    duplicates: list[Issue] = field(default_factory=list)
    refused: list[Issue] = field(default_factory=list)
    passed: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A result that can be kept: its version, and one sealed result for each of its people."""

    version: ReportVersion
    sealed: list[SealedResult]


def receive(laboratory: Laboratory, content: bytes, *, network: str = "", now: datetime) -> Answer:
    """Take in a laboratory's bundle; each entry is kept, known, passed over or refused by itself.

    A transaction is kept whole or not at all. `network` is from where it came. Raises NotABundle;
    nothing is kept then.
    """
    bundle = bundles.opened(content)
    found = reading.read(bundle)
    answer = Answer(refused=found.refused, passed=found.passed)
    with transaction.atomic():
        is_news = _keep(laboratory, bundle, found.told, answer, now)
        _record(laboratory, answer, network, now)
        if is_news:
            nudge(DELIVER)
    return answer


def _keep(
    laboratory: Laboratory,
    bundle: bundles.Bundle,
    told: list[Told],
    answer: Answer,
    now: datetime,
) -> bool:
    """Keep what can be kept, and say so in the answer; return whether there is any."""
    # What a laboratory sends is taken one after another, so that no version is kept twice.
    locks.hold("reports of a laboratory", [laboratory.pk])
    taken = list(_taken(laboratory, told, answer, now))
    if bundle.is_all_or_nothing and answer.refused:
        said = "not kept: another entry of this transaction is refused"
        answer.refused += [_issue(issue.entry, Code.BUSINESS_RULE, said) for issue in answer.kept]
        answer.kept, taken = [], []
    ReportVersion.objects.bulk_create([each.version for each in taken], 1000)
    SealedResult.objects.bulk_create([one for each in taken for one in each.sealed], 1000)
    return bool(taken)


def _record(laboratory: Laboratory, answer: Answer, network: str, now: datetime) -> None:
    """Record that a bundle came in, and from where: whose key was stolen wants to know."""
    body = {
        "kept": len(answer.kept),
        "duplicates": len(answer.duplicates),
        "refused": len({issue.entry for issue in answer.refused}),
        "network": network,
    }
    by = f"laboratory:{laboratory.reference}"
    ledger.record(Event.REPORTS_RECEIVED, by=by, about=laboratory, at=now, body=body)


def _taken(
    laboratory: Laboratory, told: list[Told], answer: Answer, now: datetime
) -> Iterator[_Taken]:
    """Yield what can be kept, and sort every entry into the answer."""
    known = Known.of(laboratory, told)
    names = people.Names.of(laboratory, told, now=now)
    for each in told:
        try:
            made = _made(laboratory, each, names, now)
        except NotTaken as refusal:
            answer.refused.append(refusal.issue)
            continue
        standing = known.compare(made.version)
        if standing.is_news:
            answer.kept.append(_issue(each.entry, Code.INFORMATIONAL, standing.said))
            yield made
        elif standing.is_wrong:
            answer.refused.append(_issue(each.entry, Code.DUPLICATE, standing.said))
        else:
            answer.duplicates.append(_issue(each.entry, Code.DUPLICATE, standing.said))


def _made(laboratory: Laboratory, told: Told, names: people.Names, now: datetime) -> _Taken:
    """Return a result as rows; raises NotTaken."""
    _require_name(told, now)
    whose, digested = people.whose(told, names), [told.status]
    version = ReportVersion(
        laboratory=laboratory,
        identifier=told.identifier,
        version=told.version,
        status=told.status,
        sample_reference=told.sample,
        received_at=now,
        settled_at=now if told.status == reading.FINAL else None,
    )
    sealed = []
    if told.status != reading.WITHDRAWN:
        result = _checked(laboratory, told, now)
        digested += [
            result.sampled_at.isoformat(), result.resulted_at.isoformat(), result.outcome,
            result.method, result.sample_reference, result.specimen, told.site,
            *sorted(each.digested for each in whose if each.hashed),
        ]  # fmt: skip
        sealed = [
            SealedResult(
                version=version,
                document_hash=person.hashed,
                home=person.home,
                site_id=names.sites.get(told.site),
                sealed=sealing.seal(result, identifier=told.identifier, document=person.document),
                received_at=now,
            )
            for person in whose
        ]
    version.digest = hashlib.sha256(rfc8785.dumps(digested)).digest()
    return _Taken(version, sealed)


def _require_name(told: Told, now: datetime) -> None:
    text = told.identifier
    if not text or len(text) > 120 or not text.isprintable():
        raise NotTaken(
            Issue(told.entry, "identifier", Code.VALUE, "is not 1 to 120 printable characters")
        )
    if told.version > now + TOLERANCE:
        raise NotTaken(Issue(told.entry, "Observation.issued", Code.VALUE, "is to come"))
    # Of what is withdrawn no other time is told: of a result, this one is after its sample's.
    if told.version < EARLIEST:
        said = f"is before the year {EARLIEST.year}"
        raise NotTaken(Issue(told.entry, "Observation.issued", Code.VALUE, said))


def _checked(laboratory: Laboratory, told: Told, now: datetime) -> ReportedResult:
    """Return a result with its times in whole minutes; raises NotTaken."""
    found = checked_result(
        ReportedResult(
            citizen=0,
            sampled_at=told.sampled_at or told.version,
            resulted_at=told.version,
            outcome=Outcome(told.outcome),
            method=Method(told.method),
            laboratory=laboratory.name,
            sample_reference=told.sample,
            pooled=told.pooled,
            specimen=told.specimen,
        ),
        now,
    )
    if isinstance(found, tuple):
        name, said = found
        raise NotTaken(Issue(told.entry, PATHS.get(name, name), Code.VALUE, said))
    return found


def _issue(entry: int, code: Code, said: str) -> Issue:
    return Issue(entry, "Observation", code, said)
