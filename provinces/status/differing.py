"""What is kept of a decision, beside what comes out again: every field that differs.

A field that the commitment binds and that was changed shows twice: by itself, and because what is
judged from changed facts is not what was committed to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provinces.facts import snapshot
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.rules import labels
from provinces.rules.models import Ruleset
from provinces.rules.services import publishing

from . import verifying
from .decision import Ground, Told, commitment, grounds_from
from .models import Decision, Outcome

# What reading something raises that is not as it was written.
UNREADABLE = (ValueError, TypeError, AttributeError, KeyError)
PUBLISHED = (Event.RULESET_PUBLISHED, Event.RULESET_SIGNED)


@dataclass(frozen=True, slots=True)
class Said:
    """What rules say of somebody as of a moment: the status, and each ground, the gravest first.

    Since when, rules alone do not say.
    """

    status: str
    since: datetime | None = None
    until: datetime | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def due_at(self) -> datetime | None:
        """When the first of the grounds ends."""
        return min((ground.until for ground in self.grounds), default=None)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is kept otherwise than it comes out again."""

    what: str
    kept: str
    replayed: str

    def __str__(self) -> str:
        return f"{self.what}: kept {self.kept}, replayed {self.replayed}"


def differences(outcome: Outcome, said: Said | None) -> Iterator[Difference]:
    """Yield what of a decision is not as it was made, given what is judged of it again, if it is.

    Its rule set, its facts, its outcome, its commitment, and its place in the ledger.
    """
    yield from _in_ruleset(outcome.decision.ruleset)
    yield from _in_facts(outcome)
    if said is not None:
        yield from _in_outcome(outcome, said)
        yield from _in_commitment(outcome, said)
    if not is_recorded(outcome.decision):
        yield Difference("ledger", "no entry that binds the decision", "an entry")


def is_recorded(decision: Decision) -> bool:
    """Tell whether the ledger still binds a decision, be its outcome erased or not."""
    run = f"status.run:{decision.run_id}" if decision.run_id else ""
    made = Payload.objects.filter(
        entry__event=Event.DECISION_MADE, entry__recorded_at=decision.made_at, about=run
    )
    batches = made.select_related("entry")
    its = (batch for batch in batches if batch.body["first"] <= decision.pk <= batch.body["last"])
    return any(verifying.is_bound(batch) for batch in its)


def outlook(grounds: Sequence[Ground]) -> str:
    """Return grounds with their ends, as `deciding.OUTLOOK` says them."""
    return ",".join(f"{ground.ground}@{int(ground.until.timestamp())}" for ground in grounds)


def kept_grounds(outcome: Outcome) -> list[Ground]:
    """Return the grounds that are kept with an outcome; none where they are not readable."""
    try:
        return grounds_from(outcome.grounds)
    except UNREADABLE:
        return []


def _in_ruleset(ruleset: Ruleset | None) -> Iterator[Difference]:
    """Yield how a rule set differs from what was published."""
    if ruleset is None:
        return
    try:
        digest = labels.digest_of(ruleset.document)
    except labels.NotADocument as problem:
        digest = str(problem)
    if digest != ruleset.digest:
        yield Difference("rule set, document", digest, ruleset.digest)
    published = ledger.about(ruleset).filter(entry__event__in=PUBLISHED).first()
    if published is None or not ledger.holds(published):
        yield Difference("rule set, publication", str(ruleset), "no entry in the ledger that holds")
        return
    for key, value in publishing.particulars(ruleset).items():
        if published.body.get(key) != value:
            yield Difference(f"rule set, {key}", str(value), str(published.body.get(key)))


def _in_facts(outcome: Outcome) -> Iterator[Difference]:
    kept = outcome.facts_digest and bytes(outcome.facts_digest).hex()
    try:
        found = _digest(outcome)
        said = found.hex() if found else None
    except UNREADABLE as problem:
        said = f"none: {problem}"
    if said != kept:
        yield Difference("facts, digest", _told(kept), _told(said))


def _digest(outcome: Outcome) -> bytes | None:
    """Return the digest of the facts that are kept; of whoever had no sheet there is none."""
    if outcome.facts == {} and outcome.facts_digest is None:
        return None
    return snapshot.digest(outcome.facts)


def _in_outcome(outcome: Outcome, said: Said) -> Iterator[Difference]:
    fields = {what: getattr(said, what) for what in ("status", "since", "until", "due_at")}
    for what, again in {**fields, "outlook": outlook(said.grounds)}.items():
        stored = getattr(outcome, what)
        if stored != again:
            yield Difference(what, _told(stored), _told(again))
    try:
        grounds = grounds_from(outcome.grounds)
    except UNREADABLE as problem:
        yield Difference("grounds", f"not readable: {problem!r}", outlook(said.grounds) or "-")
        return
    kept, judged = ({one.ground: one for one in of} for of in (grounds, said.grounds))
    for name in dict.fromkeys([*kept, *judged]):
        yield from _in_ground(name, kept.get(name), judged.get(name))


def _in_ground(name: str, kept: Ground | None, again: Ground | None) -> Iterator[Difference]:
    if kept is None or again is None:
        yield Difference(f"ground {name}", _ground(kept), _ground(again))
        return
    for what in ("status", "rank", "since", "until", "evidence"):
        one, other = getattr(kept, what), getattr(again, what)
        if one != other:
            yield Difference(f"ground {name}, {what}", _told(one), _told(other))


def _in_commitment(outcome: Outcome, said: Said) -> Iterator[Difference]:
    """Tell whether what is judged again is what the decision committed to."""
    try:
        digest = _digest(outcome)
    except UNREADABLE:
        digest = None
    told = Told(
        citizen=outcome.citizen_id,
        status=said.status,
        since=said.since or outcome.since,
        until=said.until,
        grounds=said.grounds,
        facts_digest=digest,
        ruleset=outcome.decision.ruleset_id,
    )
    made, kept = commitment(bytes(outcome.salt), told), bytes(outcome.decision.commitment)
    if made != kept:
        yield Difference("commitment", kept.hex(), made.hex())


def _ground(ground: Ground | None) -> str:
    return "not there" if ground is None else f"{ground.status} until {_told(ground.until)}"


def _told(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "-" if value is None or value == "" else str(value)
