"""Somebody who shows their pass is asked about: are they under an order of isolation, until when?

    pass or letters ──► whose? ──► within reach? ──► yes, until … │ no
                          └── no answer: nobody's, or somebody's out of reach, told alike

Neither status nor reason, name nor history is told, nor which order it is. The person is told each
time, by a notice and among the uses of their data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.signing.letters import typed
from provinces.citizens import budgets
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import ORDER_CHECKS, Purpose
from provinces.evidence import queries as evidence
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.notices import services as notices
from provinces.passes import bearing, carriers
from provinces.passes.models import Carrier, Shown
from provinces.rules import sunset

if TYPE_CHECKING:
    from provinces.accounts.models import User


class NoAnswer(LookupError):
    """It is nobody's pass any more, or somebody's whom the official may not ask about."""


@dataclass(frozen=True, slots=True)
class Order:
    """All that is told: whether somebody is under an order of isolation, and until when."""

    until: datetime | None

    @property
    def holds(self) -> bool:
        """Tell whether there is an order."""
        return self.until is not None


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, what for, and from which network, as budgets know it."""

    by: User
    purpose: Purpose
    network: str = ""


def ask_order(said: str, asking: Asking, *, now: datetime) -> Order:
    """Return whether whoever shows a pass is under an order, and have them know it was asked.

    `said` is the text of the pass, or its letters. The try is counted before anything is told.
    Raises NoAnswer, OverBudget, and ValueError for a purpose of another kind.
    """
    if asking.purpose not in ORDER_CHECKS:
        raise ValueError(f"nobody is asked about for {asking.purpose}")
    citizen = _reached(bearing.bearer(said, now), asking.by, now)
    _count(citizen, said, asking, now)
    return _answer(citizen, asking, now)


def note_trip(said: str, *, carrier: Carrier, now: datetime) -> bool:
    """Have whoever's pass a carrier asked with know of it; tell whether there is somebody to tell.

    That is so where this province keeps the pass. A live one is nobody's, so it is nobody's here,
    either: whoever had only that learned yes or no of whoever stood before them. Of the trip
    nothing is kept.
    """
    citizen = Citizen.objects.filter(pk=bearing.bearer(said, now)).first()
    if citizen is None:
        return False
    by = carriers.ledger_name(carrier.reference)
    citizens.note_program(citizen, Event.TRIP_ASKED, by=by, name=carrier.name, now=now)
    return True


def forget_shown(*, now: datetime) -> int:
    """Forget which live passes were shown to be asked about; return how many."""
    return Shown.objects.filter(expires_at__lt=now).delete()[0]


def hide_shown(citizen: Citizen) -> int:
    """Forget which live passes a person shows to be asked about, as they wish; return how many."""
    return Shown.objects.filter(citizen=citizen).delete()[0]


def _reached(number: int, by: User, now: datetime) -> Citizen | None:
    """Return whose pass it is, if the official may ask about them; who has gone is nobody here."""
    reached = Citizen.objects.visible_to(by, Power.CHECK_ORDER, now).filter(departure=None)
    return reached.select_related("area").filter(pk=number).first()


def _count(citizen: Citizen | None, said: str, asking: Asking, now: datetime) -> None:
    """Count the try, by whose pass it is; of nobody's, and of who is out of reach, by what it is.

    So that counting does not tell those two apart either.
    """
    by = asking.by
    subject = citizen.reference if citizen else typed(said)
    actor = f"{by._meta.label_lower}:{by.pk}"
    budgets.spend("order", actor=actor, subject=subject, network=asking.network, now=now)


@transaction.atomic
def _answer(citizen: Citizen | None, asking: Asking, now: datetime) -> Order:
    if citizen is None:
        raise NoAnswer("no answer by this pass")
    by = asking.by
    until = None if sunset.is_over(now) else evidence.isolated_until(citizen.pk, now)
    office = _office(citizen, by, now)
    body = {"purpose": str(asking.purpose), "office": office.unit, "role": office.role}
    ledger.record(Event.ORDER_CHECKED, by=by, about=citizen, at=now, body=body)
    notices.tell_of_check(citizen, of=office.unit, now=now)
    return Order(until)


def _office(citizen: Citizen, by: User, now: datetime) -> Office:
    """Return the office from which an official asks, the nearest above the person first."""
    offices = list(jurisdictions.offices_with(by, Power.CHECK_ORDER, now))
    above = [office for office in offices if citizen.area.path.startswith(office.area.path)]
    return (above or offices)[-1]
