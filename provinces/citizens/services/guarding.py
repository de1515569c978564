"""Protected persons: two officials mark them, and a second one consents to each opening.

marked ──► another office signs ──► in force, half a year at most
                                        │
opened by whom a second official let in within the hour, or in an emergency; nobody else
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.accounts.models import User
from provinces.citizens.models import (
    PROTECTED_DAYS,
    Admission,
    Citizen,
    CitizenQuerySet,
    Protection,
)
from provinces.citizens.purposes import Purpose
from provinces.citizens.registry import Claimed
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .emergencies import AlreadyJudged, BadCall
from .finding import Source, sought
from .seconds import refuse_the_same, unit_of

Why = Protection.Why
SHORTEST = 20

WHY: dict[str, Promise] = {
    Why.VIOLENCE: _("Somebody who looks for them would do them harm"),
    Why.WITNESS: _("They are a witness, or investigate"),
    Why.PUBLIC: _("Many are curious about them"),
}


class NobodyToMark(LookupError):
    """There is nobody of this reference whose record the official can open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a second official is asked for: to open whose record, what for, and why.

    Whoever it is, by reference or by document and name; it may be nobody.
    """

    purpose: Purpose
    because: str
    whom: Claimed | str


@transaction.atomic
def propose_mark(reference: str, why: str, *, by: User, now: datetime) -> Protection:
    """Propose that somebody's record is opened with a second official's consent alone.

    It is proposed whether or not they are marked already: a refusal would tell. What the official
    has proposed and nobody has decided is returned as it is. Raises NobodyToMark, and BadCall for
    a reason that is none.
    """
    if why not in Why.values:
        raise BadCall("a mark has one of three reasons")
    reached = Citizen.objects.visible_to(by, Power.VIEW_PERSON, now).unguarded(by, now)
    citizen = reached.filter(reference=reference.strip().lower()).exclude(user=by).first()
    mine = Protection.objects.awaiting().filter(proposed_by=by, ends_at__gt=now)
    before = mine.filter(citizen=citizen.pk if citizen else 0).first()
    if citizen is None:
        raise NobodyToMark("nobody of this reference can be marked")
    if before is not None:
        return before
    offices = jurisdictions.offices_with(by, Power.VIEW_PERSON, now)
    mark = Protection.objects.create(
        citizen=citizen,
        why=why,
        proposed_by=by,
        proposed_unit=list(offices)[-1].unit,
        proposed_at=now,
        ends_at=now + timedelta(days=PROTECTED_DAYS),
    )
    ledger.record(Event.PROTECTION_PROPOSED, by=by, about=mark, at=now)
    return mark


@transaction.atomic
def sign_mark(number: int, *, by: User, now: datetime) -> Protection:
    """Put a mark into force.

    Raises Protection.DoesNotExist for one out of reach, AlreadyJudged, SameOfficial, SameOffice.
    """
    mark = _mark(number, by, now)
    mark.signed_unit = unit_of(by, Power.REVIEW_ACCESS, now, above=mark.citizen.area.path)
    refuse_the_same(mark.proposed_by, mark.proposed_unit, by=by, at=now)
    mark.signed_by, mark.signed_at = by, now
    mark.save(update_fields=["signed_by", "signed_unit", "signed_at"])
    ledger.record(Event.PROTECTION_SIGNED, by=by, about=mark, at=now)
    return mark


@transaction.atomic
def refuse_mark(number: int, *, by: User, now: datetime) -> Protection:
    """Turn a mark down; raises Protection.DoesNotExist, and AlreadyJudged."""
    mark = _mark(number, by, now)
    mark.refused_at = now
    mark.save(update_fields=["refused_at"])
    ledger.record(Event.PROTECTION_REFUSED, by=by, about=mark, at=now)
    return mark


@transaction.atomic
def ask_consent(asked: Asked, *, by: User, source: Source, now: datetime) -> Admission:
    """Ask a second official to let one open a record; of whom is not said, nor whether of anybody.

    Raises BadCall without a reason, and NobodyToMark for an official who opens no records.
    """
    if len(asked.because.strip()) < SHORTEST:
        raise BadCall("it is asked for with a reason")
    offices = list(jurisdictions.offices_with(by, Power.VIEW_PERSON, now))
    if not offices:
        raise NobodyToMark(f"{by} opens no records")
    reached = Citizen.objects.visible_to(by, Power.VIEW_PERSON, now).exclude(user=by)
    made = Admission.objects.create(
        citizen=_whom(asked.whom, reached, source, now),
        purpose=str(asked.purpose),
        because=asked.because.strip()[:500],
        area=offices[-1].area,
        asked_by=by,
        asked_unit=offices[-1].unit,
        asked_at=now,
    )
    ledger.record(Event.ADMISSION_ASKED, by=by, about=made, at=now, body={"purpose": made.purpose})
    return made


@transaction.atomic
def give_consent(number: int, *, by: User, now: datetime) -> Admission:
    """Let an official open, within the hour, the record that they asked for.

    Raises Admission.DoesNotExist, AlreadyJudged, SameOfficial, and SameOffice.
    """
    asked = _admission(number, by, now)
    asked.given_unit = unit_of(by, Power.REVIEW_ACCESS, now, above=asked.area.path)
    refuse_the_same(asked.asked_by, asked.asked_unit, by=by, at=now)
    asked.given_by, asked.given_at = by, now
    asked.save(update_fields=["given_by", "given_unit", "given_at"])
    ledger.record(Event.ADMISSION_GIVEN, by=by, about=asked, at=now)
    return asked


@transaction.atomic
def refuse_consent(number: int, *, by: User, now: datetime) -> Admission:
    """Do not let an official open it; raises Admission.DoesNotExist, and AlreadyJudged."""
    asked = _admission(number, by, now)
    asked.refused_at = now
    asked.save(update_fields=["refused_at"])
    ledger.record(Event.ADMISSION_REFUSED, by=by, about=asked, at=now)
    return asked


def _whom(
    whom: Claimed | str, reached: CitizenQuerySet, source: Source, now: datetime
) -> Citizen | None:
    if isinstance(whom, str):
        return reached.filter(reference=whom.strip().lower()).first()
    return sought(whom, reached, "person", source=source, now=now)


def _mark(number: int, by: User, now: datetime) -> Protection:
    found = Protection.objects.visible_to(by, now).filter(pk=number).values("pk")
    mark = Protection.objects.select_for_update().get(pk__in=found)
    if mark.signed_at is not None or mark.refused_at is not None or mark.ends_at <= now:
        raise AlreadyJudged(f"{mark} was decided")
    return mark


def _admission(number: int, by: User, now: datetime) -> Admission:
    found = Admission.objects.visible_to(by, now).filter(pk=number).values("pk")
    asked = Admission.objects.select_for_update().get(pk__in=found)
    if not Admission.objects.awaiting(now).filter(pk=asked.pk).exists():
        raise AlreadyJudged(f"{asked} was decided")
    return asked
