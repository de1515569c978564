"""Refusals of conditions: what they may name, and that knowing less never makes one hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.certlogic.checking import check
from core.certlogic.evaluating import condition
from core.certlogic.syntax import Faulty, Var, walk
from provinces.facts.schema import BY_NAME, COMPARABLE, Fact, Source
from provinces.rules import polarity
from provinces.rules.document import Ground
from provinces.rules.vocabulary import VOCABULARY

from .refusals import Refusal, near, of_ground

# What another province says somebody is, as opposed to what it says happened.
IMPORTED = re.compile(r"(^|[._])(status|colours?|colors?|copy|copy_source|peers?|codes?)($|[._])")
NO_COLOUR = (
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
        return f"{fact}: conditions know no clock; how long a hold lasts is for its phases to say"
    if fact not in BY_NAME:
        reason = (
            NO_COLOUR if IMPORTED.search(fact) else f"there is no such fact{near(fact, BY_NAME)}"
        )
        return f"{fact or 'all of the data'}: {reason}"
    known = BY_NAME[fact]
    if known.kind not in COMPARABLE:
        return f"{fact} only tells what a decision rests on: no condition may compare it"
    if known.source not in ground.rests_on:
        return f"{fact} comes from {known.source}, which this ground does not rest on"
    return ""


def _of_types(ground: Ground) -> Iterator[Refusal]:
    try:
        check(ground.condition, VOCABULARY)
    except Faulty as faulty:
        yield from (of_ground(ground, fault.path, fault.reason) for fault in faulty.faults)
        return
    if condition(ground.condition)({}):
        message = "this holds of anybody, even where nothing is known: a ground needs a reason"
        yield of_ground(ground, "when", message)
        return
    for var in polarity.makes_hold(ground.condition, VOCABULARY):
        message = f"not knowing {var.name} could make this hold: what is missing holds nobody"
        yield of_ground(ground, var.path, message)


def _of_good_news(ground: Ground) -> Iterator[Refusal]:
    for node in walk(ground.condition):
        if isinstance(node, Var) and is_good_news(BY_NAME[node.name]):
            message = f"{node.name} is good news, for which nobody is held; let it clear a phase"
            yield of_ground(ground, node.path, message)
