"""Somebody without a home province in the federation is enrolled by the host they visit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from federation.casework import hands
from federation.casework.models import Visitor
from federation.peers import queries as peers
from provinces.citizens import registry
from provinces.citizens import services as citizens
from provinces.citizens.identities import Person
from provinces.citizens.mandates import Verified
from provinces.citizens.registry import Claimed
from provinces.citizens.services import Agreement
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

if TYPE_CHECKING:
    from provinces.accounts.models import User
    from provinces.jurisdictions.models import Area


class HasAHome(ValueError):
    """The identity registry has the person live in a province of the federation."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where somebody stays, from where they come, and when they mean to leave again."""

    area: Area
    came_from: str
    leaves_at: datetime | None = None


def enrol_visitor(
    person: Claimed, visit: Visit, agreement: Agreement, *, by: User, now: datetime
) -> Visitor:
    """Enrol a visitor whose home is in no province of the federation; their host decides for them.

    That they are present and have shown the document is for the caller to know. They see at once
    that they were enrolled; what they agree to is kept with a receipt, what they refuse is not.
    Raises NotAllowed, HasAHome, AlreadyEnrolled, NotADocument, NeedsAll, RegistryDown, and
    InATransaction.
    """
    if not scoping.has_in(by, Power.ENROL_PERSON, visit.area, now):
        raise hands.NotAllowed(f"{by} may not {Power.ENROL_PERSON} in {visit.area}")
    match = registry.current().look_up(person)
    if match is not None and _is_ours(match.area, now):
        raise HasAHome("their home decides for them")
    handle = match.handle if match else registry.NOBODY
    sure = citizens.made_sure(agreement, Verified.DESK, handle=handle)
    return _enrol(person, visit, sure, by=by, now=now)


@transaction.atomic
def _enrol(
    person: Claimed, visit: Visit, agreement: Agreement, *, by: User, now: datetime
) -> Visitor:
    identity = Person(person.full_name, person.number)
    citizen = citizens.enrol(area=visit.area, person=identity, by=by, now=now)
    citizens.agree(citizen, agreement, born=citizen.birth_year, by=by, now=now)
    visitor = Visitor.objects.create(
        citizen=citizen,
        came_from=visit.came_from.strip()[:120],
        enrolled_by=by,
        enrolled_at=now,
        leaves_at=visit.leaves_at,
    )
    body = {"came_from": visitor.came_from, "area": visit.area.code}
    ledger.record(Event.VISITOR_ENROLLED, by=by, about=citizen, at=now, body=body)
    citizens.serve(citizen, citizens.Act.ENROLLED, by=by, now=now)
    return visitor


def _is_ours(division: str, now: datetime) -> bool:
    """Tell whether a division lies in a province of the federation, this one included."""
    codes = [each.division_code for each in peers.members(now)]
    is_a_members = any(code and division.startswith(_beginning(code)) for code in codes)
    return is_a_members or bool(jurisdictions.names_of([division]))


def _beginning(code: str) -> str:
    """Return what the codes of a division's parts begin with (GB/T 2260): of 110000 it is 11."""
    code = code[:6]
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
