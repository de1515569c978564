"""Refusals of grounds: what they rest on, from when and how long they hold, and how they clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provinces.evidence.classes import SELF_DECLARED
from provinces.facts.schema import BY_NAME, Source
from provinces.rules.document import (
    LONGEST_DAYS,
    ClearedByTests,
    Clearing,
    Consequence,
    Ground,
    Ruleset,
)
from provinces.rules.vocabulary import is_moment

from . import conditions, endings, places
from .refusals import Refusal, near, of_ground

OWN_WORD = frozenset(map(str, SELF_DECLARED))
CATCH_ALL = re.compile(
    r"(^|_)(others?|emergency|any|anything|anybody|unknown|misc|miscellaneous"
    r"|risk_group|manual|managed|none|suspicious)($|_)"
)


def refusals(ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield what is wrong with the grounds of a rule set."""
    known: set[str] = set()
    for ground in ruleset.grounds:
        if ground.key in known:
            yield of_ground(ground, "key", f"{ground.key} is there twice")
        known.add(ground.key)
        yield from _sources(ground, ruleset)
        of_condition = list(conditions.refusals(ground))
        yield from of_condition
        yield from _anchor(ground)
        yield from _phases(ground, ruleset)
        yield from places.refusals(ground, ruleset)
        yield from endings.refusals(ground, ruleset)
        if not of_condition:
            yield from endings.of_expiry(ground)
        yield from _evidence(ground)


def _sources(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    used = {BY_NAME[name].source for name in conditions.named(ground) if name in BY_NAME}
    for place, source in enumerate(ground.rests_on):
        path = f"rests_on.{place}"
        if source not in list(Source):
            yield of_ground(ground, path, _no_source(source))
        elif source in ground.rests_on[:place]:
            yield of_ground(ground, path, f"{source} is there twice")
        elif source not in used:
            message = f"the condition names no fact of {source}, so the ground does not rest on it"
            yield of_ground(ground, path, message)
        elif source == Source.COMPANIONSHIP and ruleset.companion is None:
            message = "parameters.companion is missing: nothing says who counts as a companion"
            yield of_ground(ground, path, message)


def _no_source(source: str) -> str:
    if CATCH_ALL.search(source):
        return f"{source!r} is a catch-all: a ground rests on what is known of the person"
    if conditions.IMPORTED.search(source):
        return f"{source!r}: {conditions.NO_COLOUR}"
    known = [str(each) for each in Source]
    return f"{source!r} is no source of facts{near(source, known)}; there are {', '.join(known)}"


def _anchor(ground: Ground) -> Iterator[Refusal]:
    fact, path = ground.anchor.fact, f"anchor.{'after' if ground.anchor.test else 'fact'}"
    reason = _no_moment(fact)
    if reason:
        yield of_ground(ground, path, reason)
    elif fact.endswith(".expires_at"):
        message = f"{fact} is when the evidence ends, and the hold with it: none begins there"
        yield of_ground(ground, path, message)
    elif conditions.is_sound(ground) and not conditions.needs(ground, fact):
        message = f"the condition can hold without {fact}; then nothing says when the hold ends"
        yield of_ground(ground, path, message)
    elif message := _no_reason(ground):
        yield of_ground(ground, path, message)


def _no_reason(ground: Ground) -> str:
    """Return why a moment begins no hold, though it is known."""
    fact = ground.anchor.fact
    if ground.anchor.test:
        return (
            "a negative test begins no hold: nobody is worse off for having been tested;"
            f" count from {fact}, and let tests clear a phase"
        )
    if conditions.is_good_news(BY_NAME[fact]):
        return f"{fact} is good news: no hold begins there"
    if fact in endings.EVENTS - endings.DISCHARGES:
        known = " and ".join(sorted(endings.DISCHARGES))
        return f"{fact} is when something ended: of such moments only {known} begin a hold"
    return ""


def _no_moment(fact: str) -> str:
    if is_moment(fact):
        return ""
    if fact in BY_NAME:
        return f"{fact} is no moment: it is of kind {BY_NAME[fact].kind}"
    return f"{fact}: there is no such fact{near(fact, filter(is_moment, BY_NAME))}"


def _phases(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    days = sum(phase.days for phase in ground.phases)
    if days > LONGEST_DAYS:
        message = f"a hold lasts {LONGEST_DAYS} days at most, all phases together, not {days}"
        yield of_ground(ground, "phases", message)
    for place, phase in enumerate(ground.phases):
        path = f"phases.{place}"
        yield from _status(ground, ruleset, phase.status, f"{path}.status")
        yield from _own_word(ground, ruleset, phase.status, f"{path}.status")
        for number, clearing in enumerate(phase.clears):
            yield from _clearing(ground, clearing, f"{path}.clears.{number}")
    if ground.phases and ground.phases[-1].status == ruleset.default:
        message = "the last phase has the default status: the hold is over before it"
        yield of_ground(ground, f"phases.{len(ground.phases) - 1}.status", message)


def _status(ground: Ground, ruleset: Ruleset, key: str, path: str) -> Iterator[Refusal]:
    if ruleset.status(key) is None:
        known = [status.key for status in ruleset.statuses]
        reason = conditions.NO_COLOUR if conditions.IMPORTED.search(key) else near(key, known)
        about = f"{key!r} is none of the statuses"
        yield of_ground(
            ground, path, f"{about}{reason if reason[:1] in ('', ';') else f'; {reason}'}"
        )


def _own_word(ground: Ground, ruleset: Ruleset, key: str, path: str) -> Iterator[Refusal]:
    """Refuse to hold somebody by what they alone said of themselves: nobody would say it."""
    status = ruleset.status(key)
    # To be well holds nobody anyhow: that is good news.
    is_own = Source.SYMPTOMS_DECLARED in ground.rests_on and {*ground.rests_on} <= OWN_WORD
    if is_own and status is not None and status.consequence is Consequence.HELD:
        message = "what a person says of themselves may ask or restrict, and holds nobody"
        yield of_ground(ground, path, f"{message}: {key} does")


def _clearing(ground: Ground, clearing: Clearing, path: str) -> Iterator[Refusal]:
    if isinstance(clearing, ClearedByTests):
        yield from _tests(ground, clearing, f"{path}.tests")
    elif reason := _no_moment(clearing.fact):
        yield of_ground(ground, f"{path}.event", reason)


def _tests(ground: Ground, tests: ClearedByTests, path: str) -> Iterator[Refusal]:
    if tests.since != ground.anchor.fact:
        reason = _no_moment(tests.since)
        if reason:
            yield of_ground(ground, f"{path}.since", reason)
        elif conditions.is_sound(ground) and not conditions.needs(ground, tests.since):
            message = f"the condition can hold without {tests.since}; then no test would clear it"
            yield of_ground(ground, f"{path}.since", message)


def _evidence(ground: Ground) -> Iterator[Refusal]:
    for name, fact in ground.evidence.items():
        if fact not in BY_NAME:
            message = f"{fact}: there is no such fact{near(fact, BY_NAME)}"
            yield of_ground(ground, f"evidence.{name}", message)
