"""Assertions are held, and released or refused by two offices of the province they would act in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from federation.casework import hands
from federation.casework.models import Assertion, Hold
from federation.peers import instants
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind

from . import effects

if TYPE_CHECKING:
    from provinces.accounts.models import User

State = Assertion.State


class NotOpen(ValueError):
    """The hold is not at the point at which this is done to it."""


class NoReason(ValueError):
    """Whoever releases or refuses what is held says why."""


@transaction.atomic
def hold(
    assertions: Sequence[Assertion], *, issuer: str, why: Iterable[str], now: datetime
) -> Hold | None:
    """Hold assertions of an issuer; what already came of them is taken back.

    They join the issuer's open hold, if there is one. How many there are is published, and not
    who they are about.
    """
    if not assertions:
        return None
    effects.pull_back(assertions, because="held: two offices must release it", now=now)
    found = Hold.objects.select_for_update().filter(issuer=issuer, state=Hold.State.OPEN).first()
    held = found or Hold(id=uuid.uuid4(), issuer=issuer, opened_at=now)
    held.count += len(assertions)
    held.remote += sum(not each.was_present for each in assertions)
    held.why = sorted({*held.why, *map(str, why)})
    held.save()
    for each in assertions:
        each.state, each.hold = State.HELD, held
    Assertion.objects.bulk_update(assertions, ["state", "hold", "evidence", "result"], 1000)
    ledger.publish(Kind.ASSERTIONS_HELD, counts(held), at=now)
    ledger.record(Event.ASSERTION_HELD, by=None, about=held, at=now, body=counts(held))
    return held


def counts(held: Hold) -> dict[str, Any]:
    """Return what is published of a hold."""
    return {
        "hold": str(held.id),
        "issuer": held.issuer,
        "count": held.count,
        "remote": held.remote,
        "why": list(held.why),
        "opened_at": instants.text(held.opened_at),
    }


@transaction.atomic
def propose_release(held: Hold, *, by: User, because: str, now: datetime) -> Hold:
    """Propose that what is held should count; another office must release it.

    Raises NotAllowed, NoReason, and NotOpen.
    """
    unit = hands.unit(by, Power.PROPOSE_EVIDENCE, now)
    held = _locked(held, Hold.State.OPEN)
    held.state, held.proposed_by, held.proposed_unit = Hold.State.PROPOSED, by, unit
    held.proposed_at, held.proposed_because = now, _reason(because)
    held.save()
    body = {**counts(held), "office": unit, "because": held.proposed_because}
    ledger.record(Event.ASSERTION_RELEASE_PROPOSED, by=by, about=held, at=now, body=body)
    return held


@transaction.atomic
def release(held: Hold, *, by: User, because: str, now: datetime) -> int:
    """Let what is held count, as another office proposed; return how many became evidence.

    Raises NotAllowed, SameOfficial, SameOffice, NoReason, and NotOpen.
    """
    unit = hands.unit_for_all(by, Power.RELEASE_HOLD, now)
    held = _locked(held, Hold.State.PROPOSED)
    hands.require_another(by, held.proposed_by, held.proposed_unit, now)
    _decide(held, Hold.State.RELEASED, by=by, unit=unit, because=because, now=now)
    assertions = list(_held(held))
    return effects.put_in_force(assertions, now=now)


@transaction.atomic
def refuse(held: Hold, *, by: User, because: str, now: datetime) -> int:
    """Refuse what is held, for good; one official is enough. Return how many it were.

    Raises NotAllowed, NoReason, and NotOpen.
    """
    unit = hands.unit_for_all(by, Power.RELEASE_HOLD, now)
    held = _locked(held, Hold.State.OPEN, Hold.State.PROPOSED)
    _decide(held, Hold.State.REFUSED, by=by, unit=unit, because=because, now=now)
    return _held(held).update(state=State.REFUSED, ended_at=now, ended_because=held.decided_because)


def _decide(held: Hold, state: str, *, by: User, unit: str, because: str, now: datetime) -> None:
    held.state, held.decided_by, held.decided_unit = state, by, unit
    held.decided_at, held.decided_because = now, _reason(because)
    held.save()
    told = {**counts(held), "outcome": str(state), "decided_at": instants.text(now)}
    ledger.publish(Kind.ASSERTIONS_RELEASED, told, at=now)
    released = state == Hold.State.RELEASED
    event = Event.ASSERTION_RELEASED if released else Event.ASSERTION_REFUSED
    body = {**told, "office": unit, "because": held.decided_because}
    ledger.record(event, by=by, about=held, at=now, body=body)


def _held(held: Hold) -> Any:
    return Assertion.objects.filter(hold=held, state=State.HELD).select_related("citizen__area")


def _locked(held: Hold, *states: str) -> Hold:
    found = Hold.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if found.state not in states:
        raise NotOpen(f"{found} is {found.state}")
    return found


def _reason(because: str) -> str:
    if not because.strip():
        raise NoReason("say why")
    return because.strip()[:300]
