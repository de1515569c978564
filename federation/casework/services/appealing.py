"""Appeals about what another province says go there as contests; the answers come back down.

provincial appeal ── queued ──► contest ──► issuer
                  ◄─ answer ─── closed: upheld, withdrawn, or left unanswered and suspended

The person's own province stays the only desk: it is told, and tells them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from federation.casework.models import Assertion, Contest
from federation.peers.queries import NoSealingKey, NotAMember
from provinces.appeals import queries as appeals
from provinces.appeals import services as appeal
from provinces.appeals.services.forwarding import Taken

from .contesting import AlreadyContested, NotTheirs, contest
from .naming import NoDocument

# A contest has room for so much of what a person said.
LONGEST = 2000
UNREACHABLE = (NoDocument, NotAMember, NoSealingKey, NotTheirs)


def carry_appeals(*, now: datetime) -> int:
    """Make contests of the appeals that wait for it; return how many.

    What nobody elsewhere has said, or can be asked about, goes back to be answered at home.
    """
    return sum(_carry(waiting, text, now) for waiting, text in appeals.to_forward())


@transaction.atomic
def _carry(waiting: Any, text: str, now: datetime) -> bool:
    if not appeal.hold_forwarded(waiting.pk):
        return False
    citizen = waiting.appeal.citizen
    of = {"evidence": waiting.piece} if waiting.piece else {"result": waiting.result}
    assertion = Assertion.objects.filter(citizen=citizen, ended_at=None, **of).first()
    if assertion is None:
        appeal.return_forwarded(waiting.pk, because="not-theirs", now=now)
        return False
    try:
        with transaction.atomic():
            made = contest(assertion, of=citizen, text=text[:LONGEST], now=now)
    except AlreadyContested:
        filed = Contest.objects.filter(side=Contest.Side.FILED, state=Contest.State.OPEN)
        made = filed.get(assertion=assertion.pk)
    except UNREACHABLE:
        appeal.return_forwarded(waiting.pk, because="unreachable", now=now)
        return False
    taken = Taken(made.pk, made.peer, made.answer_by)
    return appeal.take_forwarded(waiting.pk, taken, now=now)


def hand_down_answers(*, now: datetime) -> int:
    """Tell the province how contests that came from appeals were closed; return how many."""
    return sum(_hand_down(asked, now) for asked in appeals.answers_awaited())


@transaction.atomic
def _hand_down(asked: Any, now: datetime) -> bool:
    found = Contest.objects.filter(pk=asked.contest, side=Contest.Side.FILED).first()
    if found is None or found.state == Contest.State.OPEN:
        return False
    return appeal.answered_elsewhere(
        asked.pk,
        is_taken_back=found.state != Contest.State.UPHELD,
        reasons=found.reasons,
        now=now,
    )
