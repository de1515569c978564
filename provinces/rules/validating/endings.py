"""Refusals of how holds end: by what there is, for good, and with what they rest on.

What clears a phase is known for some days only. It has to be known for as long as the phase could
last without it, or the hold would come back by the clock alone:

    anchor ──── red, 60 days ────────────────────────────────┤
              ▲ negative test, kept for 28 days ──┤ red again
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from core.certlogic.saying import say
from provinces.evidence.classes import FORMS, INFECTIOUS, EvidenceClass
from provinces.facts.schema import BY_NAME, GROUP_OF, Source
from provinces.rules.document import ClearedByTests, Counting, Ground, Phase, Ruleset
from provinces.rules.vocabulary import SAMPLED, VOCABULARY

from . import conditions
from .refusals import Refusal, near, of_ground


def _ends(of: EvidenceClass) -> tuple[str, ...]:
    form, group = FORMS[of], GROUP_OF[of]
    planned = (f"{group}.ends_at",) if form.has_planned_end else ()
    return (*((f"{group}.{form.ended}",) if form.ended else ()), *planned)


# What ends each class of evidence: by word of whoever may end it, or by plan.
ENDS = {of: ends for of in EvidenceClass if (ends := _ends(of))}
DISCHARGES = frozenset(ENDS[of][0] for of in INFECTIOUS)
WELLNESS = f"{GROUP_OF[EvidenceClass.WELLNESS_DECLARED]}.declared_at"
# The closed list of what may clear a phase, other than tests.
EVENTS = frozenset({*(fact for ends in ENDS.values() for fact in ends), WELLNESS})


def refusals(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield what is wrong with how a ground ends."""
    for place, (phase, days) in enumerate(zip(ground.phases, _longest(ground), strict=True)):
        for number, clearing in enumerate(phase.clears):
            path = f"phases.{place}.clears.{number}"
            if isinstance(clearing, ClearedByTests):
                yield from _by_tests(ground, clearing, days, f"{path}.tests")
            else:
                yield from _by_event(ground, clearing.fact, days, f"{path}.event")
    yield from _with_what_it_rests_on(ground, ruleset)


def _longest(ground: Ground) -> list[int]:
    """Return for each phase how many days after the anchor it may last."""
    more = 1 if ground.anchor.counting is Counting.EXCLUSIVE else 0
    return [days + more for days in accumulate(phase.days for phase in ground.phases)]


def _by_tests(ground: Ground, tests: ClearedByTests, days: int, path: str) -> Iterator[Refusal]:
    needed = (tests.count - 1) * tests.hours_apart
    take = say(
        "%(count)s tests %(apart)s hours apart take %(needed)s hours",
        count=tests.count,
        apart=tests.hours_apart,
        needed=needed,
    )
    if needed > tests.within_days * 24:
        message = say(
            "%(take)s, more than %(days)s days: this never clears",
            take=take,
            days=tests.within_days,
        )
        yield of_ground(ground, path, message)
    elif needed >= days * 24:
        message = say(
            "%(take)s, and the phase is over after %(days)s days: this never clears",
            take=take,
            days=days,
        )
        yield of_ground(ground, path, message)
    if (kept := BY_NAME[SAMPLED].keep_days) < days:
        yield of_ground(ground, path, _comes_back(say("a test"), kept, days))
    if _may_be_before(ground, tests.since):
        message = say(
            "%(since)s may be before the hold begins: a test from then would be forgotten while it"
            " lasts; count from %(anchor)s",
            since=tests.since,
            anchor=ground.anchor.fact,
        )
        yield of_ground(ground, f"{path}.since", message)


def _may_be_before(ground: Ground, since: str) -> bool:
    """Tell whether tests count from a moment of which nothing says that it is in the hold."""
    anchor = BY_NAME.get(ground.anchor.fact)
    if since == ground.anchor.fact or anchor is None or not conditions.needs(ground, since):
        return False
    return not any(of == anchor.source and since in ends for of, ends in ENDS.items())


def _by_event(ground: Ground, event: str, days: int, path: str) -> Iterator[Refusal]:
    fact = BY_NAME.get(event)
    if fact is None:
        return  # which is said of its name
    if event not in EVENTS:
        message = say(
            "%(event)s ends nothing%(near)s; there are %(events)s",
            event=event,
            near=near(event, EVENTS),
            events=", ".join(sorted(EVENTS)),
        )
        yield of_ground(ground, path, message)
        return
    # With the anchor's own evidence the hold goes, too.
    anchor = BY_NAME.get(ground.anchor.fact)
    if (anchor is None or anchor.source != fact.source) and fact.keep_days < days:
        yield of_ground(ground, path, _comes_back(event, fact.keep_days, days))


def _comes_back(what: str, kept: int, days: int) -> str:
    return say(
        "%(what)s is known for %(kept)s days at most, and without it the phase lasts up to"
        " %(days)s: the hold would come back; end the phase within %(kept)s days",
        what=what,
        kept=kept,
        days=days,
    )


def _with_what_it_rests_on(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield the endings of evidence that leave somebody held as they were."""
    if not conditions.is_sound(ground):
        return
    for of, ends in ENDS.items():
        if of in ground.rests_on and not _begins_after(ground, of):
            for place, phase in _gravest(ground, ruleset):
                cleared = {getattr(clearing, "fact", "") for clearing in phase.clears}
                for fact in ends:
                    if fact not in cleared:
                        message = say(
                            "%(fact)s ends what this rests on, so it has to clear this phase",
                            fact=fact,
                        )
                        yield of_ground(ground, f"phases.{place}", message)


def _begins_after(ground: Ground, of: EvidenceClass) -> bool:
    """Tell whether a hold is of the time after a piece has ended: discharged, or released to."""
    ended, fact = ENDS[of][0], ground.anchor.fact
    if fact in DISCHARGES and fact == ended:
        return True
    is_other = fact in BY_NAME and BY_NAME[fact].source != of
    return is_other and conditions.needs(ground, ended)


def _gravest(ground: Ground, ruleset: Ruleset) -> list[tuple[int, Phase]]:
    ranked = [(ruleset.status(phase.status), phase) for phase in ground.phases]
    ranks = [status.rank for status, _ in ranked if status]
    return [
        (place, phase)
        for place, (status, phase) in enumerate(ranked)
        if status and status.rank == max(ranks)
    ]


def of_expiry(ground: Ground) -> Iterator[Refusal]:
    """Yield the evidence that a ground may hold without, though its hold ends with it.

    Requires a condition that nothing is wrong with.
    """
    if ground.anchor.fact not in BY_NAME:
        return
    for place, source in enumerate(ground.rests_on):
        if source not in list(EvidenceClass) or source == BY_NAME[ground.anchor.fact].source:
            continue
        facts = [name for name in VOCABULARY if BY_NAME[name].source == Source(source)]
        named = [name for name in facts if name in conditions.named(ground)]
        if named and not any(conditions.needs(ground, name) for name in named):
            message = say(
                "the condition can hold without %(source)s, and the hold would end where that"
                " expires; make two grounds of it",
                source=source,
            )
            yield of_ground(ground, f"rests_on.{place}", message)
