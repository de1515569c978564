"""Refusals of grounds under which somebody were worse off for a stay that is not known any more.

A sheet tells of the stay that was left last, and of no other. Drop it, and an earlier one is told:

    left_at, code ...     Mon 9:00, A                            Wed 9:00, B
    dropped               Mon 9:00, A                            ───────────

So a hold that counts from a place may only grow milder, and a condition only asks whether somebody
was there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from core.certlogic.saying import say
from core.certlogic.syntax import Node, Operation, Var, operands_of
from provinces.facts.schema import BY_NAME, Fact, Kind, Source
from provinces.rules.document import Ground, Ruleset

from .refusals import Refusal, of_ground

OBSERVED = (Source.ZONE_EXPOSURE, Source.DIVISION_STAY, Source.COMPANIONSHIP)
# Where the rules say how long is long enough, before the last is chosen.
LENGTHS = {
    Source.ZONE_EXPOSURE: {"minutes": "parameters.dwell_minutes"},
    Source.COMPANIONSHIP: {
        "minutes": "parameters.companion.minutes",
        "stay_minutes": "parameters.companion.stay_minutes",
    },
}


def is_place(fact: str) -> bool:
    """Tell whether a fact is about where somebody was, or with whom."""
    return fact in BY_NAME and BY_NAME[fact].source in OBSERVED


def refusals(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield where knowing less of places may make a ground's hold graver."""
    for var, is_compared in _asked(ground.condition, is_compared=False):
        if is_place(var.name) and BY_NAME[var.name].source in ground.rests_on:
            reason = _reason(BY_NAME[var.name], is_compared=is_compared)
            if reason:
                yield of_ground(ground, var.path, reason)
    yield from _graver(ground, ruleset)


def _asked(node: Node, *, is_compared: bool) -> Iterator[tuple[Var, bool]]:
    """Yield what a condition names, and whether it asks for more than whether it is known."""
    if isinstance(node, Var):
        yield node, is_compared
        return
    operator = node.operator if isinstance(node, Operation) else ""
    for place, operand in enumerate(operands_of(node)):
        if operator == "if" and place:
            yield from _asked(operand, is_compared=is_compared)
        else:
            yield from _asked(operand, is_compared=operator not in ("!", "and", "if"))


def _reason(fact: Fact, *, is_compared: bool) -> str:
    if fact.kind is Kind.MOMENT:
        message = say(
            "%(fact)s moves back where the last stay is not known: a condition asks whether it is"
            " known, and no more; how long ago it was is for the phases",
            fact=fact.name,
        )
        return message if is_compared else ""
    length = LENGTHS.get(fact.source, {}).get(fact.field)
    if length:
        return say(
            "%(fact)s is of the last stay, which hides the others; say it in %(length)s",
            fact=fact.name,
            length=length,
        )
    return say(
        "%(fact)s is of the last stay, which hides the others; ask for the place alone",
        fact=fact.name,
    )


def _graver(ground: Ground, ruleset: Ruleset) -> Iterator[Refusal]:
    statuses = [ruleset.status(phase.status) for phase in ground.phases]
    for place, (before, after) in enumerate(pairwise(statuses), 1):
        if before is None or after is None or after.rank <= before.rank:
            continue
        if ground.phases[place - 1].clears:
            message = say(
                "%(after)s is graver than %(before)s before it: what clears a phase makes nothing"
                " worse",
                after=after.key,
                before=before.key,
            )
        elif is_place(ground.anchor.fact):
            message = say(
                "%(after)s is graver than %(before)s before it: it would begin sooner where the"
                " last stay is not known; what counts from a place begins with the gravest",
                after=after.key,
                before=before.key,
            )
        else:
            continue
        yield of_ground(ground, f"phases.{place}.status", message)
