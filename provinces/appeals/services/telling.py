"""A person is told of each step of their appeal, where they are told of their status."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from provinces.appeals.models import Appeal
from provinces.notices import services as notices


class Step(StrEnum):
    """What a person is told; the value stands in the notice."""

    FILED = "filed"
    TELEPHONED = "telephoned"
    MAILED = "mailed"
    NEEDLESS = "needless"
    JOINED = "joined"
    JOINED_BY_MAIL = "joined_by_mail"
    STANDS = "stands"
    GONE = "gone"
    ENDED = "ended"
    ASSIGNED = "assigned"
    ESCALATED = "escalated"
    RELIEVED = "relieved"
    FORWARDED = "forwarded"
    LABORATORY = "laboratory"
    CORRECTED = "corrected"
    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"
    AGAIN = "again"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"


def tell(appeal: Appeal, step: Step, *, now: datetime) -> None:
    """Tell the person of an appeal what has become of it."""
    notices.tell_of_appeals([appeal.citizen_id], of=named(step, appeal=appeal.pk), now=now)


def tell_reversed(citizens: Iterable[int], *, reversal: int, now: datetime) -> None:
    """Tell people who never appealed that what was held against them was wrong."""
    notices.tell_of_appeals(citizens, of=f"{Step.REVERSED}:reversal:{reversal}", now=now)


def named(step: Step, *, appeal: int) -> str:
    """Return how a notice names a step of an appeal."""
    return f"{step}:appeal:{appeal}"
