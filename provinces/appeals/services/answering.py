"""An official answers: which of what the ground rests on is wrong, what they found, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.appeals.assigning import POWERS, require_independent
from provinces.appeals.models import Appeal, Basis, Finding, Outcome, Review
from provinces.appeals.models.reviews import IN_FAVOUR
from provinces.evidence.signatures import Hand

from .closing import Answer, close, lock
from .effects import overturn

LONGEST = 2000


class NotYours(LookupError):
    """The appeal does not lie with this official, or not any more."""


class AlreadyAnswered(ValueError):
    """The appeal has its answer."""


class BadVerdict(ValueError):
    """An answer gives reasons, and a finding that fits what it says is wrong."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which bases are wrong, none for a refusal; what was found, and why, in plain words."""

    wrong: frozenset[int]
    finding: Finding
    reasons: str


@transaction.atomic
def answer(appeal: Appeal, verdict: Verdict, *, by: User, now: datetime) -> Appeal:
    """Answer an appeal that lies with an official.

    Raises AlreadyAnswered, NotYours, NotIndependent, NotAllowed (of evidence), and BadVerdict.
    """
    found = lock(appeal.pk)
    if not found.is_open:
        raise AlreadyAnswered(f"{found} is answered")
    review = _review(found, by)
    require_independent(found, by=by, now=now)
    Hand(by, POWERS[review.level], now).unit_for(found.citizen)
    bases = list(found.bases.order_by("pk"))
    outcome, reasons = _outcome(bases, verdict), _reasons(verdict)
    review.answered_at, review.outcome = now, outcome
    review.finding, review.reasons = verdict.finding, reasons
    review.save(update_fields=["answered_at", "outcome", "finding", "reasons"])
    wrong = [basis for basis in bases if basis.pk in verdict.wrong]
    overturn(found, wrong, by=by, because=f"appeal {found.reference}: {reasons}", now=now)
    told: dict[str, object] = {
        "finding": str(verdict.finding),
        "wrong": [str(basis) for basis in wrong],
    }
    close(found, Answer(outcome, review.unit, by, told=told), now=now)
    return found


def _review(appeal: Appeal, by: User) -> Review:
    lying = appeal.reviews.filter(answered_at=None, released_at=None, reviewer=by)
    found = lying.select_for_update(of=("self",)).first()
    if found is None or found.level != appeal.level:
        raise NotYours(f"{appeal} does not lie with {by}")
    return found


def _outcome(bases: Sequence[Basis], verdict: Verdict) -> Outcome:
    known = {basis.pk for basis in bases}
    if not verdict.wrong <= known:
        raise BadVerdict("what is said to be wrong is nothing that the ground rests on")
    if bool(verdict.wrong) != (verdict.finding in IN_FAVOUR):
        raise BadVerdict("the finding does not fit the answer")
    if not verdict.wrong:
        return Outcome.REFUSED
    return Outcome.UPHELD if verdict.wrong == known else Outcome.PARTLY


def _reasons(verdict: Verdict) -> str:
    reasons = verdict.reasons.replace("\r\n", "\n").strip()
    if len(reasons) < 10 or len(reasons) > LONGEST or "\x00" in reasons:
        raise BadVerdict(f"reasons have 10 to {LONGEST} characters")
    return reasons
