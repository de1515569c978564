"""How long after a fact it may still count: what happened earlier need not be asked about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from core.certlogic.syntax import Var, walk
from provinces.facts.schema import BY_NAME, FACTS, Kind

from .document import Counting, Ground, Ruleset


def reach(ruleset: Ruleset) -> dict[str, timedelta]:
    """Return for each moment that may count how long after it somebody may be held.

    A hold that is counted from it reaches as far as its days. Where a condition asks for it beside
    another anchor, it counts as long as it is kept.
    """
    found: dict[str, timedelta] = {}
    for ground in ruleset.grounds:
        for fact, far in _of_ground(ground):
            found[fact] = max(far, found.get(fact, far))
    return found


def _of_ground(ground: Ground) -> Iterator[tuple[str, timedelta]]:
    anchor = ground.anchor
    asked = {BY_NAME[node.name].group for node in walk(ground.condition) if isinstance(node, Var)}
    if anchor.test is None:
        asked.discard(BY_NAME[anchor.fact].group)
        yield anchor.fact, _hold(ground)
    for fact in FACTS:
        if fact.group in asked and fact.kind is Kind.MOMENT:
            yield fact.name, timedelta(days=fact.keep_days)


def _hold(ground: Ground) -> timedelta:
    """Return the longest that a ground may hold somebody from its anchor on."""
    days = timedelta(days=sum(phase.days for phase in ground.phases))
    if ground.anchor.counting is Counting.EXACT:
        return days
    # A day on which clocks are put back is an hour longer.
    whole = timedelta(days=1 if ground.anchor.counting is Counting.EXCLUSIVE else 0)
    return days + whole + timedelta(hours=1)
