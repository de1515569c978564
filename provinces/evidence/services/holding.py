"""What officials file of many is held; another body releases it, and a third one may sign it.

filed ──► breaker trips ──► held: nobody is touched ──► released ──► approved by a third body
                                                  └──► refused, for good
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.evidence import breaker
from provinces.evidence.breaker import Tripped
from provinces.evidence.limits import limits
from provinces.evidence.models import Evidence, Hold, State, Thing, Why
from provinces.evidence.signatures import NotAllowed, SameOffice, SameOfficial
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Area, Office
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from . import announcing
from .approving import reason
from .lessening import take_back
from .surveying import Filing, cohort, common_path, survey
from .suspending import Suspended, end_suspensions, suspend

AT_ONCE = 1000


class NotOpen(ValueError):
    """The hold was released or refused in the meantime."""


class GrownSince(ValueError):
    """There is more in the hold than what was read: nothing is released unread."""


def stand_in_line() -> None:
    """Have officials file one after the other, until the transaction ends: they are counted."""
    locks.hold("evidence that officials file", [0])


def look_over(pieces: Sequence[Evidence], *, by: User, now: datetime) -> list[Hold]:
    """Hold what was just filed, and what it belongs with, if it is too much; return the holds.

    For whoever stands in line. What of it counted already is suspended, so that nobody is
    touched by it any longer.
    """
    held: dict[int, Hold] = {}
    for unit in sorted({piece.proposed_unit for piece in pieces}):
        filing = Filing([each for each in pieces if each.proposed_unit == unit], by, unit, now)
        tripped = breaker.trips(survey(filing), limits())
        if tripped.why:
            found = sorted(cohort(filing, tripped), key=_unit)
            for of_unit, some in groupby(found, key=_unit):
                hold = _hold(of_unit, list(some), tripped, now)
                held[hold.pk] = hold
    return list(held.values())


def _unit(piece: Evidence) -> str:
    return piece.proposed_unit


def _hold(unit: str, pieces: Sequence[Evidence], tripped: Tripped, now: datetime) -> Hold:
    """Hold pieces of a unit: they join its open hold, if there is one."""
    found = Hold.objects.select_for_update(of=("self",)).select_related("area")
    hold = found.filter(unit=unit, state=Hold.State.OPEN).first()
    counting = [piece for piece in pieces if piece.state == State.IN_FORCE]
    paths = {piece.citizen.area.path for piece in pieces} | ({hold.area.path} if hold else set())
    area = Area.objects.get(path=common_path(sorted(paths)))
    hold = hold or Hold(unit=unit, opened_at=now)
    before = hold.count
    hold.area, hold.count = area, before + len(pieces)
    hold.pulled_back += len(counting)
    hold.why = sorted({*hold.why, *map(str, tripped.why)})
    hold.shared = sorted({*map(tuple, hold.shared), *_told(tripped)})
    hold.save()
    keys = [piece.pk for piece in pieces]
    Evidence.objects.filter(pk__in=keys).update(held_at=now, hold=hold)
    name = ledger.name(hold)
    ledger.record(Event.EVIDENCE_HELD, by=None, about=hold, at=now, body=_body(hold, keys))
    announcing.held(hold, before=before, now=now)
    suspend(
        [Suspended(each.citizen_id, Thing.PIECE, each.expires_at, each.pk) for each in counting],
        why=Why.HELD,
        because_of=name,
        now=now,
    )
    return hold


@transaction.atomic
def release(hold: Hold, *, by: User, because: str, now: datetime, read: int | None = None) -> Hold:
    """Let what is held be approved, and count again where it did; another body says so.

    `read` is how many pieces were in it when it was read. Raises NotAllowed, SameOfficial and
    SameOffice for whoever has a hand in it, NoReason, NotOpen, and GrownSince.
    """
    hold = _locked(hold)
    unit = _unit_over(hold, by, now)
    _refuse_hands_in_it(hold, by, now)
    # Pieces join a hold while it is open, and none leaves it.
    if read is not None and hold.count != read:
        raise GrownSince(f"{hold} has {hold.count} pieces, and {read} were read")
    _decide(hold, Hold.State.RELEASED, by=by, unit=unit, because=because, now=now)
    end_suspensions(ledger.name(hold), why=Why.HELD, now=now)
    return hold


@transaction.atomic
def refuse_hold(hold: Hold, *, by: User, because: str, now: datetime) -> Hold:
    """Turn down all that is held, for good; what counted is withdrawn.

    Nobody is restricted by that, so any official who may release may refuse, but nobody of the
    unit. Raises NotAllowed, SameOffice, NoReason, and NotOpen.
    """
    hold = _locked(hold)
    unit = _unit_over(hold, by, now)
    if hold.unit in jurisdictions.units_of(by, now):
        raise SameOffice(f"{by} is of {hold.unit}")
    _decide(hold, Hold.State.REFUSED, by=by, unit=unit, because=because, now=now)
    pieces = hold.pieces.order_by("pk")
    pieces.filter(state=State.AWAITING).update(
        state=State.REJECTED,
        rejected_by=by,
        rejected_at=now,
        rejected_because=hold.decided_because,
    )
    for piece in pieces.filter(state=State.IN_FORCE, withdrawn_at=None, expires_at__gt=now):
        take_back(piece, by=by, because=hold.decided_because, unit=unit, now=now)
    end_suspensions(ledger.name(hold), why=Why.HELD, now=now)
    return hold


def _decide(hold: Hold, state: str, *, by: User, unit: str, because: str, now: datetime) -> None:
    hold.state, hold.decided_by, hold.decided_unit = state, by, unit
    hold.decided_at, hold.decided_because = now, reason(because)
    hold.save(
        update_fields=["state", "decided_by", "decided_unit", "decided_at", "decided_because"]
    )
    released = state == Hold.State.RELEASED
    event = Event.EVIDENCE_HOLD_RELEASED if released else Event.EVIDENCE_HOLD_REFUSED
    body = {**_body(hold, []), "office": unit, "because": hold.decided_because}
    ledger.record(event, by=by, about=hold, at=now, body=body)
    announcing.decided(hold, now=now)


def _body(hold: Hold, pieces: Iterable[int]) -> dict[str, Any]:
    """Return what the ledger commits to of a hold; pieces by their numbers, and nobody's name."""
    return {
        "unit": hold.unit,
        "area": hold.area.code,
        "why": hold.why,
        "shared": [list(each) for each in hold.shared],
        "count": hold.count,
        "pulled_back": hold.pulled_back,
        "pieces": list(pieces),
    }


def _told(tripped: Tripped) -> set[tuple[str, str]]:
    cases = {("case", str(case)) for case in tripped.cases}
    return cases | {(str(attribute), value) for attribute, value in tripped.shared}


def _unit_over(hold: Hold, by: User, now: datetime) -> str:
    """Return the unit in whose name an official decides about a hold; raises NotAllowed."""
    above = [
        office
        for office in jurisdictions.offices_with(by, Power.RELEASE_HOLD, now)
        if hold.area.path.startswith(office.area.path)
    ]
    if not above:
        raise NotAllowed(f"{by} may not release what is held in {hold.area}")
    if hold.pieces.filter(citizen__user=by).exists():
        raise NotAllowed(f"{hold} is about {by}, too")
    return above[-1].unit


def _refuse_hands_in_it(hold: Hold, by: User, now: datetime) -> None:
    """Raise SameOfficial or SameOffice where the official, or a unit of theirs, has a hand in it.

    A unit has one where somebody filed or signed for it, or who did belongs to it now.
    """
    hands, units = set(), {hold.unit}
    rows = hold.pieces.order_by().values_list(
        "proposed_by", "approved_by", "proposed_unit", "approved_unit"
    )
    for first, second, filed, signed in rows.distinct():
        hands |= {first, second}
        units |= {filed, signed}
    if by.pk in hands:
        raise SameOfficial(f"{by} filed or signed what is in {hold}")
    now_of = Office.objects.filter(user__in=hands - {None}, period__contains=now)
    if jurisdictions.units_of(by, now) & {*units, *now_of.values_list("unit", flat=True)}:
        raise SameOffice(f"{by} is of an office that filed or signed what is in {hold}")


def _locked(hold: Hold) -> Hold:
    found = Hold.objects.select_for_update(of=("self",)).select_related("area").get(pk=hold.pk)
    if found.state != Hold.State.OPEN:
        raise NotOpen(f"{found} is {found.state}")
    return found
