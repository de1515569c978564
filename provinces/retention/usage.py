"""Who used a person's data: each look, each thing done for them, each hand-over, in one list.

The records of Estonia's Data Tracker protocol, v2.1: when, what for in plain words, and by whom.
The page "My data" and the API ask the same question here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provinces.accounts.channels import WORDING as SCOPES
from provinces.accounts.channels import Scope
from provinces.citizens.fields import WORDING as FIELDS
from provinces.citizens.fields import Field, Way
from provinces.citizens.purposes import WORDING as PURPOSES
from provinces.citizens.purposes import Purpose
from provinces.citizens.services import BY_PROGRAMS
from provinces.jurisdictions.roles import ROLES
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.oversight.lawful import wording as lawful
from provinces.tenancy import scope

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

from .sweeps import ACCESS

MOST = 1000


@dataclass(frozen=True, slots=True)
class Usage:
    """One use: when, what in plain words, which office, in which role; `entry` proves it."""

    at: datetime
    action: str
    receiver: str
    role: str
    entry: int

    def as_record(self) -> dict[str, str]:
        """Return it as `findUsage` answers."""
        return {
            "logtime": self.at.isoformat(),
            "action": self.action,
            "receiverCode": self.receiver,
            "receiverName": f"{self.role}, {self.receiver}" if self.role else self.receiver,
            "receiverSystem": f"concord/{scope.current().slug}",
        }


def usage_of(
    citizen: Citizen,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    offset: int = 0,
    limit: int = MOST,
) -> list[Usage]:
    """Return who used a person's data in `[start, end)`, the latest first."""
    found = ledger.about(citizen).filter(entry__event__in=ACCESS)
    if start is not None:
        found = found.filter(entry__recorded_at__gte=start)
    if end is not None:
        found = found.filter(entry__recorded_at__lt=end)
    return [_usage(payload) for payload in found[offset : offset + limit]]


def period_of(citizen: Citizen) -> tuple[datetime, datetime] | None:
    """Return when the first and the last use was that is still told; None for none."""
    found = ledger.about(citizen).filter(entry__event__in=ACCESS).order_by("entry_id")
    first, last = found.first(), found.last()
    if first is None or last is None:
        return None
    return first.entry.recorded_at, last.entry.recorded_at


def _usage(payload: Payload) -> Usage:
    body, event = payload.body, Event(payload.entry.event)
    return Usage(
        at=payload.entry.recorded_at,
        action=" ".join(_action(event, body)),
        receiver=body.get("office") or body.get("holder", ""),
        role=_role(body.get("role", "")),
        entry=payload.pk,
    )


def _action(event: Event, body: dict[str, Any]) -> Iterator[str]:
    if event == Event.RECORD_READ:
        yield _("Your record was read.")
        yield str(PURPOSES[Purpose(body["purpose"])])
        yield from _seen(body)
    elif event == Event.EMERGENCY_OPENED:
        yield _("Your record was opened in an emergency, for three hours.")
        yield str(PURPOSES[Purpose(body["purpose"])])
    elif event == Event.EXPORT_MADE:
        yield _("A file was made of what is kept of you; it is gone after an hour.")
        yield str(PURPOSES[Purpose(body["purpose"])])
        yield from _seen({**body, "file": ""})
    elif event == Event.ORDER_CHECKED:
        yield _("It was asked whether you are under an order of isolation: yes or no, until when.")
        yield str(PURPOSES[Purpose(body["purpose"])])
    elif event in BY_PROGRAMS:
        yield from _by_program(event, body)
    elif event == Event.LAWFUL_TOLD:
        yield _("An authority asked about you, by law.")
        yield lawful.given(body["outcome"], body["fields"])
    elif event == Event.PERSON_SERVED:
        yield _("Something was done for you at a desk.")
    else:
        yield _("Somebody acted for you by mandate.")


def _by_program(event: Event, body: dict[str, Any]) -> Iterator[str]:
    """Yield what a program did with its key; where a trip goes is not kept."""
    if event == Event.TRIP_ASKED:
        yield _("It was asked whether you may make a trip: yes or no. Which trip is not kept.")
    else:
        yield _("An app that you let act for you did so.")
        yield str(SCOPES[Scope(body["scope"])])


def _seen(body: dict[str, Any]) -> Iterator[str]:
    """Yield which fields were seen, and whether it was in an emergency, where that is told."""
    fields = [str(FIELDS[Field(name)]) for name in body.get("fields", ())]
    if fields:
        yield _("Seen: %(fields)s.") % {"fields": _(", ").join(fields)}
    if body.get("way") == Way.EMERGENCY:
        yield _("In an emergency.")
    if body.get("file"):
        yield _("It was put into a list that the official took along.")


def _role(key: str) -> str:
    role = ROLES.get(key)
    if role is None:
        return ""
    return role.name_zh if (get_language() or "").startswith("zh") else role.name_en
