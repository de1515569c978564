"""A person contests an assertion; its issuer answers within a day, or it is suspended everywhere.

home                                  issuer
contest ───────── sealed ───────────► desk
        ◄──────── answer ──────────── upheld, or withdrawn
no answer in 24 h: withdrawn here, and published for whoever else holds it
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.web import context
from federation.casework import hands
from federation.casework.classes import CONTEST_CLOCK, MessageClass
from federation.casework.models import Assertion, Contest, Issued
from federation.casework.refusals import refused
from federation.peers import instants
from federation.peers import queries as peers
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.notices import services as notices

from . import asserting, effects, naming, relaying
from .posting import Address, post
from .receiving import Taken

if TYPE_CHECKING:
    from provinces.accounts.models import User
    from provinces.citizens.models import Citizen

State = Contest.State
OVER = (State.UPHELD, State.WITHDRAWN)
NOTICES = {State.UPHELD: notices.Kind.UPHELD, State.WITHDRAWN: notices.Kind.WITHDRAWN}


class NotTheirs(LookupError):
    """The assertion is not about this person, or does not stand any more."""


class AlreadyContested(ValueError):
    """The assertion is contested, and its clock runs."""


class NotOpen(ValueError):
    """The contest is over."""


class NothingSaid(ValueError):
    """A contest, or an answer to one, says why."""


@transaction.atomic
def contest(assertion: Assertion, *, of: Citizen, text: str, now: datetime) -> Contest:
    """Have a person contest what another province says of them; the issuer's clock begins.

    Raises NotTheirs, AlreadyContested, NothingSaid, and NoDocument.
    """
    found = Assertion.objects.select_for_update(of=("self",)).get(pk=assertion.pk)
    if found.citizen_id != of.pk or found.ended_at is not None:
        raise NotTheirs(f"{found} is nothing that {of} can contest")
    filed = Contest.objects.filter(side=Contest.Side.FILED, assertion=found.pk)
    if filed.filter(state=State.OPEN).exists():
        raise AlreadyContested(f"{found} is contested")
    to = naming.address(of, found.issuer, now=now)
    text = _said(text)
    body = {"assertion": str(found.pk), "text": text}
    message = post(
        to, of=MessageClass.CONTEST, body=body, now=now, citizen=of, in_reply_to=found.pk
    )
    made = Contest.objects.create(
        id=message.id,
        side=Contest.Side.FILED,
        assertion=found.pk,
        peer=found.issuer,
        about=to.about,
        epoch=to.epoch,
        citizen=of,
        text=text,
        filed_at=now,
        answer_by=now + CONTEST_CLOCK,
    )
    told = {"assertion": str(found.pk), "issuer": found.issuer}
    ledger.record(Event.CONTEST_FILED, by=of, about=made, at=now, body=told)
    return made


def take_contest(taken: Taken) -> None:
    """Put a contest of what this province has told on the desk that answers; raises Refused.

    Whoever holds the assertion knows its name: the home it was told to, or one after that.
    """
    name, text = taken.reference("assertion"), taken.text("text")
    if not Issued.objects.filter(pk=name).exists():
        raise refused("no-such-assertion", "this province has asserted nothing of that name")
    if Contest.objects.filter(
        side=Contest.Side.RECEIVED, assertion=name, peer=taken.peer, state=State.OPEN
    ).exists():
        raise refused("already-contested", "it is contested, and its clock runs")
    Contest.objects.create(
        id=taken.envelope.id,
        side=Contest.Side.RECEIVED,
        assertion=name,
        peer=taken.peer,
        about=taken.envelope.about,
        epoch=taken.envelope.epoch,
        text=text,
        filed_at=taken.envelope.sent_at,
        answer_by=taken.envelope.sent_at + CONTEST_CLOCK,
    )


@transaction.atomic
def answer(received: Contest, *, is_upheld: bool, reasons: str, by: User, now: datetime) -> Contest:
    """Answer a contest: the assertion stands, for these reasons, or is taken back.

    Raises NotAllowed, NotOpen, and NothingSaid.
    """
    unit = hands.unit(by, Power.ANSWER_CONTEST, now)
    found = _open(received, Contest.Side.RECEIVED)
    state = State.UPHELD if is_upheld else State.WITHDRAWN
    _answer(found, state, reasons=_said(reasons), by=by, unit=unit, now=now)
    issued = Issued.objects.filter(pk=found.assertion, withdrawn_at=None).first()
    if not is_upheld and issued is not None:
        asserting.mark_taken_back(issued, because=found.reasons, now=now)
    return found


def concede(issued: Issued, *, by: User | str, unit: str, now: datetime) -> int:
    """Answer whatever contests of a word are open, for it was taken back; return how many.

    `by` is an official, or the name of a laboratory. For the caller's transaction: whoever
    contested it is told why, and no clock runs on.
    """
    contests = Contest.objects.select_for_update(of=("self",)).filter(
        side=Contest.Side.RECEIVED, assertion=issued.pk, state=State.OPEN
    )
    found = list(contests.order_by("filed_at", "id"))
    for each in found:
        reasons = issued.withdrawn_because
        _answer(each, State.WITHDRAWN, reasons=reasons, by=by, unit=unit, now=now)
    return len(found)


def _answer(
    found: Contest, state: str, *, reasons: str, by: User | str, unit: str, now: datetime
) -> None:
    _close(found, state, reasons=reasons, now=now)
    found.answered_by = None if isinstance(by, str) else by
    found.answered_unit = unit
    found.save(update_fields=["answered_by", "answered_unit"])
    to = Address(found.peer, found.about, found.epoch)
    body = {"outcome": str(state), "reasons": found.reasons, "office": unit}
    post(to, of=MessageClass.ANSWER, body=body, now=now, in_reply_to=found.id)
    told = {"assertion": str(found.assertion), "outcome": str(state), "office": unit}
    ledger.record(Event.CONTEST_ANSWERED, by=by, about=found, at=now, body=told)


def take_answer(taken: Taken) -> None:
    """Take an issuer's answer to a contest; one that comes too late changes nothing.

    Raises Refused.
    """
    if taken.envelope.in_reply_to is None:
        return
    found = Contest.objects.select_for_update(of=("self",)).filter(
        pk=taken.envelope.in_reply_to, side=Contest.Side.FILED, peer=taken.peer
    )
    contested = found.first()
    if contested is None or contested.state != State.OPEN:
        return
    if taken.body.get("outcome") not in list(map(str, OVER)):
        raise refused("no-outcome", "it is upheld or withdrawn", "/outcome")
    state, reasons = State(taken.body["outcome"]), taken.text("reasons")
    _close(contested, state, reasons=reasons, now=taken.now)
    _tell(contested.citizen, NOTICES[state], contested.peer, taken.now)
    if state == State.WITHDRAWN:
        _end(contested, Assertion.State.WITHDRAWN, because="withdrawn", now=taken.now)


@transaction.atomic
def suspend_unanswered(*, now: datetime) -> int:
    """Suspend, here and everywhere, what its issuer left contested; return how many."""
    late = Contest.objects.select_for_update(of=("self",)).filter(
        side=Contest.Side.FILED, state=State.OPEN, answer_by__lte=now
    )
    found = list(late.order_by("filed_at", "id"))
    for contested in found:
        reasons = "its issuer did not answer within 24 hours"
        _close(contested, State.SUSPENDED, reasons=reasons, now=now)
        _tell(contested.citizen, notices.Kind.SUSPENDED, contested.peer, now)
        _end(contested, Assertion.State.SUSPENDED, because="unanswered", now=now)
    return len(found)


@transaction.atomic
def suspend_told(assertion: uuid.UUID, *, by: str, because: str, now: datetime) -> bool:
    """Suspend what another province says is suspended; tell whether there was anything to.

    Only its issuer is heard, and the home from which the person, or the word, came.
    """
    issued = Issued.objects.filter(pk=assertion, home=by, withdrawn_at=None).first()
    if issued is not None:
        asserting.mark_taken_back(issued, because=f"suspended by {by}: {because}", now=now)
    found = Assertion.objects.select_for_update(of=("self",)).filter(pk=assertion, ended_at=None)
    told_on = Assertion.objects.filter(pk=assertion, issuer=by).exclude(told_on_as=None).first()
    if told_on is not None:
        relaying.take_back(told_on, because=f"suspended by {by}: {because}", now=now)
    held = found.first()
    if held is None or by not in (held.issuer, held.came_from):
        return issued is not None
    why = f"suspended by {by}: {because}"
    effects.end(held, Assertion.State.SUSPENDED, because=why, now=now)
    ledger.record(Event.ASSERTION_SUSPENDED, by=f"province:{by}", about=held, at=now)
    if by != held.issuer:  # its issuer's own end of it is told as a withdrawal
        _tell(held.citizen, notices.Kind.SUSPENDED, held.issuer, now)
    return True


def _tell(citizen: Citizen | None, kind: notices.Kind, issuer: str, now: datetime) -> None:
    """Write the person a notice, in their language, of what became of a province's word."""
    if citizen is not None:
        member = peers.member(issuer)
        name = issuer if member is None else context.named(member, citizen.language)
        notices.tell(citizen, kind=kind, of=name, now=now)


def mark_told(of: Citizen, *, now: datetime) -> int:
    """Remember that a person has seen what became of their contests; return how many were new."""
    closed = Contest.objects.filter(citizen=of, side=Contest.Side.FILED, told_at=None)
    return closed.exclude(state=State.OPEN).update(told_at=now)


def _end(contested: Contest, state: str, *, because: str, now: datetime) -> None:
    """End a contested assertion here, and publish it for whoever else holds it."""
    found = Assertion.objects.select_for_update(of=("self",)).get(pk=contested.assertion)
    if found.ended_at is None:
        effects.end(found, state, because=because, now=now)
    told = {
        "assertion": str(found.pk),
        "issuer": found.issuer,
        "because": because,
        "at": instants.text(now),
    }
    ledger.publish(Kind.ASSERTION_SUSPENDED, told, at=now)
    ledger.record(Event.ASSERTION_SUSPENDED, by=None, about=found, at=now, body=told)


def _close(contested: Contest, state: str, *, reasons: str, now: datetime) -> None:
    contested.state, contested.closed_at, contested.reasons = state, now, reasons
    contested.save(update_fields=["state", "closed_at", "reasons"])


def _open(contested: Contest, side: str) -> Contest:
    found = Contest.objects.select_for_update(of=("self",)).get(pk=contested.pk, side=side)
    if found.state != State.OPEN:
        raise NotOpen(f"{found} is {found.state}")
    return found


def _said(text: str) -> str:
    text = text.strip()
    if not text or len(text) > 2000:
        raise NothingSaid("a text of 1 to 2000 characters is needed")
    return text
