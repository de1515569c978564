"""Refusals of conditions: what they may name, and that knowing less never makes one hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.certlogic.checking import check
from core.certlogic.evaluating import condition
from core.certlogic.saying import say
from core.certlogic.syntax import Faulty, Var, walk
from provinces.facts.schema import BY_NAME, COMPARABLE, Fact, Source
from provinces.rules import polarity
from provinces.rules.document import Ground
from provinces.rules.vocabulary import VOCABULARY

from .refusals import Refusal, near, of_ground

# What another province says somebody is, as opposed to what it says happened.
IMPORTED = re.compile(r"(^|[._])(status|colours?|colors?|copy|copy_source|peers?|codes?)($|[._])")
NO_COLOUR = say(
    "a status of another province is no fact: facts travel between provinces, colours do not"
)
# What is known in somebody's favour. It may end a hold; to be known, it begins none.
GOOD_NEWS = (Source.VACCINATION, Source.WELLNESS_DECLARED)
GOOD_RESULTS = ("tests.negative", "tests.negatives")


def refusals(ground: Ground) -> Iterator[Refusal]:
    """Yield what is wrong with a ground's condition."""
    named = [node for node in walk(ground.condition) if isinstance(node, Var)]
    reasons = [(node, _reason(node.name, ground)) for node in named]
    found = [of_ground(ground, node.path, reason) for node, reason in reasons if reason]
    found = found or list(_of_types(ground))
    yield from found or _of_good_news(ground)


def is_sound(ground: Ground) -> bool:
    """Tell whether a condition names facts that there are, and compares what can be compared."""
    try:
        check(ground.condition, VOCABULARY)
    except Faulty:
        return False
    return True


def needs(ground: Ground, fact: str) -> bool:
    """Tell whether a condition that is sound can hold only where a fact is known."""
    return is_sound(ground) and polarity.requires(ground.condition, VOCABULARY, fact)


def named(ground: Ground) -> set[str]:
    """Return whatever a condition names."""
    return {node.name for node in walk(ground.condition) if isinstance(node, Var)}


def is_good_news(fact: Fact) -> bool:
    """Tell whether a fact speaks for a person."""
    return fact.source in GOOD_NEWS or fact.group in GOOD_RESULTS


def _reason(fact: str, ground: Ground) -> str:
    if fact.partition(".")[0] == "external":
        return say(
            "%(fact)s: conditions know no clock; how long a hold lasts is for its phases to say",
            fact=fact,
        )
    if fact not in BY_NAME:
        if IMPORTED.search(fact):
            return say("%(about)s: %(reason)s", about=fact, reason=NO_COLOUR)
        return no_fact(fact, BY_NAME)
    known = BY_NAME[fact]
    if known.kind not in COMPARABLE:
        return say(
            "%(fact)s only tells what a decision rests on: no condition may compare it", fact=fact
        )
    if known.source not in ground.rests_on:
        return say(
            "%(fact)s comes from %(source)s, which this ground does not rest on",
            fact=fact,
            source=known.source,
        )
    return ""


def no_fact(name: str, known: Iterable[str]) -> str:
    """Say that there is no fact of a name, and which may have been meant."""
    about = name or say("all of the data")
    return say("%(fact)s: there is no such fact%(near)s", fact=about, near=near(name, known))


def _of_types(ground: Ground) -> Iterator[Refusal]:
    try:
        check(ground.condition, VOCABULARY)
    except Faulty as faulty:
        yield from (of_ground(ground, fault.path, fault.reason) for fault in faulty.faults)
        return
    if condition(ground.condition)({}):
        message = say("this holds of anybody, even where nothing is known: a ground needs a reason")
        yield of_ground(ground, "when", message)
        return
    for var in polarity.makes_hold(ground.condition, VOCABULARY):
        message = say(
            "not knowing %(fact)s could make this hold: what is missing holds nobody",
            fact=var.name,
        )
        yield of_ground(ground, var.path, message)


def _of_good_news(ground: Ground) -> Iterator[Refusal]:
    for node in walk(ground.condition):
        if isinstance(node, Var) and is_good_news(BY_NAME[node.name]):
            message = say(
                "%(fact)s is good news, for which nobody is held; let it clear a phase",
                fact=node.name,
            )
            yield of_ground(ground, node.path, message)
