"""Reading a person's record, and who did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from provinces.accounts.models import User
from provinces.citizens import alarming, identities
from provinces.citizens.fields import PERSONAL, Field, Sight, Way, sight
from provinces.citizens.models import Admission, CaseAssignment, Citizen, Identity
from provinces.citizens.purposes import WORDING, Purpose
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import queries as entries
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from .opening import protected


class OutOfReach(PermissionError):
    """The official has no power to view this person, or not for this purpose."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of who a citizen is; without a person, they are known by reference alone.

    `sight` is what whoever reads it sees of them, of the fields that their page shows.
    """

    citizen: Citizen
    person: identities.Person | None
    sight: Sight = field(default_factory=Sight)


@dataclass(frozen=True, slots=True)
class Read:
    """That an official read a record: when, in which office, and what for."""

    at: datetime
    office: str
    role: str
    purpose: Purpose
    by: str
    fields: tuple[Field, ...] = ()
    way: str = ""

    @property
    def wording(self) -> str:
        """The purpose in plain words, in the language in use."""
        return str(WORDING[self.purpose])


@transaction.atomic
def within_reach(reference: str, *, by: User, power: Power, at: datetime) -> Citizen | None:
    """Return the person of a reference whom an official may act on, None where there is none.

    A protected person is nobody until a second official has consented.
    """
    reached = Citizen.objects.visible_to(by, power, at).unguarded(by, at)
    return reached.filter(reference=reference).first()


def all_within_reach(
    references: Iterable[str], *, by: User, power: Power, at: datetime
) -> dict[str, Citizen]:
    """Return the people of references on whom an official may act, by reference."""
    reached = Citizen.objects.visible_to(by, power, at).unguarded(by, at)
    found = reached.filter(reference__in=list(references))
    return {person.reference: person for person in found.select_related("area")}


def assigned_to(user: User, power: Power, at: datetime) -> QuerySet[Citizen]:
    """Return the people who live elsewhere and whose case lies with an official, by reference.

    Nobody who is protected, but whom a second official let them open.
    """
    assignments = CaseAssignment.objects.filter(
        area__in=scoping.within(user, power, at),
        powers__contains=[str(power)],
        starts_at__lte=at,
        ends_at__gt=at,
    )
    found = Citizen.objects.unguarded(user, at).filter(pk__in=assignments.values("citizen"))
    return found.select_related("area").order_by("reference")


def read_record(
    citizen: Citizen,
    fields: Iterable[Field] = PERSONAL,
    *,
    by: User,
    purpose: Purpose,
    at: datetime,
) -> Record:
    """Return what an official may see of who a person is, and have the person know of it.

    What they may not see, or is not of the fields that are shown, is masked or "". Who somebody is
    was shown as far as it is kept. Raises as `note_reading` does.
    """
    record = own_record(citizen)
    shown = frozenset(fields) - _not_kept(record.person)
    view = note_reading(citizen, shown, by=by, purpose=purpose, at=at)
    person = masked(record.person, view) if record.person else None
    return replace(record, person=person, sight=view)


def masked(person: identities.Person, view: Sight) -> identities.Person:
    """Return who somebody is as an official sees it."""
    return identities.Person(
        full_name=view.of(Field.NAME, person.full_name),
        document=view.of(Field.DOCUMENT, person.document),
        contact=view.of(Field.CONTACT, person.contact),
    )


def sight_of(citizen: Citizen, *, by: User, purpose: Purpose, at: datetime) -> Sight:
    """Return what an official may see of a person, where nothing is shown: nobody is told.

    Raises as `note_reading` does.
    """
    return _seat(citizen, by, Purpose(purpose), at, Power.VIEW_PERSON)[1]


@transaction.atomic
def note_reading(
    citizen: Citizen,
    fields: Iterable[Field],
    *,
    by: User,
    purpose: Purpose,
    at: datetime,
    power: Power = Power.VIEW_PERSON,
) -> Sight:
    """Have a person know that an official is shown these fields; return what they may see of them.

    What the table does not let them see is neither shown nor told. Raises OutOfReach, and
    ValueError for a purpose that is not on the list. Of a protected person nobody is shown who they
    are without a second official's consent, and each look is an alarm.
    """
    purpose = Purpose(purpose)
    office, whole, is_protected = _seat(citizen, by, purpose, at, power)
    view = whole.only(fields)
    body = {
        "purpose": str(purpose),
        "office": office.unit,
        "role": office.role,
        "fields": sorted(view.seen),
    }
    ledger.record(Event.RECORD_READ, by=by, about=citizen, at=at, body=body)
    if is_protected:
        alarming.protected(citizen, by=by, purpose=purpose, now=at)
    return view


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
            fields=tuple(map(Field, payload.body.get("fields", ()))),
            way=payload.body.get("way", ""),
        )
        for payload in found
    ]


def _not_kept(person: identities.Person | None) -> frozenset[Field]:
    """Return what of who somebody is there is nothing to show of."""
    texts = {
        Field.NAME: person.full_name if person else "",
        Field.DOCUMENT: person.document if person else "",
        Field.CONTACT: person.contact if person else "",
    }
    return frozenset(field for field, text in texts.items() if not text)


def _seat(
    citizen: Citizen, by: User, purpose: Purpose, at: datetime, power: Power
) -> tuple[Office, Sight, bool]:
    """Return from which office an official views a person, what, and whether with more care."""
    found = _visible(citizen, by, purpose, at, power)
    office, view = _office(by, citizen, purpose, at, power)
    is_protected: bool = found.is_protected  # type: ignore[attr-defined]  # annotated
    if is_protected and view.names_them and not found.is_admitted:  # type: ignore[attr-defined]
        raise OutOfReach(f"{by} may not view this person")
    return office, view, is_protected


def _visible(citizen: Citizen, by: User, purpose: Purpose, at: datetime, power: Power) -> Citizen:
    """Return a person whom an official may view, and whether with more care; raises OutOfReach."""
    admitted = Admission.objects.open(at).filter(
        citizen=OuterRef("pk"), asked_by=by, purpose=str(purpose)
    )
    people = Citizen.objects.visible_to(by, power, at).annotate(
        is_protected=protected(at), is_admitted=Exists(admitted)
    )
    found = people.filter(pk=citizen.pk).first()
    if found is None:
        raise OutOfReach(f"{by} may not view this person")
    return found


def _office(
    by: User, citizen: Citizen, purpose: Purpose, at: datetime, power: Power
) -> tuple[Office, Sight]:
    """Return from which office an official views a citizen, and what: the nearest above before."""
    offices = list(jurisdictions.offices_with(by, power, at))
    above = [office for office in offices if citizen.area.path.startswith(office.area.path)]
    way = Way.AREA if above else Way.ASSIGNED
    for office in reversed(above or offices):
        if view := sight(office.role, purpose, way):
            return office, view
    raise OutOfReach(f"{by} may not view this person for {purpose}")
