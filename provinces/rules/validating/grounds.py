"""Refusals of grounds: what they rest on, from when and how long they hold, and how they clear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.certlogic.saying import say
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
from .statuses import no_status

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
            yield of_ground(ground, "key", say("%(key)s is there twice", key=ground.key))
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
            yield of_ground(ground, path, say("%(key)s is there twice", key=source))
        elif source not in used:
            message = say(
                "the condition names no fact of %(source)s, so the ground does not rest on it",
                source=source,
            )
            yield of_ground(ground, path, message)
        elif source == Source.COMPANIONSHIP and ruleset.companion is None:
            message = say("parameters.companion is missing: nothing says who counts as a companion")
            yield of_ground(ground, path, message)


def _no_source(source: str) -> str:
    if CATCH_ALL.search(source):
        return say(
            "%(source)s is a catch-all: a ground rests on what is known of the person",
            source=repr(source),
        )
    if conditions.IMPORTED.search(source):
        return say("%(about)s: %(reason)s", about=repr(source), reason=conditions.NO_COLOUR)
    known = [str(each) for each in Source]
    return say(
        "%(source)s is no source of facts%(near)s; there are %(known)s",
        source=repr(source),
        near=near(source, known),
        known=", ".join(known),
    )


def _anchor(ground: Ground) -> Iterator[Refusal]:
    fact, path = ground.anchor.fact, f"anchor.{'after' if ground.anchor.test else 'fact'}"
    reason = _no_moment(fact)
    if reason:
        yield of_ground(ground, path, reason)
    elif fact.endswith(".expires_at"):
        message = say(
            "%(fact)s is when the evidence ends, and the hold with it: none begins there", fact=fact
        )
        yield of_ground(ground, path, message)
    elif conditions.is_sound(ground) and not conditions.needs(ground, fact):
        message = say(
            "the condition can hold without %(fact)s; then nothing says when the hold ends",
            fact=fact,
        )
        yield of_ground(ground, path, message)
    elif no_reason := _no_reason(ground):
        yield of_ground(ground, path, no_reason)


def _no_reason(ground: Ground) -> str:
    """Return why a moment begins no hold, though it is known."""
    fact = ground.anchor.fact
    if ground.anchor.test:
        return say(
            "a negative test begins no hold: nobody is worse off for having been tested; count"
            " from %(fact)s, and let tests clear a phase",
            fact=fact,
        )
    if conditions.is_good_news(BY_NAME[fact]):
        return say("%(fact)s is good news: no hold begins there", fact=fact)
    if fact in endings.EVENTS - endings.DISCHARGES:
        one, other = sorted(endings.DISCHARGES)
        return say(
            "%(fact)s is when something ended: of such moments only %(one)s and %(other)s begin a"
            " hold",
            fact=fact,
            one=one,
            other=other,
        )
    return ""


def _no_moment(fact: str) -> str:
    if is_moment(fact):
        return ""
    if fact in BY_NAME:
        return say(
            "%(fact)s is no moment: it is of kind %(kind)s", fact=fact, kind=BY_NAME[fact].kind
        )
    return conditions.no_fact(fact, filter(is_moment, BY_NAME))


def _phases(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    days = sum(phase.days for phase in ground.phases)
    if days > LONGEST_DAYS:
        message = say(
            "a hold lasts %(most)s days at most, all phases together, not %(days)s",
            most=LONGEST_DAYS,
            days=days,
        )
        yield of_ground(ground, "phases", message)
    for place, phase in enumerate(ground.phases):
        path = f"phases.{place}"
        yield from _status(ground, ruleset, phase.status, f"{path}.status")
        yield from _own_word(ground, ruleset, phase.status, f"{path}.status")
        for number, clearing in enumerate(phase.clears):
            yield from _clearing(ground, clearing, f"{path}.clears.{number}")
    if ground.phases and ground.phases[-1].status == ruleset.default:
        message = say("the last phase has the default status: the hold is over before it")
        yield of_ground(ground, f"phases.{len(ground.phases) - 1}.status", message)


def _status(ground: Ground, ruleset: Ruleset, key: str, path: str) -> Iterator[Refusal]:
    if ruleset.status(key) is None:
        known = [status.key for status in ruleset.statuses]
        message = no_status(key, known)
        if conditions.IMPORTED.search(key):
            message = say(
                "%(key)s is none of the statuses; %(reason)s",
                key=repr(key),
                reason=conditions.NO_COLOUR,
            )
        yield of_ground(ground, path, message)


def _own_word(ground: Ground, ruleset: Ruleset, key: str, path: str) -> Iterator[Refusal]:
    """Refuse to hold somebody by what they alone said of themselves: nobody would say it."""
    status = ruleset.status(key)
    # To be well holds nobody anyhow: that is good news.
    is_own = Source.SYMPTOMS_DECLARED in ground.rests_on and {*ground.rests_on} <= OWN_WORD
    if is_own and status is not None and status.consequence is Consequence.HELD:
        message = say(
            "what a person says of themselves may ask or restrict, and holds nobody: %(key)s does",
            key=key,
        )
        yield of_ground(ground, path, message)


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
            message = say(
                "the condition can hold without %(fact)s; then no test would clear it",
                fact=tests.since,
            )
            yield of_ground(ground, f"{path}.since", message)


def _evidence(ground: Ground) -> Iterator[Refusal]:
    for name, fact in ground.evidence.items():
        if fact not in BY_NAME:
            yield of_ground(ground, f"evidence.{name}", conditions.no_fact(fact, BY_NAME))
