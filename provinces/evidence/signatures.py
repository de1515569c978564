"""Whose hand may stand under evidence: powers over the person, and two offices for one piece."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied

from provinces.accounts.models import User
from provinces.citizens.models import CaseAssignment, Citizen
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power

from .models import Evidence, Hold

TO_LESSEN = (
    Power.PROPOSE_EVIDENCE,
    Power.APPROVE_EVIDENCE,
    Power.REVIEW_APPEAL,
    Power.REVIEW_APPEAL_AGAIN,
)


class NotAllowed(PermissionDenied):
    """The official does not have this power over the person, or is the person."""


class SameOfficial(ValueError):
    """Nobody approves what they have filed."""


class SameOffice(ValueError):
    """The second signature has to come from another office."""


class Held(ValueError):
    """The piece is held: another body has to release it, and a third one to approve it."""


@dataclass(slots=True)
class Hand:
    """An official with a power at a moment; knows in whose name they act on a person."""

    user: User
    power: Power
    at: datetime
    offices: list[Office] = field(init=False)

    def __post_init__(self) -> None:
        self.offices = list(jurisdictions.offices_with(self.user, self.power, self.at))

    def unit_for(self, citizen: Citizen) -> str:
        """Return the unit in whose name the official acts on a citizen; raises NotAllowed.

        Of several the one closest to where the citizen lives, else to where they are assigned.
        """
        refuse_oneself(self.user, citizen)
        unit = self._unit_above([citizen.area.path]) or self._unit_above(self._assigned(citizen))
        if not unit:
            raise NotAllowed(f"{self.user} may not {self.power} for {citizen}")
        return unit

    def _unit_above(self, paths: list[str]) -> str:
        above = [
            office
            for office in self.offices
            if any(path.startswith(office.area.path) for path in paths)
        ]
        return above[-1].unit if above else ""

    def _assigned(self, citizen: Citizen) -> list[str]:
        found = CaseAssignment.objects.filter(
            citizen=citizen,
            powers__contains=[str(self.power)],
            starts_at__lte=self.at,
            ends_at__gt=self.at,
        )
        return list(found.values_list("area__path", flat=True))


def refuse_oneself(user: User, citizen: Citizen) -> None:
    """Raise NotAllowed where an official would act on themselves, whatever their powers."""
    if citizen.user_id == user.pk:
        raise NotAllowed(f"{user} may not act on evidence about themselves; a colleague may")


def unit_to_lessen(user: User, citizen: Citizen, at: datetime) -> str:
    """Return the unit in whose name a user ends or withdraws what is held against a citizen.

    To file, to approve, and to answer appeals are each enough. Raises NotAllowed.
    """
    refuse_oneself(user, citizen)
    for power in TO_LESSEN:
        with suppress(NotAllowed):
            return Hand(user, power, at).unit_for(citizen)
    raise NotAllowed(f"{user} may neither file nor approve evidence for {citizen}")


@dataclass(slots=True)
class SecondHand:
    """An official who approves at a moment what others have filed."""

    user: User
    at: datetime
    hand: Hand = field(init=False)
    units: set[str] = field(init=False)
    known: dict[int, set[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.hand = Hand(self.user, Power.APPROVE_EVIDENCE, self.at)
        self.units = jurisdictions.units_of(self.user, self.at)

    def unit_for(self, piece: Evidence) -> str:
        """Return the unit in whose name the official approves a piece.

        Raises SameOfficial, NotAllowed, and SameOffice where the two share a unit now or shared
        the one it was filed in.
        """
        if self.user.pk == piece.proposed_by_id:
            raise SameOfficial(f"{self.user} filed {piece}")
        unit = self.hand.unit_for(piece.citizen)
        if self.units & {piece.proposed_unit, *self._units_of(piece.proposed_by)}:
            raise SameOffice(f"{self.user} and {piece.proposed_by} are of one office")
        self._refuse_held(piece)
        return unit

    def _refuse_held(self, piece: Evidence) -> None:
        """Raise Held for what nobody has released; whoever did, or their office, is refused too."""
        hold = piece.hold
        if hold is None:
            return
        if hold.state != Hold.State.RELEASED:
            raise Held(f"{piece} is held")
        if hold.decided_by_id == self.user.pk:
            raise SameOfficial(f"{self.user} released {piece}")
        if self.units & {hold.decided_unit, *self._units_of(hold.decided_by)}:
            raise SameOffice(f"{self.user} and {hold.decided_by} are of one office")

    def _units_of(self, other: User | None) -> set[str]:
        if other is None:
            return set()
        if other.pk not in self.known:
            self.known[other.pk] = jurisdictions.units_of(other, self.at)
        return self.known[other.pk]


def issuing_units(user: User, at: datetime) -> set[str]:
    """Return the units in whose name a user may end what was filed or signed there."""
    return set(jurisdictions.offices_of(user, at).values_list("unit", flat=True))
