"""Replaying a decision: from the facts kept with it, and the rule set it names, the same again?

    outcome ── facts ───┐
    decision ── rule set┴─ judged in Python ──▶ status, since, until, grounds   as they were kept?
             ── commitment, entry of its batch ──────────────────────────────   as recorded?

SQL decided; Python judges again, by other means. Once an outcome has been erased nothing is left to
judge from; that its decision was made, and has stayed as it was, the ledger still tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from provinces.citizens.models import Citizen
from provinces.rules import judging, local, reading
from provinces.rules.judging import Held

from . import differing, queries
from .decision import Effective, Ground, effective
from .differing import Difference, Said
from .models import Decision, Outcome


class NotJudged(ValueError):
    """What is kept cannot be judged: it is not what any decision was made from."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision judged again.

    `said` is what the rules say of the facts as of the decision. Of the moment that is asked about,
    `read` is what was shown, and `ruled` what the rules say of the same facts. Where they cannot
    be judged there is none, and `differences` has why.
    """

    outcome: Outcome
    asked_at: datetime
    read: Effective
    said: Said | None
    ruled: Said | None
    differences: tuple[Difference, ...]

    @property
    def verdict(self) -> str:
        """Say "equal", or what differs."""
        if not self.differences:
            return "equal"
        return "differs: " + "; ".join(difference.what for difference in self.differences)


def in_force(citizen: Citizen, at: datetime) -> Outcome | None:
    """Return the outcome that was shown to a citizen at a moment, if there was one and it is kept.

    What a run decides is shown once the run is published, everything else at once.
    """
    shown_at = Coalesce(F("decision__run__finished_at"), F("decision__made_at"))
    shown = queries.history(citizen).annotate(shown_at=shown_at).filter(shown_at__lte=at)
    return shown.first()


def may_be_erased(at: datetime) -> bool:
    """Tell whether of a decision made by some moment no outcome is left.

    Such decisions name nobody; so of whoever has no outcome it cannot be said why.
    """
    return Decision.objects.filter(made_at__lte=at, outcome=None).exists()


def replay(outcome: Outcome, *, at: datetime) -> Replayed:
    """Judge again as of a decision, and as of the moment that is asked about."""
    said, ruled, problems = None, None, []
    try:
        said = _as_decided(outcome)
        ruled = judge(outcome, at)
    except NotJudged as problem:
        problems = [Difference("judgement", outcome.status, f"none: {problem}")]
    return Replayed(
        outcome=outcome,
        asked_at=at,
        read=effective(differing.kept_grounds(outcome), default=_default(at), at=at),
        said=said,
        ruled=ruled,
        differences=(*problems, *differing.differences(outcome, said)),
    )


def judge(outcome: Outcome, as_of: datetime) -> Said:
    """Return what the rule set of a decision says of its facts as of a moment; raises NotJudged."""
    ruleset = outcome.decision.ruleset
    if ruleset is None:
        return Said(queries.DEFAULT)
    try:
        document = reading.read(ruleset.document)
        prepared = judging.prepare(document, local.zone(), ends_at=ruleset.expires_at)
        judged = judging.judge(prepared, outcome.facts, as_of)
    except differing.UNREADABLE as problem:
        raise NotJudged(str(problem)) from problem
    held = [ground for ground in map(_to_the_second, judged.grounds) if ground.until > as_of]
    found = effective(held, default=document.default, at=as_of)
    return Said(found.status, until=found.until, grounds=found.grounds)


def _default(at: datetime) -> str:
    try:
        return queries.default_status(at)
    except differing.UNREADABLE:  # the rule set is not what was published, which is told
        return ""


def _to_the_second(held: Held) -> Ground:
    """Return a ground as decisions keep it."""
    return Ground(
        ground=held.ground,
        status=held.status,
        rank=held.rank,
        since=held.since.replace(microsecond=0),
        until=held.until.replace(microsecond=0),
        evidence=held.evidence,
    )


def _as_decided(outcome: Outcome) -> Said:
    said = judge(outcome, outcome.decision.as_of)
    before = queries.history(outcome.citizen).filter(decision__lt=outcome.decision_id).first()
    # The one before may have been erased: then what is kept stands, and the commitment vouches.
    since = outcome.since if before is None else _since(said, before, outcome.decision.as_of)
    return replace(said, since=since)


def _since(said: Said, before: Outcome, as_of: datetime) -> datetime:
    """Return since when somebody has a status, given the outcome before, as `deciding` does."""
    if before.status == said.status and before.until is not None and before.until > as_of:
        return before.since
    stored = differing.kept_grounds(before)
    still = effective(stored, default="", at=as_of)
    if still.status != said.status and not _are_same(still.grounds, said.grounds):
        return as_of
    rank = said.grounds[0].rank if said.grounds else -1
    gave_way = [one.until for one in stored if one.until <= as_of and one.rank > rank]
    return max(gave_way, default=as_of)


def _are_same(some: Sequence[Ground], others: Sequence[Ground]) -> bool:
    return differing.outlook(some) == differing.outlook(others)
