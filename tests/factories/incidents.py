"""What goes wrong: officials on call, switches, what authorities ask, and looks that were none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.citizens import queries as citizens_read
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.oversight.breaches import services as breaches
from provinces.oversight.lawful import services as lawful
from provinces.oversight.models import Breach, LawfulRequest, Switch
from provinces.oversight.models.breaches import Kind, Noticed, What
from provinces.oversight.models.lawful import Authority, Basis, Field
from provinces.oversight.models.switches import Reason
from provinces.oversight.switching import services as switching
from provinces.oversight.switching.parts import Part
from tests import cast
from tests.factories import areas, offices, users

NOW = cast.NOW
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COMMAND, COMMISSION = "emergency command", "health commission"


def on_call(unit: str = COMMAND, *, now: datetime = NOW, code: str = "110000") -> User:
    """Return an official who is on call for the province."""
    return _official("incident_officer", code, unit, now)


def legal(unit: str = "legal office", *, now: datetime = NOW, code: str = "110100") -> User:
    """Return an official who receives or examines what authorities ask about people of a city."""
    return _official("legal_officer", code, unit, now)


def reader(unit: str = "case office", *, code: str = "110100") -> User:
    """Return an official who reads people's records in a city."""
    return _official("case_officer", code, unit, NOW)


def off(
    part: Part = Part.DESK_LOOK_UP,
    *,
    by: User | None = None,
    reason: Reason = Reason.ATTACK,
    lasting: timedelta = HOUR,
    now: datetime = NOW,
) -> Switch:
    """Switch a part off."""
    return switching.switch_off(
        part, reason=reason, lasting=lasting, by=by or on_call(now=now), now=now
    )


def asked(**values: Any) -> lawful.Asked:
    """Return what a court asks: the results of the last ten days."""
    given: dict[str, Any] = {
        "authority": Authority.COURT,
        "authority_name": "安平市中级人民法院",
        "basis": Basis.CIVIL_PROCEDURE,
        "their_reference": "(2026) 118",
        "fields": [Field.STATUS, Field.RESULTS],
        "starts_at": NOW - 10 * DAY,
        "ends_at": NOW,
    }
    return lawful.Asked(**{**given, **values})


def received(
    citizen: Citizen, *, by: User | None = None, now: datetime = NOW, **values: Any
) -> LawfulRequest:
    """Return a request about somebody that was received."""
    return lawful.receive(asked(**values), citizen, by=by or legal(now=now), now=now)


def granted(
    request: LawfulRequest, *, by: User | None = None, now: datetime = NOW, **values: Any
) -> LawfulRequest:
    """Have another office grant a request, as asked but for what is given."""
    whole: dict[str, Any] = {
        "fields": request.fields,
        "starts_at": request.starts_at,
        "ends_at": request.ends_at,
        "tell_at": now + DAY,
    }
    grant = lawful.Granted(**{**whole, **values})
    return lawful.grant(request, grant, by=by or legal("city court liaison", now=now), now=now)


def looked(by: User, *people: Citizen, at: datetime = NOW - HOUR) -> None:
    """Have an official read records, for a purpose of the list."""
    for citizen in people:
        citizens_read.read_record(citizen, by=by, purpose=Purpose.TRACING, at=at)


def breach(suspect: User, *, by: User | None = None, now: datetime = NOW, **values: Any) -> Breach:
    """Open a breach: an official looked people up within the last day."""
    given: dict[str, Any] = {
        "what": What.LOOKED_UP,
        "noticed": Noticed.AUDIT,
        "noticed_at": now,
        "kinds": [Kind.IDENTITY, Kind.STATUS],
        "suspect": suspect.username,
        "starts_at": NOW - DAY,
        "ends_at": NOW,
    }
    noted = breaches.Noted(**{**given, **values})
    return breaches.open_breach(noted, by=by or on_call(now=now), now=now)


def _official(role: str, code: str, unit: str, now: datetime) -> User:
    user = users.user()
    period = (now - 30 * DAY, now + 60 * DAY)
    offices.office(user, areas.area(code), role, unit=unit, now=now, period=period)
    return user
