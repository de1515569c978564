"""Appointments are booked, moved and cancelled; no seat is given twice, and none is lost.

A slot counts its seats in its own row. Whoever takes one does so by a single statement that finds
the seat free and takes it, so that two can not take the last one; the database refuses a count
above the capacity besides, and a citizen two places at once.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import F

from core.db import locks
from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening import openings
from provinces.screening.models import Appointment, Site, Slot, State
from provinces.screening.queries.sites import hours_of
from provinces.tenancy import scope

# Nothing follows from an appointment in one of these.
OVER = [State.CANCELLED, State.MISSED]
ONE_PLACE = "nobody_is_at_two_sites_at_once"


class SlotFull(ValueError):
    """All seats of the slot are taken."""


class NoSuchSlot(ValueError):
    """The site has no slot then, or it is over, or too far ahead."""


class Overlaps(ValueError):
    """The citizen is expected somewhere at that time already."""


class TooManyBooked(ValueError):
    """The citizen has as many appointments to come as one may have."""


class TooLate(ValueError):
    """The appointment has begun, or is over, or was cancelled."""


@transaction.atomic
def book(
    citizen: Citizen, *, site: Site, starts_at: datetime, by: ledger.Reference, now: datetime
) -> Appointment:
    """Book a slot of a site for a citizen; `by` is the citizen, or whoever acts for them.

    Raises NoSuchSlot, SlotFull, Overlaps, and TooManyBooked.
    """
    _hold(citizen)
    to_come = Appointment.objects.filter(
        citizen=citizen, state=State.BOOKED, period__endswith__gt=now
    )
    if to_come.count() >= settings.SCREENING_BOOKED_AT_ONCE:
        raise TooManyBooked(f"{settings.SCREENING_BOOKED_AT_ONCE} appointments are to come")
    return _seat(citizen, _slot(site, starts_at, now), by=by, now=now)


@transaction.atomic
def move(
    appointment: Appointment,
    *,
    site: Site,
    starts_at: datetime,
    by: ledger.Reference,
    now: datetime,
) -> Appointment:
    """Book another slot in place of an appointment; it keeps its seat where that does not work.

    Raises NoSuchSlot, SlotFull, Overlaps, and TooLate.
    """
    _hold(appointment.citizen)
    slot = _slot(site, starts_at, now)
    # In the order of their keys: two who change places do not wait for each other.
    pair = sorted({slot.pk, appointment.slot_id})
    list(Slot.objects.select_for_update(no_key=True).filter(pk__in=pair).order_by("pk"))
    release(appointment, by=by, now=now)
    return _seat(appointment.citizen, slot, by=by, now=now)


@transaction.atomic
def cancel(appointment: Appointment, *, by: ledger.Reference, now: datetime) -> None:
    """Cancel an appointment that has not begun; its seat is free again. Raises TooLate."""
    _hold(appointment.citizen)
    release(appointment, by=by, now=now)


@transaction.atomic
def release(
    appointment: Appointment, *, by: ledger.Reference, now: datetime, because: str = ""
) -> None:
    """Give an appointment's seat back; raises TooLate."""
    # The slot before the appointment, here and everywhere: so nobody waits for each other.
    Slot.objects.select_for_update(no_key=True).get(pk=appointment.slot_id)
    found = Appointment.objects.filter(
        pk=appointment.pk, state=State.BOOKED, period__startswith__gt=now
    )
    if not found.update(state=State.CANCELLED, cancelled_at=now):
        raise TooLate(f"{appointment} has begun, is over, or was cancelled")
    Slot.objects.filter(pk=appointment.slot_id).update(taken=F("taken") - 1)
    _record(Event.APPOINTMENT_CANCELLED, appointment, by=by, now=now, because=because)


@transaction.atomic
def forget_own(citizen: Citizen, *, now: datetime) -> int:
    """Forget a person's appointments as they wish, those to come cancelled; return how many.

    What has begun stays: a seat is held for them, or a tube is on its way.
    """
    _hold(citizen)
    own = Appointment.objects.filter(citizen=citizen)
    to_come = own.filter(state=State.BOOKED, period__startswith__gt=now)
    for appointment in to_come.order_by("slot_id"):
        release(appointment, by=citizen, now=now)
    gone: int = own.filter(state__in=OVER).delete()[0]
    return gone


def _hold(citizen: Citizen) -> None:
    """Have whatever one citizen books, moves and cancels done one after another."""
    locks.hold("appointments of a citizen", [citizen.pk])


def _slot(site: Site, starts_at: datetime, now: datetime) -> Slot:
    """Return a slot that can be booked, made where nobody has booked it yet."""
    last = now + timedelta(days=settings.SCREENING_BOOK_DAYS)
    # Asked first: of the last and the first years there is no time of day elsewhere.
    is_ahead = now < starts_at <= last
    zone = scope.current().zone
    found = openings.slot_at(hours_of(site), starts_at, zone) if is_ahead else None
    if found is None or not _is_in_use(site):
        raise NoSuchSlot(f"{site} has no slot to book at {starts_at.isoformat()}")
    start, end = found
    known = Slot.objects.filter(site=site, starts_at=start)
    slot = known.first()
    if slot is None:
        made = Slot(site=site, starts_at=start, ends_at=end, capacity=site.capacity)
        Slot.objects.bulk_create([made], ignore_conflicts=True)
        slot = known.get()
    return slot


def _is_in_use(site: Site) -> bool:
    """Tell whether a site is not closed, and have it stay so until what is booked is committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM screening_site WHERE id = %s AND closed_at IS NULL FOR KEY SHARE",
            [site.pk],
        )
        return cursor.fetchone() is not None


def _seat(citizen: Citizen, slot: Slot, *, by: ledger.Reference, now: datetime) -> Appointment:
    """Take a seat of a slot; raises SlotFull, and Overlaps.

    The seat is taken last: others wait for a slot's row until the transaction is over, so it is
    held as shortly as can be. Whoever finds no seat then has written nothing.
    """
    full = SlotFull(f"{slot} has no seat left")
    if slot.taken >= slot.capacity:
        raise full
    appointment = _written(citizen, slot, now)
    _record(Event.APPOINTMENT_BOOKED, appointment, by=by, now=now)
    free = Slot.objects.filter(pk=slot.pk, taken__lt=F("capacity"))
    if not free.update(taken=F("taken") + 1):
        raise full
    return appointment


def _written(citizen: Citizen, slot: Slot, now: datetime) -> Appointment:
    """Write an appointment down; raises Overlaps."""
    appointment = Appointment(
        code=_code(),
        citizen=citizen,
        slot=slot,
        site_id=slot.site_id,
        period=DateTimeTZRange(slot.starts_at, slot.ends_at),
        booked_at=now,
    )
    try:
        with transaction.atomic():
            appointment.save(force_insert=True)
    except IntegrityError as problem:
        if ONE_PLACE not in str(problem):
            raise
        raise Overlaps("there is an appointment at that time") from None
    return appointment


def _code() -> str:
    """Return a fresh code to be said at the site: 40 random bits without look-alikes."""
    return "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(8))


def _record(
    event: Event,
    appointment: Appointment,
    *,
    by: ledger.Reference,
    now: datetime,
    because: str = "",
) -> None:
    body: dict[str, Any] = {"site": appointment.site_id, "appointment": appointment.pk}
    if because:
        body["because"] = because
    ledger.record(event, by=by, about=appointment.citizen, at=now, body=body)
