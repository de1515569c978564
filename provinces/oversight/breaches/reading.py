"""The scope of a breach, out of the read log: whose records somebody read between two moments.

    ledger_payload.by = the suspect ∧ event is a look ∧ [starts_at, ends_at) ──► people, how often
                                    ∧ a file is taken ──► whoever is in it

Exactly those, and nobody else: what the ledger does not say was read by the suspect is not named.
An entry that stands for half an hour of looks counts where that half hour reaches into the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from provinces.accounts import channels
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.citizens.queries.opening import A_LOOK
from provinces.citizens.services.programs import BY_PROGRAMS
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.ledger.services import name
from provinces.oversight.models import LawfulRequest
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

PEOPLE = f"{Citizen._meta.label_lower}:"
# Of these whoever looks again within half an hour is not recorded anew.
LASTING = Q(entry__event__in=BY_PROGRAMS) | Q(entry__event=Event.RECORD_READ, body__has_key="way")


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
    said = Payload.objects.filter(by=suspect, entry__recorded_at__lt=ends_at)
    within = Q(entry__recorded_at__gte=starts_at)
    reaching = LASTING & Q(entry__recorded_at__gt=starts_at - A_LOOK)
    by_key = _looks(said.filter(within | reaching, entry__event__in=LOOKS))
    for key, at in _taken(said.filter(within)):
        so_far = by_key.get(key)
        by_key[key] = (
            Touched(key, so_far.reads + 1, min(so_far.first_at, at), max(so_far.last_at, at))
            if so_far
            else Touched(key, 1, at, at)
        )
    known = Citizen.objects.filter(pk__in=by_key).order_by("pk").values_list("pk", flat=True)
    return [by_key[key] for key in known]


def _looks(said: QuerySet[Payload]) -> dict[int, Touched]:
    """Return of some looks at people how often and when each was seen, by key."""
    found = (
        said.filter(about__startswith=PEOPLE)
        .values_list("about")
        .annotate(Count("pk"), Min("entry__recorded_at"), Max("entry__recorded_at"))
    )
    return {_key(about): Touched(_key(about), *told) for about, *told in found}


def _taken(said: QuerySet[Payload]) -> list[tuple[int, datetime]]:
    """Return who was in the files that somebody took, with the moment of each."""
    exports = said.filter(entry__event=Event.EXPORT_TAKEN)
    taken = list(exports.values_list("body__file", "entry__recorded_at"))
    in_files = Payload.objects.filter(
        about__startswith=PEOPLE,
        entry__event__in=(Event.RECORD_READ, Event.EXPORT_MADE),
        body__file__in={token for token, _at in taken},
    )
    people: dict[str, set[int]] = {}
    for token, about in in_files.values_list("body__file", "about"):
        people.setdefault(token, set()).add(_key(about))
    fetched = said.filter(entry__event=Event.LAWFUL_FETCHED)
    asked = {_key(about): at for about, at in fetched.values_list("about", "entry__recorded_at")}
    requests = LawfulRequest.objects.filter(pk__in=asked).values_list("pk", "citizen_id")
    return [
        *((key, at) for token, at in taken for key in sorted(people.get(token, ()))),
        *((citizen, asked[request]) for request, citizen in requests),
    ]


def _key(reference: str) -> int:
    return int(reference.rpartition(":")[2])
