"""Reading casework: what is due, overdue, held, contested, handed over, and who recognises whom."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from federation.peers import queries as peers
from provinces.citizens import moving

from . import parties
from .classes import MessageClass
from .models import (
    Assertion,
    Contest,
    Handover,
    Hold,
    HoldElsewhere,
    Incoming,
    Issued,
    Line,
    Outgoing,
    PeerPurposes,
    PeerScore,
    Proposal,
)

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

# A score is published every night; an old one says as much as a bad one.
SCORE_COUNTS = timedelta(days=3)
# What everybody on this list of states can be shown as: nobody is turned away below it.
FLOOR = "green"
OPEN = (Handover.State.OFFERED, Handover.State.ACCEPTED, Handover.State.GOING)
DESK = (MessageClass.APPEAL, MessageClass.CORRECTION, MessageClass.CHECKIN_PROMPT)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A message that somebody should have answered: theirs to answer, or ours."""

    peer: str
    message_class: str
    answer_by: datetime
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What officials told a guest's home, and the message it went in, while that is kept."""

    issued: Issued
    message: Outgoing | None

    @property
    def problems(self) -> list[dict[str, Any]]:
        """Return what their home finds wrong with it: each by its name, and in its words."""
        receipt = None if self.message is None else self.message.acknowledgement
        return [] if receipt is None else list(receipt["body"]["problems"])


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whether a host accepts the passes of a home province, and what it takes them for at least."""

    host: str
    home: str
    is_accepted: bool
    floor: str


def due(now: datetime) -> QuerySet[Outgoing]:
    """Return the messages to be sent, in the order of their numbers."""
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING, next_try_at__lte=now)
    return waiting.filter(expires_at__gt=now).order_by("peer", "seq")


def unacknowledged(now: datetime, *, for_longer_than: timedelta) -> QuerySet[Outgoing]:
    """Return the messages that a peer has not taken for so long."""
    waiting = Outgoing.objects.filter(state=Outgoing.State.WAITING)
    return waiting.filter(sent_at__lte=now - for_longer_than).order_by("sent_at")


def overdue(now: datetime) -> list[Overdue]:
    """Return what should have been answered by now, the longest overdue first."""
    late = Q(answer_by__lte=now, answered_at=None)
    theirs = Outgoing.objects.filter(late).exclude(state=Outgoing.State.REFUSED)
    ours = Incoming.objects.filter(late, is_refused=False)
    found = [
        *(_overdue(message, is_ours=False) for message in theirs),
        *(_overdue(message, is_ours=True) for message in ours),
    ]
    return sorted(found, key=lambda each: each.answer_by)


def _overdue(message: Outgoing | Incoming, *, is_ours: bool) -> Overdue:
    assert message.answer_by is not None  # noqa: S101
    return Overdue(message.peer, message.message_class, message.answer_by, is_ours)


def missing(peer: str) -> list[int]:
    """Return which numbers of a peer's messages have not come, though later ones have."""
    line = Line.objects.filter(pk=peer).first()
    first = 1 if line is None else line.forgotten + 1
    came = set(Incoming.objects.filter(peer=peer).values_list("seq", flat=True))
    return sorted(set(range(first, max(came, default=0))) - came)


def desk() -> QuerySet[Incoming]:
    """Return the messages about our people that wait for a desk, the soonest due first."""
    waiting = Incoming.objects.filter(message_class__in=DESK, is_refused=False, answered_at=None)
    return waiting.exclude(citizen=None).select_related("citizen__area").order_by("answer_by")


def holds() -> QuerySet[Hold]:
    """Return what is held here and not decided, the oldest first."""
    undecided = Hold.objects.filter(state__in=[Hold.State.OPEN, Hold.State.PROPOSED])
    return undecided.select_related("proposed_by").order_by("opened_at")


def held_elsewhere() -> QuerySet[HoldElsewhere]:
    """Return which assertions of ours other provinces hold, or held, the latest first."""
    return HoldElsewhere.objects.order_by("-opened_at")


def proposals(now: datetime) -> QuerySet[Proposal]:
    """Return the facts about guests that await a second signature, the oldest first."""
    waiting = Proposal.objects.filter(refused_at=None, expires_at__gt=now)
    return waiting.select_related("proposed_by").order_by("proposed_at", "id")


def turned_down() -> QuerySet[Proposal]:
    """Return the facts about guests that nobody was told, the latest first."""
    return Proposal.objects.exclude(refused_at=None).order_by("-refused_at", "id")


def told(most: int) -> list[Told]:
    """Return what officials told guests' homes, the latest first."""
    found = list(_by_officials().order_by("-issued_at", "id")[:most])
    messages = Outgoing.objects.in_bulk([each.pk for each in found])
    return [Told(each, messages.get(each.pk)) for each in found]


def told_as(name: uuid.UUID) -> Told | None:
    """Return what officials told a guest's home under a name; None where it is not theirs."""
    found = _by_officials().filter(pk=name).first()
    return None if found is None else Told(found, Outgoing.objects.filter(pk=name).first())


def _by_officials() -> QuerySet[Issued]:
    return Issued.objects.exclude(issued_by=None)


def assertions_about(citizen: Citizen) -> QuerySet[Assertion]:
    """Return what other provinces say, or said, of somebody, the latest first."""
    return Assertion.objects.filter(citizen=citizen).order_by("-received_at", "id")


def contests_of(citizen: Citizen) -> QuerySet[Contest]:
    """Return what somebody contested, and what became of it, the latest first."""
    filed = Contest.objects.filter(citizen=citizen, side=Contest.Side.FILED)
    return filed.order_by("-filed_at", "id")


def contests_to_answer() -> QuerySet[Contest]:
    """Return the contests that this province must answer, the soonest due first."""
    received = Contest.objects.filter(side=Contest.Side.RECEIVED, state=Contest.State.OPEN)
    return received.order_by("answer_by", "id")


def handovers() -> QuerySet[Handover]:
    """Return the hand-overs that are not finished, the oldest first."""
    unfinished = Handover.objects.filter(state__in=OPEN).select_related("citizen__area")
    return unfinished.order_by("offered_at", "id")


def handovers_to_answer() -> QuerySet[Handover]:
    """Return the hand-overs offered to this province that nobody has answered, soonest due first.

    Into which area is said with the answer, so they are not of one yet.
    """
    offered = Handover.objects.filter(side=Handover.Side.TAKES, state=Handover.State.OFFERED)
    return offered.order_by("answer_by", "id")


def is_open(citizen: Citizen) -> bool:
    """Tell whether a person's hand-over to another province is not finished."""
    given = Handover.objects.filter(citizen=citizen, side=Handover.Side.GIVES)
    return given.filter(state__in=OPEN).exists()


def is_home(citizen: Citizen) -> bool:
    """Tell whether this province decides about a person: not while they go, nor after.

    Somebody who went may come back.
    """
    return moving.departure(citizen) is None


def is_failing(peer: str, now: datetime) -> bool:
    """Tell whether a peer's security baseline was scored as failing, or not lately.

    Of one that has never published a score nothing is known yet.
    """
    found = PeerScore.objects.filter(pk=peer).first()
    if found is None:
        return False
    return found.passed < found.of or found.scored_at < now - SCORE_COUNTS


def purposes_of_peers() -> dict[str, PeerPurposes]:
    """Return what each peer says that it uses data for, as far as it has told."""
    return {each.peer: each for each in PeerPurposes.objects.order_by("peer")}


def recognition(now: datetime) -> list[Recognition]:
    """Return, for all to read, who recognises whose passes: members recognise each other's.

    That imports from a peer are suspended takes nothing from the people who hold its passes.
    """
    members = [member.slug for member in peers.members(now)]
    return [
        Recognition(host, home, bool(parties.verifiers(home, now)), FLOOR)
        for host in members
        for home in members
        if host != home
    ]
