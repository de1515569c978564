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
from provinces.citizens import identities
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
from provinces.tenancy import credentials, scope
from provinces.tenancy.tasks import nudge

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


class _Refused(ValueError):
    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.said)
        self.issue = issue


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
    sites = {site.code: site.pk for site in laboratory.sites.all()}
    for each in told:
        try:
            made = _made(laboratory, each, sites, now)
        except _Refused as refusal:
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


def _made(laboratory: Laboratory, told: Told, sites: dict[str, int], now: datetime) -> _Taken:
    """Return a result as rows; raises _Refused."""
    _require_name(told, now)
    people, digested = _people(told, sites), [told.status]
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
            *sorted(each.hex() for each in people if each),
        ]  # fmt: skip
        sealed = [
            SealedResult(
                version=version,
                document_hash=person,
                site_id=sites.get(told.site),
                sealed=sealing.seal(result, identifier=told.identifier),
                received_at=now,
            )
            for person in people
        ]
    version.digest = hashlib.sha256(rfc8785.dumps(digested)).digest()
    return _Taken(version, sealed)


def _require_name(told: Told, now: datetime) -> None:
    text = told.identifier
    if not text or len(text) > 120 or not text.isprintable():
        raise _Refused(
            Issue(told.entry, "identifier", Code.VALUE, "is not 1 to 120 printable characters")
        )
    if told.version > now + TOLERANCE:
        raise _Refused(Issue(told.entry, "Observation.issued", Code.VALUE, "is to come"))


def _people(told: Told, sites: dict[str, int]) -> list[bytes | None]:
    """Return the keyed hashes of the documents of those a result is of; raises _Refused.

    None stands for whoever gave the sample at a site.
    """
    if told.site and told.site not in sites:
        said = f"no site {told.site!r} is among those you report for"
        raise _Refused(Issue(told.entry, "Specimen.accessionIdentifier.system", Code.VALUE, said))
    key = credentials.key_of(scope.current().slug)
    try:
        hashes = [identities.document_hash(key, number) for number in told.documents]
    except identities.NotADocument as problem:
        raise _Refused(Issue(told.entry, "Patient.identifier", Code.VALUE, str(problem))) from None
    return [*hashes] or [None]


def _checked(laboratory: Laboratory, told: Told, now: datetime) -> ReportedResult:
    """Return a result with its times in whole minutes; raises _Refused."""
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
        raise _Refused(Issue(told.entry, PATHS.get(name, name), Code.VALUE, said))
    return found


def _issue(entry: int, code: Code, said: str) -> Issue:
    return Issue(entry, "Observation", code, said)
