"""A person's home becomes another province: offered, taken over, and gone, in messages.

    old home                              new home
    offer ──────── handover_offer ───────►
          ◄─────── handover_accept ────── accept, into an area
    the record ─── handover_done ───────► enrolled: this is home from now on
          ◄─────── its acknowledgement ──
    erased here

The record is sent until it is acknowledged, and taken once, so that a person is lost by no crash
and doubled by none. From when it is sent the old home does not claim the person any more.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from federation.casework import hands, queries
from federation.casework.classes import ANSWERED_WITHIN, MessageClass
from federation.casework.models import Handover, Outgoing, Pseudonym
from federation.casework.refusals import refused
from federation.casework.services import naming, records, relaying
from provinces.citizens import moving
from provinces.evidence.signatures import Hand
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes import services as passes
from provinces.presence import services as presence

from .posting import Address, post
from .receiving import Taken

if TYPE_CHECKING:
    from provinces.accounts.models import User
    from provinces.citizens.models import Citizen
    from provinces.jurisdictions.models import Area

Side, State = Handover.Side, Handover.State
# What a record is refused with by the home that has it.
TAKEN_ALREADY = "taken-already"


class AlreadyOffered(ValueError):
    """The person is offered to a province, and it has not answered."""


class NotHome(ValueError):
    """This province is not the person's home any more."""


class NotOpen(ValueError):
    """The hand-over is not at the point at which this is done to it."""


@transaction.atomic
def offer(citizen: Citizen, *, to: str, because: str, by: User, now: datetime) -> Handover:
    """Offer a person to the province where they live now.

    Raises NotAllowed, NotHome, AlreadyOffered, NoDocument, and NotAMember.
    """
    unit = Hand(by, Power.HAND_OVER, now).unit_for(citizen)
    if queries.is_open(citizen):
        raise AlreadyOffered(f"{citizen} is offered already")
    if not queries.is_home(citizen):
        raise NotHome(f"{citizen} has moved")
    where = naming.address(citizen, to, now=now)
    name = uuid.uuid4()
    body = {"handover": str(name), "because": because}
    of = MessageClass.HANDOVER_OFFER
    message = post(where, of=of, body=body, now=now, citizen=citizen)
    made = Handover(
        id=name,
        side=Side.GIVES,
        peer=to,
        about=where.about,
        epoch=where.epoch,
        offer=message.id,
        citizen=citizen,
        because=because,
        offered_at=now,
        answer_by=now + ANSWERED_WITHIN[of],
        acted_by=by,
        acted_unit=unit,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise AlreadyOffered(f"{citizen} is offered already") from None
    _record(Event.HANDOVER_OFFERED, made, by=by, now=now)
    return made


@transaction.atomic
def withdraw(handover: Handover, *, because: str, by: User, now: datetime) -> Handover:
    """Take an offer back that was not accepted; raises NotAllowed, and NotOpen."""
    held = _locked(handover, Side.GIVES, State.OFFERED)
    Hand(by, Power.HAND_OVER, now).unit_for(_person(held))
    _close(held, State.WITHDRAWN, reasons=because, now=now)
    body = {"handover": str(held.id), "because": because}
    post(_address(held), of=MessageClass.WITHDRAWAL, body=body, now=now, citizen=held.citizen)
    _record(Event.HANDOVER_REFUSED, held, by=by, now=now)
    return held


def take_offer(taken: Taken) -> None:
    """Put an offered person on the desk of their new home; raises Refused."""
    name, because = taken.reference("handover"), taken.text("because", 300)
    there = Handover.objects.filter(peer=taken.peer, side=Side.TAKES)
    is_open = there.filter(about=taken.envelope.about, state__in=queries.OPEN).exists()
    if is_open or Handover.objects.filter(pk=name).exists():
        raise refused("already-offered", "this person, or this hand-over, was offered before")
    Handover.objects.create(
        id=name,
        side=Side.TAKES,
        peer=taken.peer,
        about=taken.envelope.about,
        epoch=taken.envelope.epoch,
        offer=taken.envelope.id,
        citizen=taken.citizen,
        because=because,
        offered_at=taken.envelope.sent_at,
        answer_by=taken.envelope.sent_at + ANSWERED_WITHIN[MessageClass.HANDOVER_OFFER],
    )


@transaction.atomic
def accept(handover: Handover, *, area: Area, by: User, now: datetime) -> Handover:
    """Take a person over into an area; their record comes next.

    Who lives here already is taken over by whoever has power over them, and nobody else: what the
    record says will count for them. Raises NotAllowed, and NotOpen.
    """
    if not scoping.has_in(by, Power.HAND_OVER, area, now):
        raise hands.NotAllowed(f"{by} may not {Power.HAND_OVER} in {area}")
    held = _locked(handover, Side.TAKES, State.OFFERED)
    held.citizen = held.citizen or _resident(held, now)
    if held.citizen is not None and queries.is_home(held.citizen):
        Hand(by, Power.HAND_OVER, now).unit_for(held.citizen)
    held.state, held.area = State.ACCEPTED, area
    held.acted_by, held.acted_unit = by, hands.unit(by, Power.HAND_OVER, now)
    held.save()
    _reply(held, MessageClass.HANDOVER_ACCEPT, {}, now)
    _record(Event.HANDOVER_ACCEPTED, held, by=by, now=now)
    return held


def _resident(held: Handover, now: datetime) -> Citizen | None:
    """Return who lives here already of whom an offer is; they may be enrolled since it came."""
    naming.make_pseudonyms(held.peer, held.epoch, now=now)
    known = naming.known(held.peer, held.about, held.epoch)
    return None if known is None else known.citizen


@transaction.atomic
def refuse(handover: Handover, *, because: str, by: User, now: datetime) -> Handover:
    """Do not take a person over, and say why; raises NotAllowed, and NotOpen."""
    unit = hands.unit(by, Power.HAND_OVER, now)
    held = _locked(handover, Side.TAKES, State.OFFERED)
    held.acted_by, held.acted_unit = by, unit
    _close(held, State.REFUSED, reasons=because, now=now)
    _reply(held, MessageClass.HANDOVER_REFUSE, {"because": because}, now)
    _record(Event.HANDOVER_REFUSED, held, by=by, now=now)
    return held


def take_refusal(taken: Taken) -> None:
    """Note that a province does not take a person over; raises Refused."""
    held = _named(taken, Side.GIVES, State.OFFERED)
    _close(held, State.REFUSED, reasons=taken.text("because"), now=taken.now)
    _record(Event.HANDOVER_REFUSED, held, by=f"province:{taken.peer}", now=taken.now)


def take_withdrawal(taken: Taken) -> None:
    """Note that an offer was taken back; raises Refused."""
    held = _named(taken, Side.TAKES, State.OFFERED, State.ACCEPTED)
    _close(held, State.WITHDRAWN, reasons=taken.text("because", 300), now=taken.now)


def take_acceptance(taken: Taken) -> None:
    """Send the record of a person who is taken over; raises Refused."""
    held = _named(taken, Side.GIVES, State.OFFERED)
    _send_record(held, in_reply_to=taken.envelope.id, now=taken.now)
    moving.leave(_person(held), to=held.peer, now=taken.now)
    passes.withdraw_for(_person(held), now=taken.now)


def _send_record(held: Handover, *, in_reply_to: uuid.UUID | None, now: datetime) -> None:
    message = post(
        _address(held),
        of=MessageClass.HANDOVER_DONE,
        body={"handover": str(held.id), **records.packed(_person(held), at=now)},
        now=now,
        citizen=held.citizen,
        in_reply_to=in_reply_to,
    )
    held.state, held.record = State.GOING, message.id
    held.save(update_fields=["state", "record"])


def expired(message: Outgoing, *, now: datetime) -> None:
    """Leave nobody between two homes where a message of their hand-over never got through.

    An offer is over. A record is sent anew: the new home may have it, and says so if it has.
    """
    if message.message_class == MessageClass.HANDOVER_OFFER:
        turned_away(message.id, reasons="the province was never reached", now=now)
    going = Handover.objects.select_for_update(of=("self",)).filter(
        record=message.id, side=Side.GIVES, state=State.GOING
    )
    for held in going:
        _send_record(held, in_reply_to=message.in_reply_to, now=now)


def take_record(taken: Taken) -> None:
    """Become a person's home, with all of their record or with nothing of it; raises Refused."""
    held = _named(taken, Side.TAKES, State.ACCEPTED, State.DONE)
    if held.state == State.DONE:
        raise refused(TAKEN_ALREADY, "this record was taken")
    if held.area is None:
        raise refused("closed", "nobody has said where they live")
    held.citizen = records.unpacked(taken, citizen=held.citizen or taken.citizen, area=held.area)
    held.record = taken.envelope.id
    held.save(update_fields=["citizen", "record"])
    _welcome_back(held.citizen, now=taken.now)
    # What the old home tells on comes at once, under a name that did not exist here before.
    naming.make_pseudonyms(taken.peer, taken.envelope.epoch, now=taken.now)
    _close(held, State.DONE, reasons="", now=taken.now)
    _record(Event.HANDOVER_COMPLETED, held, by=held.acted_by, now=taken.now)


def _welcome_back(citizen: Citizen, *, now: datetime) -> None:
    """Be the home again of somebody who went, whether or not we heard that they had arrived.

    What is said of their going from now on is about the past, and erases nothing.
    """
    going = Handover.objects.select_for_update(of=("self",)).filter(
        citizen=citizen, side=Side.GIVES, state=State.GOING
    )
    for held in going:
        _close(held, State.DONE, reasons="", now=now)
    if moving.departure(citizen) is not None:
        moving.stay(citizen, now=now)


def gone(message: uuid.UUID, *, now: datetime) -> None:
    """Erase who a person is whose record the new home has acknowledged."""
    given = Handover.objects.select_for_update(of=("self",)).filter(side=Side.GIVES)
    held = given.filter(record=message).first()
    if held is None or held.state != State.GOING:
        return
    _close(held, State.DONE, reasons="", now=now)
    record = Outgoing.objects.get(pk=message)
    relaying.tell_on(_person(held), _address(held), record=record, now=now)
    Pseudonym.objects.filter(citizen=held.citizen).delete()
    moving.depart(_person(held), now=now)
    presence.revoke_devices(_person(held), now=now)
    _record(Event.HANDOVER_COMPLETED, held, by=f"province:{held.peer}", now=now)


def turned_away(message: uuid.UUID, *, reasons: str, now: datetime) -> None:
    """Be a person's home again, as what was sent for the hand-over was refused."""
    found = Handover.objects.select_for_update(of=("self",)).filter(
        side=Side.GIVES, state__in=[State.OFFERED, State.GOING]
    )
    for held in found.filter(record=message) or found.filter(offer=message):
        was_going = held.state == State.GOING
        _close(held, State.REFUSED, reasons=reasons, now=now)
        if was_going:
            moving.stay(_person(held), now=now)
        _record(Event.HANDOVER_REFUSED, held, by=f"province:{held.peer}", now=now)


def _reply(held: Handover, of: MessageClass, more: dict[str, Any], now: datetime) -> None:
    body = {"handover": str(held.id), **more}
    post(_address(held), of=of, body=body, now=now, in_reply_to=held.offer)


def _person(held: Handover) -> Citizen:
    """Return whom this province gives: of a hand-over it gives, there is always somebody."""
    if held.citizen is None:
        raise NotOpen(f"{held} is of nobody here")
    return held.citizen


def _address(held: Handover) -> Address:
    return Address(held.peer, held.about, held.epoch)


def _named(taken: Taken, side: str, *states: str) -> Handover:
    name = taken.reference("handover")
    found = Handover.objects.select_for_update(of=("self",)).filter(
        pk=name, side=side, peer=taken.peer, about=taken.envelope.about
    )
    held = found.first()
    if held is None:
        raise refused("no-such-handover", "there is no hand-over of that name between us")
    if held.state not in states:
        raise refused("closed", f"this hand-over is {held.state}")
    return held


def _locked(handover: Handover, side: str, *states: str) -> Handover:
    held = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk, side=side)
    if held.state not in states:
        raise NotOpen(f"{held} is {held.state}")
    return held


def _close(held: Handover, state: str, *, reasons: str, now: datetime) -> None:
    held.state, held.closed_at, held.reasons = state, now, reasons[:2000]
    held.save()


def _record(event: Event, held: Handover, *, by: ledger.Reference, now: datetime) -> None:
    body = {"peer": held.peer, "office": held.acted_unit, "outcome": str(held.state)}
    ledger.record(event, by=by, about=held, at=now, body=body)
