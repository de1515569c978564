"""The scope of a breach, out of the read log: whose records somebody read between two moments.

    ledger_payload.by = the suspect ∧ event is a look ∧ [starts_at, ends_at) ──► people, how often

Exactly those, and nobody else: what the ledger does not say was read by the suspect is not named.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from provinces.accounts import channels
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.ledger.services import name
from provinces.passes import carriers
from provinces.passes.models import Carrier

# Every event that says that something of a person was shown to somebody, or handed over.
LOOKS = (
    Event.RECORD_READ,
    Event.ORDER_CHECKED,
    Event.PERSON_SERVED,
    Event.MANDATE_USED,
    Event.TRIP_ASKED,
    Event.CHANNEL_USED,
    Event.DATA_EXPORTED,
)


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody whose record was read: how often, first and last."""

    citizen: int
    reads: int
    first_at: datetime
    last_at: datetime


def named(said: str) -> str:
    """Return how the ledger names a suspect: an official by how they sign in, else a key.

    A carrier is known by its reference, an app by its name; what is none of these stays as said.
    """
    said = said.strip()
    if user := User.objects.filter(username=said).first():
        return name(user)
    if Carrier.objects.filter(reference=said).exists():
        return carriers.ledger_name(said)
    app = next((each for each in channels.registered() if each.name == said), None)
    return said if app is None else channels.ledger_name(app)


def spoken(suspect: str) -> str:
    """Return how people know a suspect: an official or an app by name, else a key's name."""
    prefix = f"{User._meta.label_lower}:"
    if suspect.startswith(prefix):
        found = User.objects.filter(pk=int(suspect.removeprefix(prefix))).first()
        return suspect if found is None else found.username
    apps = (app.name for app in channels.registered() if channels.ledger_name(app) == suspect)
    return next(apps, suspect)


def touched(suspect: str, starts_at: datetime, ends_at: datetime) -> list[Touched]:
    """Return whose records a suspect read within `[starts_at, ends_at)`, in the order of keys."""
    prefix = f"{Citizen._meta.label_lower}:"
    found = (
        Payload.objects.filter(
            by=suspect,
            about__startswith=prefix,
            entry__event__in=LOOKS,
            entry__recorded_at__gte=starts_at,
            entry__recorded_at__lt=ends_at,
        )
        .values("about")
        .annotate(
            reads=Count("pk"),
            first=Min("entry__recorded_at"),
            last=Max("entry__recorded_at"),
        )
    )
    by_key = {int(row["about"].removeprefix(prefix)): row for row in found}
    known = Citizen.objects.filter(pk__in=by_key).order_by("pk").values_list("pk", flat=True)
    return [
        Touched(key, by_key[key]["reads"], by_key[key]["first"], by_key[key]["last"])
        for key in known
    ]
