"""The sample's cases, contacts, arrivals, orders and tests: a hundredth of the people, by the seed.

Cases and arrivals come from registers, as do orders; contacts are filed by the epidemiologist of
the county and approved by the province's reviewer. Two contacts are left to be approved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin
from sample.milestones import Milestone, reach, reached
from sample.officials import POSTS, PROVINCE
from sample.plan import SampleProvince
from sample.screening import Sampled, take_tests
from sample.story import SET_IN

# Of so many of the people something is told: `share` at its default.
SHARE = 0.01
CASES, ARRIVALS, TESTED = 0.04, 0.1, 0.5
# Contacts are found where there are epidemiologists to look for them.
CONTACTS = 0.6
# The first case of a county with an outbreak is so many days old at most, and the last contacts
# found there are one of each kind, of that case: what follows from them is to be seen.
FRESH = 2.5
LEFT_AWAITING = 2

LAW = "《中华人民共和国传染病防治法》"
REPORTING, OBSERVATION = f"{LAW}第三十条", f"{LAW}第三十九条"
BORDER = "《中华人民共和国国境卫生检疫法》第十二条"
COUNTRIES = ("JP", "KR", "US", "SG", "TH", "DE")
METHODS = ("电话流调", "现场流调", "场所视频核查")
KINDS = (
    EvidenceClass.CLOSE_CONTACT,
    EvidenceClass.SECONDARY_CONTACT,
    EvidenceClass.GENERAL_CONTACT,
)
SHARES = (0.4, 0.3, 0.3)
ORDER_OF = {
    EvidenceClass.CLOSE_CONTACT: EvidenceClass.CENTRAL_ISOLATION,
    EvidenceClass.SECONDARY_CONTACT: EvidenceClass.HOME_ISOLATION,
    EvidenceClass.GENERAL_CONTACT: EvidenceClass.MONITORING,
    EvidenceClass.OVERSEAS_ARRIVAL: EvidenceClass.CENTRAL_ISOLATION,
}
DAYS_OF = {
    EvidenceClass.CENTRAL_ISOLATION: 10,
    EvidenceClass.HOME_ISOLATION: 7,
    EvidenceClass.MONITORING: 3,
}

Officials = dict[str, User]


@dataclass(frozen=True, slots=True)
class Told:
    """How much was told of a province's people."""

    cases: int
    contacts: int
    arrivals: int
    orders: int
    results: int


@dataclass(slots=True)
class Crowd:
    """The people of a province of whom nothing has been told yet, in an order of the seed's."""

    rng: np.random.Generator
    now: datetime  # to the minute, as moments of evidence are
    told_at: datetime  # when officials act: in office since a moment ago
    left: dict[str, list[int]] = field(default_factory=dict)
    size: int = 0

    @classmethod
    def gathered(cls, seed: Sequence[int], now: datetime) -> Crowd:
        """Return everybody in the province in scope."""
        minute = now.replace(second=0, microsecond=0)
        crowd = cls(np.random.default_rng(seed), minute, now)
        rows = list(Citizen.objects.order_by("pk").values_list("pk", "area__code"))
        crowd.size = len(rows)
        for place in crowd.rng.permutation(len(rows)).tolist():
            key, county = rows[place]
            crowd.left.setdefault(county, []).append(key)
        return crowd

    def take(self, count: int, county: str = "") -> list[Citizen]:
        """Return so many people, or as many as are left, of a county or of all by their size."""
        if county:
            keys = [self._next(county) for _ in range(min(count, len(self.left.get(county, []))))]
        else:
            keys = list(self._of_all(count))
        found = Citizen.objects.select_related("area").in_bulk(keys)
        return [found[key] for key in keys]

    def _of_all(self, count: int) -> Iterator[int]:
        names = sorted(self.left)
        sizes = np.array([len(self.left[name]) for name in names], float)
        for place in self.rng.choice(len(names), count, p=sizes / sizes.sum()) if names else ():
            if self.left[names[place]]:
                yield self._next(names[place])

    def _next(self, county: str) -> int:
        return self.left[county].pop()

    def ago(self, least_days: float, most_days: float) -> datetime:
        """Return a moment some days ago."""
        minutes = int(self.rng.uniform(least_days * 1440, most_days * 1440))
        return self.now - timedelta(minutes=minutes)

    def one_of(self, things: Sequence[str]) -> str:
        """Return one of some things."""
        return things[int(self.rng.integers(len(things)))]


@transaction.atomic
def tell(
    province: SampleProvince,
    officials: Officials,
    *,
    seed: int,
    now: datetime,
    share: float = SHARE,
) -> Told:
    """Tell of a share of the people of the province in scope, who are enrolled already."""
    crowd = Crowd.gathered([seed, int(province.code), 5], now)
    authors = _authors(province, officials)
    cases = _record(_cases(crowd, share, authors), crowd.told_at)
    contacts = _contacts(crowd, share, cases, authors, officials["reviewer"])
    arrivals = _record(_arrivals(crowd, share), crowd.told_at)
    orders = _record(_orders(crowd, [*contacts, *arrivals]), crowd.told_at)
    _end(crowd, [*cases, *orders])
    tested = crowd.take(round(crowd.size * share * TESTED))
    results = take_tests(Sampled(crowd.rng, crowd.now), cases, contacts, arrivals, tested)
    told = Told(len(cases), len(contacts), len(arrivals), len(orders), results)
    reach(Milestone.EVIDENCE, {"cases": told.cases, "contacts": told.contacts}, at=now)
    return told


def is_told() -> bool:
    """Tell whether the evidence of the province in scope has been told."""
    return reached(Milestone.EVIDENCE) is not None


def _authors(province: SampleProvince, officials: Officials) -> dict[str, User]:
    """Return the epidemiologist of each county that has one."""
    counties = SET_IN[province.code]
    return {
        getattr(counties, post.where): officials[post.username]
        for post in POSTS
        if post.role == "epidemiologist" and post.where != PROVINCE
    }


def _record(claims: Sequence[evidence.Claim], now: datetime) -> list[Evidence]:
    done = evidence.record_many(claims, source=Origin.REGISTRY, now=now)
    if done.refused:
        raise ValueError(f"the sample tells nonsense: {done.refused[0][1]}")
    return done.kept


def _cases(crowd: Crowd, share: float, counties: dict[str, User]) -> list[evidence.Claim]:
    """Return cases all over the province, a fresh one in every county with an outbreak."""
    first = [person for county in sorted(counties) for person in crowd.take(1, county)]
    others = crowd.take(max(0, round(crowd.size * share * CASES) - len(first)))
    found = [_case(crowd, person, number, FRESH) for number, person in enumerate(first)]
    return found + [_case(crowd, person, len(first) + n, 18) for n, person in enumerate(others)]


def _case(crowd: Crowd, person: Citizen, number: int, most_days: float) -> evidence.Claim:
    is_confirmed = crowd.rng.random() < 0.6
    at = crowd.ago(1, most_days)
    return evidence.Claim(
        citizen=person,
        evidence_class=(
            EvidenceClass.CONFIRMED_CASE if is_confirmed else EvidenceClass.ASYMPTOMATIC_CASE
        ),
        happened_at=at,
        onset_at=at - timedelta(hours=int(crowd.rng.integers(6, 72))) if is_confirmed else None,
        expires_at=at + timedelta(days=90),
        source_reference=f"IDR-{person.area.code}-{number:06d}",
        authority="中国疾病预防控制信息系统",
        legal_basis=REPORTING,
    )


def _contacts(
    crowd: Crowd, share: float, cases: Sequence[Evidence], authors: dict[str, User], second: User
) -> list[Evidence]:
    """Have contacts filed in each county with an outbreak, and approved but for a few."""
    found: list[Evidence] = []
    for number, (county, author) in enumerate(sorted(authors.items())):
        of_county = [case for case in cases if case.citizen.area.code == county]
        people = crowd.take(round(len(crowd.left.get(county, [])) * share * CONTACTS), county)
        claims = list(_claims(crowd, people, of_county))
        waiting = LEFT_AWAITING if number == 0 and len(claims) > LEFT_AWAITING else 0
        for claim in claims[:waiting]:
            evidence.propose(claim, by=author, now=crowd.told_at)
        found += evidence.effect_many(
            claims[waiting:], by=author, approved_by=second, now=crowd.told_at
        )
    return found


def _claims(
    crowd: Crowd, people: Sequence[Citizen], cases: Sequence[Evidence]
) -> Iterator[evidence.Claim]:
    """Yield a county's contacts of its cases, if it has any; the last ones are of the latest."""
    if not cases:
        return
    latest = max(cases, key=lambda case: case.happened_at)
    sure = KINDS[: len(people)]
    for person in people[: len(people) - len(sure)]:
        case = cases[int(crowd.rng.integers(len(cases)))]
        yield _contact(crowd, person, case, KINDS[int(crowd.rng.choice(len(KINDS), p=SHARES))])
    for person, kind in zip(people[len(people) - len(sure) :], sure, strict=True):
        yield _contact(crowd, person, latest, kind)


def _contact(crowd: Crowd, person: Citizen, case: Evidence, kind: EvidenceClass) -> evidence.Claim:
    at = case.happened_at - timedelta(hours=int(crowd.rng.integers(2, 60)))
    return evidence.Claim(
        citizen=person,
        evidence_class=kind,
        happened_at=at,
        expires_at=at + timedelta(days=28),
        source_reference=f"流调报告 {case.source_reference}",
        authority=f"{person.area.name_zh}疾病预防控制中心",
        legal_basis=OBSERVATION,
        contact=evidence.Contact(method=crowd.one_of(METHODS), case=case),
    )


def _arrivals(crowd: Crowd, share: float) -> list[evidence.Claim]:
    """Return arrivals from abroad, as the border's register tells of them."""
    claims = []
    for number, person in enumerate(crowd.take(round(crowd.size * share * ARRIVALS))):
        at = crowd.ago(0.2, 20)
        claims.append(
            evidence.Claim(
                citizen=person,
                evidence_class=EvidenceClass.OVERSEAS_ARRIVAL,
                happened_at=at,
                expires_at=at + timedelta(days=28),
                source_reference=f"ENTRY-{at:%Y%m%d}-{number:06d}",
                authority="海关卫生检疫信息系统",
                legal_basis=BORDER,
                details={
                    "country": crowd.one_of(COUNTRIES),
                    "bound_elsewhere": bool(crowd.rng.random() < 0.1),
                },
            )
        )
    return claims


def _orders(crowd: Crowd, pieces: Sequence[Evidence]) -> list[evidence.Claim]:
    """Return the orders that follow from contacts and arrivals, in the registers of counties."""
    claims = []
    for number, piece in enumerate(pieces):
        kind = ORDER_OF[EvidenceClass(piece.evidence_class)]
        starts = min(crowd.now, piece.happened_at + timedelta(hours=int(crowd.rng.integers(2, 30))))
        ends = starts + timedelta(days=DAYS_OF[kind])
        expires = ends + timedelta(days=7)
        if expires > crowd.now:
            claims.append(
                evidence.Claim(
                    citizen=piece.citizen,
                    evidence_class=kind,
                    happened_at=starts,
                    ends_at=ends,
                    expires_at=expires,
                    source_reference=f"ORDER-{piece.citizen.area.code}-{number:06d}",
                    authority=f"{piece.citizen.area.name_zh}疫情防控指挥部",
                    legal_basis=OBSERVATION,
                )
            )
    return claims


def _end(crowd: Crowd, pieces: Sequence[Evidence]) -> None:
    """Have those discharged who have been in hospital for long, and those released who are due."""
    endings = []
    for piece in pieces:
        at = piece.ends_at or piece.happened_at + timedelta(days=int(crowd.rng.integers(9, 15)))
        if at <= crowd.now:
            because = "期满解除" if piece.ends_at else "符合出院标准"
            endings.append(evidence.Ending(piece, at, because))
    evidence.end_many(endings, now=crowd.told_at)
