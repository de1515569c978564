"""Judging one person from what is known of them, and explaining the judgement step by step. Pure.

The same rules as SQL decides by for everybody (`compiling`), by other means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from core.certlogic import explaining
from core.certlogic.evaluating import condition
from core.certlogic.explaining import Step
from core.certlogic.syntax import Var, walk

from . import phases, vocabulary
from .document import ClearedByTests, Ground, Ruleset
from .phases import Part

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rule set ready to judge people in a time zone; nothing it says outlasts `ends_at`."""

    ruleset: Ruleset
    zone: tzinfo
    holds: tuple[Callable[[Any], bool], ...]
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A ground in force, for `[since, until)`.

    `phase` counts from 1; 0 is the wait for an anchor that is yet to come.
    """

    ground: str
    status: str
    rank: int
    since: datetime
    until: datetime
    evidence: Mapping[str, Any]
    phase: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of a person at a moment: the grounds in force, the gravest first."""

    status: str
    until: datetime | None
    grounds: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """How one ground comes to hold, or not: its condition, its anchor, its phases.

    `expires_at` is the end of the evidence; `values` are the facts it names, with what is known.
    """

    ground: str
    step: Step
    is_met: bool
    anchor: datetime | None
    parts: tuple[Part, ...]
    expires_at: datetime | None
    values: Mapping[str, Any]
    held: Held | None


def prepare(ruleset: Ruleset, zone: tzinfo, *, ends_at: datetime | None = None) -> Prepared:
    """Make a rule set ready to judge."""
    holds = tuple(condition(ground.condition) for ground in ruleset.grounds)
    return Prepared(ruleset, zone, holds, ends_at)


def judge(prepared: Prepared, facts: Facts, as_of: datetime) -> Judged:
    """Return what the rules say of a person as of a moment."""
    found = []
    for ground, holds in zip(prepared.ruleset.grounds, prepared.holds, strict=True):
        held = _held(prepared, ground, facts, as_of) if holds(facts) else None
        if held:
            found.append(held)
    found.sort(key=lambda held: (-held.rank, -held.until.timestamp(), held.ground))
    if not found:
        return Judged(prepared.ruleset.default, None, ())
    return Judged(found[0].status, found[0].until, tuple(found))


def explain(prepared: Prepared, facts: Facts, as_of: datetime) -> list[Explained]:
    """Return how each ground comes to hold or not, in the order of the document."""
    return [
        _explained(prepared, ground, facts, as_of, is_met=holds(facts))
        for ground, holds in zip(prepared.ruleset.grounds, prepared.holds, strict=True)
    ]


def facts_of(ground: Ground) -> list[str]:
    """Return the facts that may count for a ground, each once, in the order of its fields."""
    named = [node.name for node in walk(ground.condition) if isinstance(node, Var)]
    named.append(ground.anchor.fact)
    tests = [vocabulary.SAMPLED, vocabulary.RESULTED]
    named += tests if ground.anchor.test else []
    for phase in ground.phases:
        for clearing in phase.clears:
            if isinstance(clearing, ClearedByTests):
                named += [clearing.since, *tests]
            else:
                named.append(clearing.fact)
    return list(dict.fromkeys([*named, *ground.evidence.values()]))


def _explained(
    prepared: Prepared, ground: Ground, facts: Facts, as_of: datetime, *, is_met: bool
) -> Explained:
    return Explained(
        ground=ground.key,
        step=explaining.explain(ground.condition, dict(facts)),
        is_met=is_met,
        anchor=phases.anchor_of(ground.anchor, facts),
        parts=tuple(_parts(prepared, ground, facts, as_of)),
        expires_at=phases.expires_at(ground, facts),
        values={name: vocabulary.shown(facts, name) for name in facts_of(ground)},
        held=_held(prepared, ground, facts, as_of) if is_met else None,
    )


def _parts(prepared: Prepared, ground: Ground, facts: Facts, as_of: datetime) -> list[Part]:
    default = prepared.ruleset.default
    return phases.parts(ground, facts, prepared.zone, default=default, as_of=as_of)


def _held(prepared: Prepared, ground: Ground, facts: Facts, as_of: datetime) -> Held | None:
    parts = _parts(prepared, ground, facts, as_of)
    part = next((part for part in parts if part.holds(as_of)), None)
    if part is None:
        return None
    status = prepared.ruleset.status(part.status)
    held = Held(
        ground=ground.key,
        status=part.status,
        rank=status.rank if status else 0,
        since=part.since,
        until=part.until,
        evidence={key: vocabulary.shown(facts, fact) for key, fact in ground.evidence.items()},
        phase=part.number,
    )
    return _within(held, prepared.ends_at, as_of)


def _within(held: Held, ends_at: datetime | None, as_of: datetime) -> Held | None:
    """Have a hold end with the rule set that it rests on."""
    if ends_at is None or held.until <= ends_at:
        return held
    return replace(held, until=ends_at) if ends_at > as_of else None
