"""Alarms about officials' looks at people, for whoever oversees them; none names the person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from provinces.accounts.models import User
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from . import identities
from .models import Citizen, Emergency
from .purposes import Purpose


def protected(citizen: Citizen, *, by: User, purpose: Purpose, now: datetime) -> None:
    """Raise an alarm: a record was opened that is shown with more care.

    Its entry names the person by a keyed hash, so that nobody who reads entries learns whose it is.
    """
    key = credentials.key_of(scope.current().slug)
    about = identities.keyed(key, b"protected", citizen.reference.encode()).hex()[:16]
    body = {"purpose": str(purpose), **_source("protected", ledger.name(by))}
    ledger.record(Event.PROTECTED_READ, by=by, about=f"protected:{about}", at=now, body=body)


def overdue(emergency: Emergency, *, now: datetime) -> None:
    """Raise an alarm: nobody has judged in time what was opened in an emergency."""
    body = _source("emergency", ledger.name(emergency.opened_by))
    ledger.record(Event.EMERGENCY_OVERDUE, by="", about=emergency, at=now, body=body)


def unjustified(emergency: Emergency, *, by: User, now: datetime) -> None:
    """Raise an alarm, and have it on file as misuse: there was no emergency."""
    body = _source("emergency", ledger.name(emergency.opened_by))
    ledger.record(Event.MISUSE_FOUND, by=by, about=emergency, at=now, body=body)


def _source(kind: str, actor: str) -> dict[str, Any]:
    return {"kind": kind, "source": {"actor": actor, "network": ""}}
