"""The vocabulary of rules: every fact a rule may name, on one page.

A fact is a column of the fact sheet; its column is its name with underscores. Facts come in groups,
and each group rests on one source: what a ground may rest on is the closed list `Source`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provinces.evidence.classes import FORMS, EvidenceClass

from .words import ENDINGS, GROUPS, MOMENTS, Words


class Kind(StrEnum):
    """What a fact is. The last three are provenance and lists: no condition may name them."""

    MOMENT = "moment"
    MINUTES = "minutes"
    COUNT = "count"
    HOURS = "hours"
    FLAG = "flag"
    CODE = "code"
    ZONE = "zone"
    REFERENCE = "reference"
    MOMENTS = "moments"


# What a condition may compare.
COMPARABLE = frozenset(Kind) - {Kind.ZONE, Kind.REFERENCE, Kind.MOMENTS}


class Source(StrEnum):
    """What facts rest on: a class of evidence, or what the province observes by itself."""

    ZONE_EXPOSURE = "zone_exposure"
    DIVISION_STAY = "division_stay"
    COMPANIONSHIP = "companionship"
    TEST_RESULT = "test_result"
    VACCINATION = "vaccination"
    CONFIRMED_CASE = EvidenceClass.CONFIRMED_CASE
    ASYMPTOMATIC_CASE = EvidenceClass.ASYMPTOMATIC_CASE
    SUSPECTED_CASE = EvidenceClass.SUSPECTED_CASE
    CLOSE_CONTACT = EvidenceClass.CLOSE_CONTACT
    SECONDARY_CONTACT = EvidenceClass.SECONDARY_CONTACT
    GENERAL_CONTACT = EvidenceClass.GENERAL_CONTACT
    GOODS_CONTACT = EvidenceClass.GOODS_CONTACT
    FLIGHT_COMPANION = EvidenceClass.FLIGHT_COMPANION
    COACH_COMPANION = EvidenceClass.COACH_COMPANION
    TRAIN_COMPANION = EvidenceClass.TRAIN_COMPANION
    OVERSEAS_ARRIVAL = EvidenceClass.OVERSEAS_ARRIVAL
    PROVINCE_ARRIVAL = EvidenceClass.PROVINCE_ARRIVAL
    CENTRAL_ISOLATION = EvidenceClass.CENTRAL_ISOLATION
    HOME_ISOLATION = EvidenceClass.HOME_ISOLATION
    MONITORING = EvidenceClass.MONITORING
    EXPOSED_WORK = EvidenceClass.EXPOSED_WORK
    SYMPTOMS_DECLARED = EvidenceClass.SYMPTOMS_DECLARED
    WELLNESS_DECLARED = EvidenceClass.WELLNESS_DECLARED
    PHARMACY_PURCHASE = EvidenceClass.PHARMACY_PURCHASE
    CLINIC_VISIT = EvidenceClass.CLINIC_VISIT


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be known about a person; every one may also be unknown."""

    group: str
    field: str
    kind: Kind
    source: Source
    meaning: Words
    keep_days: int

    @property
    def name(self) -> str:
        return f"{self.group}.{self.field}"

    @property
    def column(self) -> str:
        return self.name.replace(".", "_")

    @property
    def unit(self) -> str:
        """Say what a number counts, and of moments how fine they are."""
        return {
            Kind.MOMENT: "UTC, to the minute",
            Kind.MOMENTS: "UTC, to the minute, in order",
            Kind.MINUTES: "minutes",
            Kind.HOURS: "whole hours",
        }.get(self.kind, "")


# Which group of facts each class of evidence fills.
GROUP_OF = {
    EvidenceClass.CONFIRMED_CASE: "cases.confirmed",
    EvidenceClass.ASYMPTOMATIC_CASE: "cases.asymptomatic",
    EvidenceClass.SUSPECTED_CASE: "cases.suspected",
    EvidenceClass.CLOSE_CONTACT: "contacts.close",
    EvidenceClass.SECONDARY_CONTACT: "contacts.secondary",
    EvidenceClass.GENERAL_CONTACT: "contacts.general",
    EvidenceClass.GOODS_CONTACT: "contacts.goods",
    EvidenceClass.FLIGHT_COMPANION: "travel.flight",
    EvidenceClass.COACH_COMPANION: "travel.coach",
    EvidenceClass.TRAIN_COMPANION: "travel.train",
    EvidenceClass.OVERSEAS_ARRIVAL: "arrivals.overseas",
    EvidenceClass.PROVINCE_ARRIVAL: "arrivals.province",
    EvidenceClass.CENTRAL_ISOLATION: "orders.central_isolation",
    EvidenceClass.HOME_ISOLATION: "orders.home_isolation",
    EvidenceClass.MONITORING: "orders.monitoring",
    EvidenceClass.EXPOSED_WORK: "work.exposed",
    EvidenceClass.SYMPTOMS_DECLARED: "declarations.symptoms",
    EvidenceClass.WELLNESS_DECLARED: "declarations.wellness",
    EvidenceClass.PHARMACY_PURCHASE: "signals.pharmacy",
    EvidenceClass.CLINIC_VISIT: "signals.clinic",
}

# 14 days: presences and stays are dropped then, and with them what they met.
OBSERVED_DAYS = 14

LEVELS = {"low": 1, "medium": 2, "high": 3}
OF_LEVEL = {"low": ("低", "low"), "medium": ("中", "medium"), "high": ("高", "high")}


def _exposures(level: str) -> Iterator[Fact]:
    zh, en = OF_LEVEL[level]
    group, source = f"exposures.{level}", Source.ZONE_EXPOSURE
    told = [
        ("left_at", Kind.MOMENT, f"最后一次离开{zh}风险区的时间（当日停留达到规定时长）",
         f"When the person last left a {en}-risk zone, having stayed long enough that day"),
        ("minutes", Kind.MINUTES, f"当日在该{zh}风险区停留的分钟数",
         f"Minutes stayed in that {en}-risk zone on that day"),
        ("answered", Kind.FLAG, f"该{zh}风险区的停留是否依据本人对询问的肯定回答",
         f"Whether the stay in that {en}-risk zone rests on the person's own yes to a question"),
        ("zone", Kind.ZONE, f"该{zh}风险区", f"That {en}-risk zone"),
    ]  # fmt: skip
    for field, kind, meaning_zh, meaning_en in told:
        yield Fact(group, field, kind, source, Words(meaning_zh, meaning_en), OBSERVED_DAYS)


def _division_stays(level: str) -> Iterator[Fact]:
    zh, en = OF_LEVEL[level]
    group, source = f"divisions.{level}", Source.DIVISION_STAY
    left = Words(
        f"最后一次离开列为{zh}风险的行政区划的时间",
        f"When the person last left an administrative division listed at {en} risk",
    )
    code = Words(
        f"该列为{zh}风险的行政区划的代码", f"The code of that division listed at {en} risk"
    )
    yield Fact(group, "left_at", Kind.MOMENT, source, left, OBSERVED_DAYS)
    yield Fact(group, "code", Kind.CODE, source, code, OBSERVED_DAYS)


def _companionship() -> Iterator[Fact]:
    group, source = "companion", Source.COMPANIONSHIP
    told = [
        ("last_at", Kind.MOMENT, "最后一次与病例处于同一时空网格的时间",
         "When the person last shared a cell with a case at the same time"),
        ("minutes", Kind.MINUTES, "与病例同时处于同一网格的累计分钟数",
         "Minutes spent in one cell with that case at the same time"),
        ("stay_minutes", Kind.MINUTES, "本人或病例在该网格累计停留的分钟数，取较大者",
         "Minutes that the person, or the case if longer, stayed in that cell altogether"),
        ("evidence", Kind.REFERENCE, "所依据的病例", "The case that it rests on"),
    ]  # fmt: skip
    for field, kind, meaning_zh, meaning_en in told:
        yield Fact(group, field, kind, source, Words(meaning_zh, meaning_en), OBSERVED_DAYS)


def _tests() -> Iterator[Fact]:
    told = [
        ("tests.positive", "sampled_at", Kind.MOMENT, "最近一次阳性检测的采样时间",
         "When the last positive test was sampled"),
        ("tests.positive", "resulted_at", Kind.MOMENT, "该阳性检测出结果的时间",
         "When the result of that positive test was known"),
        ("tests.positive", "pooled", Kind.FLAG, "该检测是否为混采",
         "Whether it was a pooled sample"),
        ("tests.positive", "result", Kind.REFERENCE, "该阳性检测结果", "That positive result"),
        ("tests.negative", "sampled_at", Kind.MOMENT, "最近一次阴性检测的采样时间",
         "When the last negative test was sampled"),
        ("tests.negative", "resulted_at", Kind.MOMENT, "该阴性检测出结果的时间",
         "When the result of that negative test was known"),
        ("tests.negative", "result", Kind.REFERENCE, "该阴性检测结果", "That negative result"),
        ("tests.negatives", "count", Kind.COUNT, "保留期内阴性检测的次数",
         "How many negative tests are kept"),
        ("tests.negatives", "gap_hours", Kind.HOURS, "最近两次阴性检测采样的间隔",
         "Hours between the samples of the last two negative tests"),
        ("tests.negatives", "sampled", Kind.MOMENTS, "各次阴性检测的采样时间",
         "When the negative tests were sampled"),
        ("tests.negatives", "resulted", Kind.MOMENTS, "各次阴性检测出结果的时间，次序同上",
         "When their results were known, in the same order"),
    ]  # fmt: skip
    for group, field, kind, meaning_zh, meaning_en in told:
        meaning = Words(meaning_zh, meaning_en)
        yield Fact(group, field, kind, Source.TEST_RESULT, meaning, TESTS_DAYS)


# 14 days after a result stops to matter, which is 14 days at the longest window of a rule.
TESTS_DAYS = 28
# Vaccinations stay with the register that tells of them.
VACCINATIONS_DAYS = 365


def _vaccination() -> Iterator[Fact]:
    source = Source.VACCINATION
    doses = Words("已接种剂次", "Doses received")
    last = Words("最近一次接种的时间", "When the last dose was given")
    yield Fact("vaccination", "doses", Kind.COUNT, source, doses, VACCINATIONS_DAYS)
    yield Fact("vaccination", "last_at", Kind.MOMENT, source, last, VACCINATIONS_DAYS)


DETAILS = {
    "country": (Kind.CODE, Words("来自的国家或地区代码", "The code of the country it was from")),
    "bound_elsewhere": (
        Kind.FLAG,
        Words("目的地是否在省外", "Whether the journey ends in another province"),
    ),
    "division": (Kind.CODE, Words("来自的行政区划代码", "The code of the division it was from")),
}


def _of_class(of: EvidenceClass) -> Iterator[Fact]:
    """Yield the facts that a class of evidence fills: of several pieces, the one last happened."""
    form, group = FORMS[of], GROUP_OF[of]
    told = [(form.happened, Kind.MOMENT, MOMENTS[form.happened])]
    if form.has_onset:
        told.append(("onset_at", Kind.MOMENT, MOMENTS["onset_at"]))
    if form.has_planned_end:
        told.append(("ends_at", Kind.MOMENT, MOMENTS["ends_at"]))
    if form.ended:
        told.append((form.ended, Kind.MOMENT, ENDINGS[form.ended]))
    told += [(name, *DETAILS[name]) for name in form.details if name in DETAILS]
    told.append(("expires_at", Kind.MOMENT, MOMENTS["expires_at"]))
    told.append(("evidence", Kind.REFERENCE, Words("所依据的证据", "The evidence it rests on")))
    for field, kind, meaning in told:
        words = Words(
            f"{GROUPS[group].zh}：{meaning.zh}", f"{GROUPS[group].en}: {meaning.en_within}"
        )
        yield Fact(group, field, kind, Source(of), words, form.most_days)


FACTS = [
    *(fact for level in ("high", "medium", "low") for fact in _exposures(level)),
    *(fact for level in ("high", "medium") for fact in _division_stays(level)),
    *_companionship(),
    *(fact for of in EvidenceClass for fact in _of_class(of)),
    *_tests(),
    *_vaccination(),
]
BY_NAME = {fact.name: fact for fact in FACTS}
