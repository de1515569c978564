"""Somebody without a home province in the federation is enrolled by the host they visit."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from federation.casework import hands
from federation.casework.models import Visitor
from provinces.citizens import services as citizens
from provinces.citizens.identities import Person
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

if TYPE_CHECKING:
    from provinces.accounts.models import User
    from provinces.jurisdictions.models import Area


@transaction.atomic
def enrol_visitor(
    person: Person,
    *,
    area: Area,
    came_from: str,
    by: User,
    now: datetime,
    leaves_at: datetime | None = None,
) -> Visitor:
    """Enrol a visitor whose home is in no province of the federation; their host decides for them.

    Raises NotAllowed, AlreadyEnrolled, and NotADocument.
    """
    if not scoping.has_in(by, Power.ENROL_PERSON, area, now):
        raise hands.NotAllowed(f"{by} may not {Power.ENROL_PERSON} in {area}")
    citizen = citizens.enrol(area=area, person=person, by=by, now=now)
    visitor = Visitor.objects.create(
        citizen=citizen,
        came_from=came_from.strip()[:120],
        enrolled_by=by,
        enrolled_at=now,
        leaves_at=leaves_at,
    )
    body = {"came_from": visitor.came_from, "area": area.code}
    ledger.record(Event.VISITOR_ENROLLED, by=by, about=citizen, at=now, body=body)
    return visitor
