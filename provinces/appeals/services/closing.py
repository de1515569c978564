"""An appeal is answered: by an official, by the machine, by another province, or by its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from provinces.accounts.models import User
from provinces.appeals.models import Appeal, Outcome
from provinces.evidence import services as evidence
from provinces.evidence.models import Why
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .effects import issue_letter
from .telling import Step, tell

STEPS = {
    Outcome.UPHELD: Step.UPHELD,
    Outcome.PARTLY: Step.PARTLY,
    Outcome.REFUSED: Step.REFUSED,
    Outcome.ENDED: Step.ENDED,
}


def lock(key: int) -> Appeal:
    """Return an appeal that nobody else answers meanwhile."""
    found = Appeal.objects.select_for_update(of=("self",)).select_related("citizen__area")
    return found.get(pk=key)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, in whose name, by whom if by anybody; how that is told, and recorded."""

    outcome: Outcome
    office: str = ""
    by: User | None = None
    step: Step | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


def close(appeal: Appeal, answer: Answer, *, now: datetime) -> None:
    """Answer the level that an appeal is at; what was suspended until then counts again.

    Where something was wrong, and is undone by now, the person gets a letter.
    """
    outcome, office = answer.outcome, answer.office
    end(appeal, outcome, now=now)
    if outcome in (Outcome.UPHELD, Outcome.PARTLY) and not waits_for_laboratory(appeal):
        issue_letter(appeal, office=office, now=now)
    body = {"outcome": str(outcome), "level": appeal.level, "office": office, **answer.told}
    event = Event.APPEAL_CLOSED if answer.by is None else Event.APPEAL_ANSWERED
    ledger.record(event, by=answer.by, about=appeal, at=now, body=body)
    tell(appeal, answer.step or STEPS[outcome], now=now)


def end(appeal: Appeal, outcome: Outcome, *, now: datetime) -> None:
    """Have nobody look at an appeal any more; what was suspended until then counts again."""
    if appeal.level == 1:
        appeal.answered_at, appeal.outcome = now, outcome
        appeal.save(update_fields=["answered_at", "outcome"])
    else:
        appeal.again_answered_at, appeal.again_outcome = now, outcome
        appeal.save(update_fields=["again_answered_at", "again_outcome"])
    _release_waiting(appeal, now=now)
    evidence.end_suspensions(ledger.name(appeal), why=Why.UNANSWERED, now=now)


def waits_for_laboratory(appeal: Appeal) -> bool:
    """Tell whether a laboratory has not said yet what it makes of a contested positive."""
    return (
        appeal.bases.filter(laboratory_query__settled_at=None)
        .exclude(laboratory_query=None)
        .exists()
    )


def _release_waiting(appeal: Appeal, *, now: datetime) -> None:
    """Take an appeal from whoever had it and did not answer it themselves."""
    waiting = appeal.reviews.filter(answered_at=None, released_at=None)
    waiting.update(released_at=now, released_because="closed")
