"""Refusals of cases: a version vouches for itself, ground by ground and phase by phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from core.certlogic.saying import say
from provinces.facts.schema import BY_NAME, Kind
from provinces.rules import judging
from provinces.rules.document import Case, Clearing, Ground, Ruleset
from provinces.rules.judging import Judged, Prepared
from provinces.rules.shapes import A_MOMENT, is_moment, is_text, told
from provinces.rules.vocabulary import RESULTED, SAMPLED, value_of

from .conditions import no_fact
from .refusals import Refusal, near, of, of_ground
from .statuses import no_status

_MOST = {Kind.REFERENCE: 2**63 - 1}


def refusals(ruleset: Ruleset) -> Iterator[Refusal]:
    """Yield what is wrong with what the cases say."""
    known: set[str] = set()
    for case in ruleset.cases:
        if case.name in known:
            message = say("there is another case called %(name)s", name=repr(case.name))
            yield of(f"{case.path}.name", message)
        known.add(case.name)
        yield from _facts(case.facts, "", f"{case.path}.facts")
        yield from _lengths(case)
        yield from _expected(case, ruleset)


def missing(ruleset: Ruleset, zone: tzinfo) -> Iterator[Refusal]:
    """Yield what no case is about. Requires a rule set that can judge its cases."""
    prepared = judging.prepare(ruleset, zone)
    found = [*_untold(prepared)]
    yield from found or _unshown(prepared)


def _untold(prepared: Prepared) -> Iterator[Refusal]:
    """Yield the grounds and the phases, and nobody's status, that no case comes to."""
    ruleset = prepared.ruleset
    if not any(_is_of_default(case, ruleset) for case in ruleset.cases):
        message = say(
            "no case is about somebody whom no ground holds, who is %(status)s",
            status=ruleset.default,
        )
        yield of("cases", message)
    reached = set(_reached(prepared))
    for ground in ruleset.grounds:
        if not any(ground.key in case.expected.grounds for case in ruleset.cases):
            yield of_ground(ground, "key", say("no case expects this ground"))
            continue
        for number, phase in enumerate(ground.phases, 1):
            if (ground.key, number) not in reached:
                message = say(
                    "no case is about phase %(number)s, %(status)s",
                    number=number,
                    status=phase.status,
                )
                yield of_ground(ground, f"phases.{number - 1}", message)


def _is_of_default(case: Case, ruleset: Ruleset) -> bool:
    return case.expected.status == ruleset.default and not case.expected.grounds


def _reached(prepared: Prepared) -> Iterator[tuple[str, int]]:
    """Yield the phases that cases come to, of those grounds that they expect."""
    for case in prepared.ruleset.cases:
        judged = judging.judge(prepared, case.facts, case.as_of)
        for held in judged.grounds:
            if held.ground in case.expected.grounds:
                yield held.ground, held.phase


def _unshown(prepared: Prepared) -> Iterator[Refusal]:
    """Yield what clears a phase of which no case would be another without it."""
    for ground, holds in zip(prepared.ruleset.grounds, prepared.holds, strict=True):
        alone = replace(prepared, holds=(holds,))
        about = [case for case in prepared.ruleset.cases if holds(case.facts)]
        shown = [_judged(alone, ground, case) for case in about]
        for path, without in _without_each(ground):
            if shown == [_judged(alone, without, case) for case in about]:
                message = say(
                    "no case would come to anything else without this: show what it clears"
                )
                yield of_ground(ground, path, message)


def _judged(alone: Prepared, ground: Ground, case: Case) -> Judged:
    """Return what one ground makes of a case."""
    prepared = replace(alone, ruleset=replace(alone.ruleset, grounds=(ground,)))
    return judging.judge(prepared, case.facts, case.as_of)


def _without_each(ground: Ground) -> Iterator[tuple[str, Ground]]:
    """Yield the ground without each of the ways in which its phases clear, and where it is."""
    for place, phase in enumerate(ground.phases):
        for number in range(len(phase.clears)):
            others: tuple[Clearing, ...] = phase.clears[:number] + phase.clears[number + 1 :]
            phases = list(ground.phases)
            phases[place] = replace(phase, clears=others)
            yield f"phases.{place}.clears.{number}", replace(ground, phases=tuple(phases))


def _facts(facts: Mapping[str, Any], above: str, path: str) -> Iterator[Refusal]:
    for key, value in facts.items():
        name, here = f"{above}{key}", f"{path}.{key}"
        if name in BY_NAME:
            wanted = _wanted(BY_NAME[name].kind, value)
            if wanted:
                yield of(here, _is_not(name, wanted, value))
        elif any(fact.startswith(f"{name}.") for fact in BY_NAME):
            if isinstance(value, dict):
                yield from _facts(value, f"{name}.", here)
            else:
                yield of(here, _is_not(name, say("a group of facts"), value))
        else:
            yield of(here, no_fact(name, BY_NAME))


def _is_not(name: str, wanted: str, value: Any) -> str:
    return say("%(name)s is %(wanted)s, not %(given)s", name=name, wanted=wanted, given=told(value))


def _wanted(kind: Kind, value: Any) -> str:
    """Return in words what a fact is, or "" if a value is that or null."""
    if value is None:
        return ""
    if kind is Kind.MOMENT:
        return "" if is_moment(value) else A_MOMENT
    if kind is Kind.MOMENTS:
        fits = isinstance(value, list) and all(map(is_moment, value))
        return "" if fits else say("a list of moments in whole minutes with their offsets")
    if kind is Kind.FLAG:
        return "" if isinstance(value, bool) else say("true or false")
    if kind is Kind.CODE:
        return "" if is_text(value) else say("a text that is not blank")
    fits = type(value) is int and 0 <= value <= _MOST.get(kind, 2**31 - 1)
    return "" if fits else say("a whole number, 0 or more")


def _lengths(case: Case) -> Iterator[Refusal]:
    sampled, resulted = (value_of(case.facts, name) or [] for name in (SAMPLED, RESULTED))
    both = isinstance(sampled, list) and isinstance(resulted, list)
    if both and len(sampled) != len(resulted):
        message = say(
            "each test has a sample and a result: %(sampled)s are not %(resulted)s",
            sampled=len(sampled),
            resulted=len(resulted),
        )
        yield of(f"{case.path}.facts.tests.negatives", message)


def _expected(case: Case, ruleset: Ruleset) -> Iterator[Refusal]:
    path = f"{case.path}.expect"
    statuses = [status.key for status in ruleset.statuses]
    if case.expected.status not in statuses:
        yield of(f"{path}.status", no_status(case.expected.status, statuses))
    grounds = [ground.key for ground in ruleset.grounds]
    for place, key in enumerate(case.expected.grounds):
        if key not in grounds:
            message = say(
                "%(key)s is none of the grounds%(near)s", key=repr(key), near=near(key, grounds)
            )
            yield of(f"{path}.grounds.{place}", message)
