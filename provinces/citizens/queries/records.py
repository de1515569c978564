"""Reading a person's record, and who did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import identities
from provinces.citizens.models import Citizen, Identity
from provinces.citizens.purposes import WORDING, Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as entries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope


class OutOfReach(PermissionError):
    """The official has no power to view this person."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of who a citizen is; without a person, they are known by reference alone."""

    citizen: Citizen
    person: identities.Person | None


@dataclass(frozen=True, slots=True)
class Read:
    """That an official read a record: when, in which office, and what for."""

    at: datetime
    office: str
    role: str
    purpose: Purpose
    by: str

    @property
    def wording(self) -> str:
        """The purpose in plain words, in the language in use."""
        return str(WORDING[self.purpose])


@transaction.atomic
def within_reach(reference: str, *, by: User, power: Power, at: datetime) -> Citizen | None:
    """Return the person of a reference whom an official may act on, None where there is none."""
    return Citizen.objects.visible_to(by, power, at).filter(reference=reference).first()


def read_record(citizen: Citizen, *, by: User, purpose: Purpose, at: datetime) -> Record:
    """Return a person's record to an official, and have the person know of it.

    Raises as `note_reading` does.
    """
    note_reading(citizen, by=by, purpose=purpose, at=at)
    return own_record(citizen)


@transaction.atomic
def note_reading(citizen: Citizen, *, by: User, purpose: Purpose, at: datetime) -> None:
    """Have a person know that an official reads what is kept of them, whatever of it.

    Raises OutOfReach, and ValueError for a purpose that is not on the list.
    """
    office = _office(by, citizen, at)
    body = {"purpose": str(Purpose(purpose)), "office": office.unit, "role": office.role}
    ledger.record(Event.RECORD_READ, by=by, about=citizen, at=at, body=body)


def own_record(citizen: Citizen) -> Record:
    """Return their own record to a citizen who is signed in; that is nobody else's business."""
    identity = Identity.objects.filter(citizen=citizen).first()
    if identity is None:
        return Record(citizen, None)
    key = credentials.key_of(scope.current().slug)
    return Record(citizen, identities.unseal(key, citizen.reference, bytes(identity.sealed)))


def of_reference(reference: str) -> Citizen | None:
    """Return the citizen of a reference, which says nothing about them and cannot be guessed."""
    return Citizen.objects.filter(reference=reference).first()


def name_of(citizen: Citizen) -> str:
    """Return a citizen's name for somebody who acts for them, "" where it is not kept."""
    person = own_record(citizen).person
    return person.full_name if person else ""


@dataclass(frozen=True, slots=True)
class Served:
    """That something was done for a person at a desk: when, in which office, and what."""

    at: datetime
    office: str
    role: str
    act: str
    by: str


def served(citizen: Citizen) -> list[Served]:
    """Return what was done for a citizen at desks, newest first."""
    found = entries.about(citizen).filter(entry__event=Event.PERSON_SERVED)
    return [
        Served(
            at=payload.entry.recorded_at,
            office=payload.body["office"],
            role=payload.body["role"],
            act=payload.body["act"],
            by=payload.by,
        )
        for payload in found
    ]


def reads_of(citizen: Citizen) -> list[Read]:
    """Return who read a citizen's record, or asked about an order, newest first."""
    looks = (Event.RECORD_READ, Event.ORDER_CHECKED)
    found = entries.about(citizen).filter(entry__event__in=looks)
    return [
        Read(
            at=payload.entry.recorded_at,
            office=payload.body["office"],
            role=payload.body["role"],
            purpose=Purpose(payload.body["purpose"]),
            by=payload.by,
        )
        for payload in found
    ]


def _office(by: User, citizen: Citizen, at: datetime) -> Office:
    """Return the office from which an official views a citizen, the nearest above them first."""
    if not Citizen.objects.visible_to(by, Power.VIEW_PERSON, at).filter(pk=citizen.pk).exists():
        raise OutOfReach(f"{by} may not view this person")
    offices = list(jurisdictions.offices_with(by, Power.VIEW_PERSON, at))
    above = [office for office in offices if citizen.area.path.startswith(office.area.path)]
    return (above or offices)[-1]
