"""A mark of protection is lifted before its time: one office proposes it, another one signs.

in force ──► to be lifted ──► signed: over at once, and the person is told
   ▲                     └── refused ──┐
   └───────────────────────────────────┘
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import User
from provinces.citizens.models import Lifting, Protection
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .emergencies import AlreadyJudged, BadCall
from .seconds import refuse_the_same, unit_of

Why = Lifting.Why

TO_LIFT: dict[str, Promise] = {
    Why.WISH: _("The person wants it"),
    Why.OVER: _("The danger is over"),
    Why.MISTAKE: _("It should not have been made"),
}


@transaction.atomic
def propose_lifting(number: int, because: str, *, by: User, now: datetime) -> Lifting:
    """Propose that a mark ends before its time, for a reason of the list.

    Raises Protection.DoesNotExist for one out of reach, AlreadyJudged where it is over or proposed
    already, and BadCall for a reason that is none.
    """
    if because not in Why.values:
        raise BadCall("a mark is lifted for one of three reasons")
    areas = scoping.within(by, Power.REVIEW_ACCESS, now)
    within = Protection.objects.filter(citizen__area__in=areas).exclude(citizen__user=by)
    mark = _locked(within.filter(pk=number).values("pk"), now)
    if Lifting.objects.awaiting(now).filter(protection=mark).exists():
        raise AlreadyJudged(f"{mark} is to be lifted already")
    made = Lifting.objects.create(
        protection=mark,
        because=because,
        proposed_by=by,
        proposed_unit=unit_of(by, Power.REVIEW_ACCESS, now, above=mark.citizen.area.path),
        proposed_at=now,
    )
    body = {"because": because, "office": made.proposed_unit}
    ledger.record(Event.LIFTING_PROPOSED, by=by, about=mark, at=now, body=body)
    return made


@transaction.atomic
def lift_mark(number: int, *, by: User, now: datetime) -> Lifting:
    """End a mark now, as another office than the one that proposed it.

    For the caller to tell the person, in the same transaction. Raises Lifting.DoesNotExist for one
    out of reach, AlreadyJudged, SameOfficial, and SameOffice.
    """
    lifting = _awaiting(number, by, now)
    mark = lifting.protection
    unit = unit_of(by, Power.REVIEW_ACCESS, now, above=mark.citizen.area.path)
    refuse_the_same(lifting.proposed_by, lifting.proposed_unit, by=by, at=now)
    lifting.signed_by, lifting.signed_unit, lifting.signed_at = by, unit, now
    lifting.save(update_fields=["signed_by", "signed_unit", "signed_at"])
    mark.ends_at = now
    mark.save(update_fields=["ends_at"])
    body = {"because": lifting.because, "office": unit}
    ledger.record(Event.PROTECTION_LIFTED, by=by, about=mark, at=now, body=body)
    return lifting


@transaction.atomic
def refuse_lifting(number: int, *, by: User, now: datetime) -> Lifting:
    """Leave a mark as it is; raises Lifting.DoesNotExist, and AlreadyJudged."""
    lifting = _awaiting(number, by, now)
    lifting.refused_by, lifting.refused_at = by, now
    lifting.save(update_fields=["refused_by", "refused_at"])
    ledger.record(Event.LIFTING_REFUSED, by=by, about=lifting.protection, at=now)
    return lifting


def _awaiting(number: int, by: User, now: datetime) -> Lifting:
    lifting = Lifting.objects.visible_to(by, now).get(pk=number)
    lifting.protection = _locked([lifting.protection_id], now)
    if not Lifting.objects.awaiting(now).filter(pk=number).exists():
        raise AlreadyJudged(f"{lifting} was decided")
    return lifting


def _locked(numbers: object, now: datetime) -> Protection:
    """Return a mark, kept from other hands meanwhile; raises AlreadyJudged for one not in force."""
    marks = Protection.objects.select_for_update(of=("self",)).select_related("citizen__area")
    mark = marks.get(pk__in=numbers)
    if mark.signed_at is None or not mark.signed_at <= now < mark.ends_at:
        raise AlreadyJudged(f"{mark} is not in force")
    return mark
