"""Rule sets at random, with whatever may be published; seeded, so repeatable."""

from __future__ import annotations

from random import Random
from typing import Any

from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.facts.schema import COMPARABLE, FACTS, GROUP_OF, Fact, Kind, Source
from tests.provinces.rules import documents
from tests.provinces.rules.documents import Json, either, known

COUNTINGS = ["exact", "inclusive", "exclusive"]
CLOCKS = ["sample", "result"]
STATUSES = ["yellow", "orange", "red"]
OBSERVED = [Source.ZONE_EXPOSURE, Source.DIVISION_STAY, Source.COMPANIONSHIP, Source.TEST_RESULT]
PLACES = OBSERVED[:3]
WELLNESS = "declarations.wellness.declared_at"
CLASSES = [Source(of) for of in EvidenceClass if of is not EvidenceClass.WELLNESS_DECLARED]


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
    sources = chance.sample([*OBSERVED, *CLASSES], chance.choice([1, 1, 2]))
    anchor = chance.choice([fact for fact in _of([sources[0]], Kind.MOMENT) if _begins(fact)])
    shown = chance.sample([fact.name for fact in FACTS if fact.source in sources], 2)
    ends = [] if anchor.field == "discharged_at" else _ends(sources[0])
    ends += [end for source in sources[1:] for end in _ends(source)]
    counting = chance.choice(COUNTINGS)
    return documents.ground(
        f"ground_{number}",
        anchor.name,
        rests_on=list(map(str, sources)),
        when=_condition(chance, anchor, sources),
        anchor={"fact": anchor.name, "counting": counting},
        phases=_phases(chance, anchor, ends),
        evidence={"anchor": anchor.name, "one": shown[0], "other": shown[1]},
    )


def _of(sources: list[Source], *kinds: Kind) -> list[Fact]:
    """Return what may be said against somebody; of places only when."""
    return [
        fact
        for fact in FACTS
        if fact.source in sources
        and fact.kind in kinds
        and fact.field != "expires_at"
        and not fact.group.startswith("tests.negative")
        and (fact.source not in PLACES or fact.kind is Kind.MOMENT)
    ]


def _begins(fact: Fact) -> bool:
    return fact.field == "discharged_at" or fact.name not in _ends(fact.source)


def _ends(source: Source) -> list[str]:
    """Return what ends a class of evidence."""
    if source not in CLASSES:
        return []
    of = EvidenceClass(source)
    ends = [FORMS[of].ended] if FORMS[of].ended else []
    ends += ["ends_at"] if FORMS[of].has_planned_end else []
    return [f"{GROUP_OF[of]}.{end}" for end in ends]


def _condition(chance: Random, anchor: Fact, sources: list[Source]) -> Json:
    """Return a condition that needs the anchor, and asks something of every source."""
    asked = [known(anchor.name)]
    for source in sources:
        facts = chance.sample(_of([source], *sorted(COMPARABLE)), 1)
        asked += [_about(chance, fact) for fact in facts if chance.random() < 0.7]
        if source is not sources[0]:
            # What expires is needed; of the rest, one or the other may do.
            name = chance.choice(
                [fact for fact in _of([source], Kind.MOMENT) if _begins(fact)]
            ).name
            asked.append(
                known(name) if source in CLASSES else either(known(anchor.name), known(name))
            )
    return {"and": [*asked, True]}


def _about(chance: Random, fact: Fact) -> Json:
    var = {"var": fact.name}
    if fact.source in PLACES:
        return known(fact.name)
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


def _phases(chance: Random, anchor: Fact, ends: list[str]) -> list[Json]:
    statuses = [chance.choice(STATUSES) for _ in range(chance.choice([1, 2, 2, 3]))]
    if anchor.source in PLACES:
        statuses.sort(key=STATUSES.index, reverse=True)
    elif len(statuses) > 1 and chance.random() < 0.3:
        statuses[0] = "green"
    gravest = max(map(_rank, statuses))
    phases: list[Json] = []
    total = 0
    for number, status in enumerate(statuses):
        days = chance.randrange(1, 10)
        total += days
        clears = [{"event": end} for end in ends if _rank(status) == gravest]
        grows = any(_rank(later) > _rank(status) for later in statuses[number + 1 : number + 2])
        if not grows and chance.random() < 0.6:
            clears += [_clearing(chance, anchor, total) for _ in range(chance.choice([1, 1, 2]))]
        phase: Json = {"status": status, "days": days}
        phases.append(phase | {"clears": clears} if clears else phase)
    return phases


def _rank(status: str) -> int:
    return STATUSES.index(status) if status in STATUSES else -1


def _clearing(chance: Random, anchor: Fact, longest: int) -> Json:
    if chance.random() < 0.4:
        others = [end for source in CLASSES for end in _ends(source)]
        return {"event": chance.choice([*_ends(anchor.source) * 3, *others, WELLNESS])}
    count, days = chance.choice([1, 2, 2, 3, 4, 5]), chance.choice([1, 2, 3, 7, 14])
    most = min(24 * days, 24 * longest - 1) // max(1, count - 1)
    tests: dict[str, Any] = {
        "count": count,
        "within_days": days,
        "hours_apart": min(chance.choice([0, 0, 12, 24, 24, 48]), most),
        "clock": chance.choice(CLOCKS),
    }
    if chance.random() < 0.3:
        tests["since"] = anchor.name
    return {"tests": tests}
