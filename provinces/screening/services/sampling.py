"""The day at a site: somebody comes, a sample is taken, or nobody comes.

A site's staff see who is expected on the day and not before; whose appointment they open, sees it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field, Way, sight
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Appointment, State

USED_ONCE = "a_tube_of_one_is_used_once"


class NotExpected(ValueError):
    """The appointment was cancelled, or has another state in which this cannot be done."""


class SampleUsed(ValueError):
    """The number is on another sample of this site."""


class NoSampleNumber(ValueError):
    """The number is missing, too long, or not printable."""


class TubeFull(ValueError):
    """So many people's samples are in this tube already."""


@transaction.atomic
def look_up(appointment: Appointment, *, by: User, now: datetime) -> str:
    """Return the masked name of whoever is expected, and have them know that somebody looked.

    Where only a reference is kept of them, "" is returned, and no name was seen.
    """
    office = _office(appointment, by, now)
    citizen = appointment.citizen
    person = citizens.own_record(citizen).person
    shown = {Field.APPOINTMENTS, Field.NAME} if person else {Field.APPOINTMENTS}
    view = sight(office.role, Purpose.SAMPLING, Way.AREA).only(shown)
    body = {
        "purpose": str(Purpose.SAMPLING),
        "office": office.unit,
        "role": office.role,
        "fields": sorted(view.seen),
    }
    ledger.record(Event.RECORD_READ, by=by, about=citizen, at=now, body=body)
    return view.of(Field.NAME, person.full_name) if person else ""


@transaction.atomic
def arrive(appointment: Appointment, *, by: User, now: datetime) -> Appointment:
    """Note that somebody has come; raises NotExpected."""
    found = _locked(appointment, State.BOOKED, State.MISSED)
    found.state, found.arrived_at = State.ARRIVED, now
    found.save(update_fields=["state", "arrived_at"])
    _record(Event.APPOINTMENT_KEPT, found, by=by, now=now)
    return found


@transaction.atomic
def take_sample(
    appointment: Appointment, *, number: str, pooled: bool, by: User, now: datetime
) -> Appointment:
    """Note that a sample was taken, by the number on its tube; the number may be put right.

    A pooled tube is several people's. Raises NotExpected, NoSampleNumber, SampleUsed, TubeFull.
    """
    number = number.strip()
    if not number or len(number) > 80 or not number.isprintable():
        raise NoSampleNumber("the number on the tube is missing, too long, or cannot be printed")
    found = _locked(appointment, State.BOOKED, State.MISSED, State.ARRIVED, State.SAMPLED)
    _require_room(found, number, pooled=pooled)
    found.arrived_at = found.arrived_at or now
    found.state, found.sampled_at = State.SAMPLED, found.sampled_at or now
    found.sample_reference, found.pooled = number, pooled
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as problem:
        if USED_ONCE not in str(problem):
            raise
        raise SampleUsed(f"{number} is on another sample of this site") from None
    _record(Event.SAMPLE_TAKEN, found, by=by, now=now)
    return found


def _require_room(appointment: Appointment, number: str, *, pooled: bool) -> None:
    """Raise TubeFull, or SampleUsed where a tube is both one person's and several people's."""
    locks.hold("tubes of a site", [appointment.site_id])
    others = Appointment.objects.filter(site=appointment.site_id, sample_reference=number)
    others = others.exclude(pk=appointment.pk)
    if others.filter(pooled=not pooled).exists():
        raise SampleUsed(f"{number} is on another sample of this site")
    if pooled and others.count() >= settings.SCREENING_TUBE_OF:
        raise TubeFull(f"{settings.SCREENING_TUBE_OF} samples are in {number}")


@transaction.atomic
def miss(*, now: datetime) -> int:
    """Note of whom nobody came; return of how many. Nothing follows from it for them."""
    over = now - timedelta(hours=settings.SCREENING_MISSED_HOURS)
    found = Appointment.objects.filter(state=State.BOOKED, period__endswith__lte=over)
    missed = found.update(state=State.MISSED)
    if missed:
        body = {"appointments": missed}
        ledger.record(Event.APPOINTMENTS_MISSED, by=None, about=None, at=now, body=body)
    return missed


def _locked(appointment: Appointment, *states: State) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("citizen", "site")
    found = rows.get(pk=appointment.pk)
    if found.state not in states:
        raise NotExpected(f"{found} is {found.state}")
    return found


def _office(appointment: Appointment, by: User, now: datetime) -> Office:
    offices = jurisdictions.offices_with(by, Power.RUN_SITE, now)
    path = appointment.site.area.path
    return [office for office in offices if path.startswith(office.area.path)][-1]


def _record(event: Event, appointment: Appointment, *, by: User, now: datetime) -> None:
    body = {"site": appointment.site_id, "appointment": appointment.pk}
    ledger.record(event, by=by, about=appointment.citizen, at=now, body=body)
