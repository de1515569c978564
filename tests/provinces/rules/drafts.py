"""Rule sets at random, with whatever the format can say; seeded, so repeatable."""

from __future__ import annotations

from random import Random
from typing import Any

from provinces.evidence.classes import EvidenceClass
from provinces.facts.schema import COMPARABLE, FACTS, Fact, Kind, Source
from tests.provinces.rules import documents
from tests.provinces.rules.documents import Json, either, known

COUNTINGS = ["exact", "inclusive", "exclusive"]
CLOCKS = ["sample", "result"]
STATUSES = ["yellow", "orange", "red"]
OBSERVED = [Source.ZONE_EXPOSURE, Source.DIVISION_STAY, Source.COMPANIONSHIP, Source.TEST_RESULT]
MOMENTS = [fact for fact in FACTS if fact.kind is Kind.MOMENT]


def ruleset(chance: Random) -> Json:
    """Return a rule set that only lacks cases of its own."""
    companion = {"resolution": 8, "minutes": 10, "stay_minutes": 1800, "lookback_days": 14}
    return documents.ruleset(
        *(_ground(chance, number) for number in range(chance.randrange(3, 7))),
        parameters={"dwell_minutes": 10, "companion": companion},
        statuses=[
            documents.status("green", 0, "free"),
            documents.status("yellow", 1, "restricted"),
            documents.status("orange", 2, "restricted"),
            documents.status("red", 3, "held"),
        ],
    )


def _ground(chance: Random, number: int) -> Json:
    sources = chance.sample([*OBSERVED, *map(Source, EvidenceClass)], chance.choice([1, 1, 2]))
    anchor = chance.choice(_of([sources[0]], Kind.MOMENT))
    shown = chance.sample([fact.name for fact in FACTS if fact.source in sources], 2)
    return documents.ground(
        f"ground_{number}",
        anchor.name,
        rests_on=list(map(str, sources)),
        when=_condition(chance, anchor, sources),
        anchor=_anchor(chance, anchor),
        phases=_phases(chance, anchor),
        evidence={"anchor": anchor.name, "one": shown[0], "other": shown[1]},
    )


def _of(sources: list[Source], *kinds: Kind) -> list[Fact]:
    return [
        fact
        for fact in FACTS
        if fact.source in sources and fact.kind in kinds and fact.field != "expires_at"
    ]


def _condition(chance: Random, anchor: Fact, sources: list[Source]) -> Json:
    """Return a condition that needs the anchor, and asks something of every source."""
    asked = [known(anchor.name)]
    for source in sources:
        facts = chance.sample(_of([source], *sorted(COMPARABLE)), 1)
        asked += [_about(chance, fact) for fact in facts if chance.random() < 0.7]
        if source is not sources[0]:
            moments = _of([source], Kind.MOMENT)
            others = [known(fact.name) for fact in chance.sample(moments, 1)]
            asked.append(either(known(anchor.name), *others))
    return {"and": [*asked, True]}


def _about(chance: Random, fact: Fact) -> Json:
    var = {"var": fact.name}
    if fact.kind is Kind.MOMENT:
        day = documents.text(documents.at(chance.randrange(-10, 60), chance.randrange(24)))
        operator = chance.choice(["after", "before", "not-after", "not-before"])
        return {operator: [{"plusTime": [var, chance.randrange(3), "day"]},
                           {"plusTime": [day, 0, "day"]}]}  # fmt: skip
    if fact.kind is Kind.FLAG:
        return {"===": [var, chance.random() < 0.5]}
    if fact.kind is Kind.CODE:
        return {"in": [var, ["SG", "MO", "110105", "533102"]]}
    return {chance.choice([">", "<="]): [var, chance.choice([0, 1, 24, 60, 1800])]}


def _anchor(chance: Random, anchor: Fact) -> Json:
    counting = {"counting": chance.choice(COUNTINGS)}
    if chance.random() < 0.3:
        test, clock = chance.choice([1, 1, 2, 3]), chance.choice(CLOCKS)
        return {"test": test, "after": anchor.name, "clock": clock, **counting}
    return {"fact": anchor.name, **counting}


def _phases(chance: Random, anchor: Fact) -> list[Json]:
    count = chance.choice([1, 2, 2, 3])
    phases: list[Json] = []
    for number in range(count):
        is_last = number == count - 1
        status = chance.choice(STATUSES if is_last else [*STATUSES, "green"])
        phase: Json = {"status": status, "days": chance.randrange(1, 21)}
        if chance.random() < 0.6:
            phase["clears"] = [_clearing(chance, anchor) for _ in range(chance.choice([1, 1, 2]))]
        phases.append(phase)
    return phases


def _clearing(chance: Random, anchor: Fact) -> Json:
    if chance.random() < 0.4:
        near = [fact for fact in MOMENTS if fact.source == anchor.source]
        return {"event": chance.choice([*near, *near, chance.choice(MOMENTS)]).name}
    count, days = chance.choice([1, 2, 2, 3, 4, 5]), chance.choice([1, 2, 3, 7, 14])
    most = 24 * days // max(1, count - 1)
    tests: dict[str, Any] = {
        "count": count,
        "within_days": days,
        "hours_apart": min(chance.choice([0, 0, 12, 24, 24, 48]), most),
        "clock": chance.choice(CLOCKS),
    }
    if chance.random() < 0.3:
        tests["since"] = anchor.name
    return {"tests": tests}
