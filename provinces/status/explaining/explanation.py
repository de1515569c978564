"""A whole explanation: each ground with its condition, its phases, and what would end them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.certlogic.syntax import Var, walk
from provinces.citizens.models import Citizen
from provinces.facts import snapshot
from provinces.rules import judging, local, reading
from provinces.rules import queries as rulesets
from provinces.rules import wording as rules
from provinces.rules.document import ClearedByTests, Clearing, Ground
from provinces.rules.judging import Explained, Prepared
from provinces.rules.models import Draft, Ruleset
from provinces.rules.phases import EndedBy, Part, cleared_at
from provinces.status import replaying, wording
from provinces.status.models import Current, Outcome
from provinces.status.wording import Answerable, StatusWords

from . import conditions, pieces, words
from .conditions import Line
from .missing import missing
from .pieces import Piece

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Early:
    """What may end a phase before its days are over, and how far that is."""

    text: str
    progress: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A status for `[since, until)`, and what ends it then."""

    status: StatusWords
    since: datetime
    until: datetime
    ended_by: str
    is_now: bool
    early: tuple[Early, ...]


@dataclass(frozen=True, slots=True)
class Reasoned:
    """One ground: whether it holds and why, since when and until when, and who answers.

    `why_not` says in a sentence why one does not hold.
    """

    key: str
    status: StatusWords
    reason: str
    holds: bool
    why_not: str
    condition: Line
    counted_from: str
    anchor: datetime | None
    stages: tuple[Stage, ...]
    pieces: tuple[Piece, ...]
    expires_at: datetime | None
    since: datetime | None
    until: datetime | None
    clears: str
    legal_basis: str
    answerable: Answerable


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a status comes about at a moment: the grounds that hold, the gravest first, and others.

    `decision` is the number of the decision it is about, if there is one.
    """

    at: datetime
    decision: int | None
    ruleset: Draft | Ruleset
    status: StatusWords
    until: datetime | None
    grounds: tuple[Reasoned, ...]
    others: tuple[Reasoned, ...]


def explain(outcome: Outcome, *, at: datetime | None = None) -> Explanation | None:
    """Explain a decision from the facts kept with it: as of itself, or of another moment.

    None where no rules were in force, or they are in a form that is no longer read.
    """
    as_of = at or outcome.decision.as_of
    said = _Subject(outcome.citizen_id, outcome.facts, outcome.pk)
    return _explain(said, outcome.decision.ruleset, as_of)


def explain_at(citizen: Citizen, at: datetime) -> Explanation | None:
    """Explain what was shown to a citizen at a moment; None where nothing is kept of that."""
    outcome = replaying.in_force(citizen, at)
    return explain(outcome, at=at) if outcome else None


def explain_now(citizen: Citizen, at: datetime) -> Explanation | None:
    """Explain a citizen's status now, from what is known by now.

    More may be known than when it was decided: a test that alone changes nothing is counted here.
    """
    current = Current.objects.filter(citizen=citizen).select_related("decision__ruleset").first()
    ruleset = (current.decision.ruleset if current else None) or rulesets.in_force(at)
    facts = snapshot.snapshot([citizen.pk])[citizen.pk]
    said = _Subject(citizen.pk, facts, current.decision_id if current else None)
    return _explain(said, ruleset, at)


def explain_case(ruleset: Draft | Ruleset, facts: Facts, at: datetime) -> Explanation | None:
    """Explain what a version or a draft says of somebody made up, of whom only this is known.

    None where it is in no form that is read.
    """
    return _explain(_Subject(None, facts, None), ruleset, at)


@dataclass(frozen=True, slots=True)
class _Subject:
    """About whom it is, if about anybody, what is known of them, and the decision about them."""

    citizen: int | None
    facts: Facts
    decision: int | None


def _explain(about: _Subject, ruleset: Draft | Ruleset | None, at: datetime) -> Explanation | None:
    if ruleset is None:
        return None
    try:
        document = reading.read(ruleset.document)
    except reading.Malformed:
        return None
    ends_at = getattr(ruleset, "expires_at", None)  # a draft has no end yet
    prepared = judging.prepare(document, local.zone(), ends_at=ends_at)
    judged = judging.judge(prepared, about.facts, at)
    explained = zip(document.grounds, judging.explain(prepared, about.facts, at), strict=True)
    found = {
        ground.key: _reasoned(ground, one, _Case(about, ruleset, prepared, at))
        for ground, one in explained
    }
    holding = [found.pop(held.ground) for held in judged.grounds]
    return Explanation(
        at=at,
        decision=about.decision,
        ruleset=ruleset,
        status=wording.status(ruleset, judged.status),
        until=judged.until,
        grounds=tuple(holding),
        others=tuple(found.values()),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """Who is judged by which rules, and as of when."""

    about: _Subject
    ruleset: Draft | Ruleset
    prepared: Prepared
    at: datetime


def _reasoned(ground: Ground, one: Explained, case: _Case) -> Reasoned:
    held, texts, facts = one.held, rules.said(ground.texts), case.about.facts
    status = held.status if held else ground.phases[0].status
    citizen = case.about.citizen
    rests_on = tuple(pieces.of(ground, facts, citizen)) if held and citizen is not None else ()
    return Reasoned(
        key=ground.key,
        status=wording.status(case.ruleset, status),
        reason=texts["reason"],
        holds=held is not None,
        why_not="" if held else _why_not(ground, one, case),
        condition=conditions.told(ground.condition, one.step, facts),
        counted_from=rules.anchor(ground.anchor),
        anchor=one.anchor,
        stages=tuple(_stages(ground, one, case)) if one.is_met else (),
        pieces=rests_on,
        expires_at=one.expires_at,
        since=held.since if held else None,
        until=held.until if held else None,
        clears=texts["clears"],
        legal_basis=rules.said(ground.legal_basis),
        answerable=Answerable(rules.said(ground.office), ground.contact),
    )


def _why_not(ground: Ground, one: Explained, case: _Case) -> str:
    named = [node.name for node in walk(ground.condition) if isinstance(node, Var)]
    is_unknown = all(one.values[name] is None for name in named)
    return words.why_not(one, case.at, is_unknown=is_unknown)


def _stages(ground: Ground, one: Explained, case: _Case) -> Iterator[Stage]:
    """Yield the phases that are not passed over; nothing of them outlasts the rules."""
    ends_at = case.prepared.ends_at
    for part in one.parts:
        if ends_at is not None and part.since >= ends_at:
            return
        until = min(part.until, ends_at) if ends_at else part.until
        by_rules = until < part.until
        yield Stage(
            status=wording.status(case.ruleset, part.status),
            since=part.since,
            until=until,
            ended_by=words.ended_by(None if by_rules else part.ended_by, is_over=until <= case.at),
            is_now=part.since <= case.at < until,
            early=tuple(_early(ground, part, one, case)) if until > case.at else (),
        )


def _early(ground: Ground, part: Part, one: Explained, case: _Case) -> Iterator[Early]:
    """Yield what may end a phase earlier than its days, and what is missing for that."""
    if part.ended_by is EndedBy.BEGINNING or one.anchor is None:
        return
    for clearing in ground.phases[part.number - 1].clears:
        yield Early(rules.clearing(clearing), _progress(clearing, one.anchor, case))


def _progress(clearing: Clearing, anchor: datetime, case: _Case) -> str:
    at = cleared_at(clearing, case.about.facts, anchor)
    if at is not None:
        return words.known(at)
    if not isinstance(clearing, ClearedByTests):
        return words.unknown()
    left = missing(clearing, case.about.facts, case.at)
    return words.missing(clearing, left) if left else words.unknown()
