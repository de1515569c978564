"""The tests that the sample's people took: of cases, of contacts, of arrivals, and of anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.screening import services as screening
from provinces.screening.models import Method, Outcome

SOURCE = "sample"
LABORATORIES = ("市疾控中心实验室", "协和医学检验所", "金域医学检验所")
# Contacts and arrivals are tested on these days; one tube in mass screening is ten people's.
ON_DAYS = (1, 4, 7)
TUBE = 10


@dataclass(frozen=True, slots=True)
class Sampled:
    """The chance and the clock of sampling: no result is from the time to come."""

    rng: np.random.Generator
    now: datetime

    def result(
        self, citizen: int, at: datetime, outcome: Outcome, reference: str, tube: int | None = None
    ) -> screening.ReportedResult:
        """Return a result of a sample, or of a tube, which a laboratory had some hours later."""
        place = int(self.rng.integers(len(LABORATORIES))) if tube is None else tube
        return screening.ReportedResult(
            citizen=citizen,
            sampled_at=at,
            resulted_at=min(at + timedelta(hours=float(self.rng.uniform(4, 14))), self.now),
            outcome=outcome,
            method=Method.PCR,
            laboratory=LABORATORIES[place % len(LABORATORIES)],
            sample_reference=reference,
            pooled=tube is not None,
            specimen="咽拭子",
        )


def take_tests(
    sampled: Sampled,
    cases: Sequence[Evidence],
    contacts: Sequence[Evidence],
    arrivals: Sequence[Evidence],
    others: Sequence[Citizen],
) -> int:
    """Have everybody tested as they would have been; return how many results there are."""
    results = [
        *_of_cases(sampled, cases),
        *_of_watched(sampled, [*contacts, *arrivals]),
        *_of_others(sampled, others),
    ]
    report = screening.record(results, source=SOURCE, now=sampled.now)
    if report.told:
        raise ValueError(f"the sample tells nonsense: {report.told[0]}")
    return report.kept


def _of_cases(sampled: Sampled, cases: Sequence[Evidence]) -> Iterator[screening.ReportedResult]:
    for case in cases:
        at = case.happened_at - timedelta(hours=float(sampled.rng.uniform(8, 20)))
        yield sampled.result(case.citizen_id, at, Outcome.POSITIVE, f"C-{case.pk}")


def _of_watched(sampled: Sampled, pieces: Sequence[Evidence]) -> Iterator[screening.ReportedResult]:
    for piece in pieces:
        for day in ON_DAYS:
            at = piece.happened_at + timedelta(days=day, hours=float(sampled.rng.uniform(-3, 3)))
            if at < sampled.now - timedelta(hours=1):
                yield sampled.result(piece.citizen_id, at, Outcome.NEGATIVE, f"W-{piece.pk}-{day}")


def _of_others(sampled: Sampled, people: Sequence[Citizen]) -> Iterator[screening.ReportedResult]:
    """Yield the results of mass screening, whose tubes are ten people's."""
    for start in range(0, len(people), TUBE):
        tube = start // TUBE
        at = sampled.now - timedelta(days=float(sampled.rng.uniform(0.1, 6)))
        for person in people[start : start + TUBE]:
            yield sampled.result(person.pk, at, Outcome.NEGATIVE, f"T-{tube:06d}", tube)
