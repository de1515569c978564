"""A person has erased what may be erased now, and is told what must be kept, why and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from provinces.accounts import channels
from provinces.citizens import services as citizens
from provinces.citizens.models import Contact, Mandate, RegularPlace
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence, Trip
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes import services as passes
from provinces.presence import services as presence
from provinces.retention.holdings import held_of
from provinces.retention.register import REGISTER, Kept
from provinces.screening import queries as screenings
from provinces.screening import services as screening

if TYPE_CHECKING:
    from provinces.citizens.models import Citizen

# Nobody can choose such a name: what is left of an account is known by it.
CLOSED = "closed:"


class Part(StrEnum):
    """What a person may have erased at once."""

    DECLARATIONS = "declarations"
    TRIPS = "trips"
    PLACES = "places"
    CHECK_INS = "check_ins"
    APPOINTMENTS = "appointments"
    SHOWN = "shown"
    CONTACTS = "contacts"
    MANDATES = "mandates"
    DEVICES = "devices"
    CHANNELS = "channels"
    ACCOUNT = "account"


PARTS = {
    Part.DECLARATIONS: _("What you declared of how you are: it has no effect any more"),
    Part.TRIPS: _("Trips that you declared"),
    Part.PLACES: _("Your places near the border"),
    Part.CHECK_INS: _("Where you checked in"),
    Part.APPOINTMENTS: _("Tests that you booked: they are cancelled, if they have not begun"),
    Part.SHOWN: _("Codes on your screen: officials can look up no order by them any more"),
    Part.CONTACTS: _("Your e-mail address and telephone number"),
    Part.MANDATES: _("Mandates that you gave or hold: they end"),
    Part.DEVICES: _("Phones that report where you are: they are unpaired"),
    Part.CHANNELS: _("What you allowed apps of others: it is withdrawn"),
    Part.ACCOUNT: _("Your account: passes are withdrawn, and you can sign in no more"),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """What must be kept for now: how much; its ground and its end are the register's."""

    kept: Kept
    rows: int


@dataclass(frozen=True, slots=True)
class Erased:
    """How much of each part was erased, and what must be kept."""

    parts: dict[Part, int]
    left: list[Refused]


def must_be_kept(citizen: Citizen, now: datetime) -> list[Refused]:
    """Return what is held of a person that is not for them to have erased now."""
    found = [
        Refused(kept, sum(rows.count() for rows in tables))
        for kept, tables in held_of(citizen)
        if kept.key not in OWN
    ]
    begun = screenings.begun_appointments(citizen, now).count()
    found += [Refused(kept, begun) for kept in REGISTER if kept.key == "appointments"]
    return [each for each in found if each.rows]


@transaction.atomic
def erase(citizen: Citizen, parts: Iterable[Part], *, now: datetime) -> Erased:
    """Erase parts of what is held of a person; return how much, and what must be kept, with why.

    The account goes last. All is one transaction, and in the ledger.
    """
    wanted = [part for part in Part if part in set(parts)]
    done = {part: _ERASE[part](citizen, now) for part in wanted}
    body = {"parts": {str(part): count for part, count in done.items()}}
    ledger.record(Event.DATA_ERASED, by=citizen, about=citizen, at=now, body=body)
    left = must_be_kept(citizen, now)
    if left:
        told = {"kept": [each.kept.key for each in left]}
        ledger.record(Event.ERASURE_REFUSED, by=None, about=citizen, at=now, body=told)
    return Erased(done, left)


def _declarations(citizen: Citizen, now: datetime) -> int:
    done = 0
    for piece in Evidence.objects.filter(citizen=citizen, source="self", withdrawn_at=None):
        with suppress(evidence.NotInForce), transaction.atomic():
            evidence.retract(piece, of=citizen, now=now)
            done += 1
    return done


def _trips(citizen: Citizen, _now: datetime) -> int:
    count, _ = Trip.objects.filter(citizen=citizen).delete()
    return count


def _places(citizen: Citizen, now: datetime) -> int:
    count = RegularPlace.objects.filter(citizen=citizen).count()
    _withdraw(citizen, "places", now)
    RegularPlace.objects.filter(citizen=citizen).delete()
    citizens.mark_stale([citizen.pk], because=Event.DATA_ERASED, at=now)
    return count


def _check_ins(citizen: Citizen, now: datetime) -> int:
    return presence.remove_check_ins(citizen, now=now)


def _appointments(citizen: Citizen, now: datetime) -> int:
    return screening.forget_own(citizen, now=now)


def _shown(citizen: Citizen, _now: datetime) -> int:
    return passes.hide_shown(citizen)


def _contacts(citizen: Citizen, now: datetime) -> int:
    count = Contact.objects.filter(citizen=citizen).count()
    _withdraw(citizen, "contact", now)
    Contact.objects.filter(citizen=citizen).delete()
    return count


def _withdraw(citizen: Citizen, item: str, now: datetime) -> None:
    with suppress(citizens.NotGiven):
        citizens.withdraw_consent(citizen, item, now=now)


def _mandates(citizen: Citizen, now: datetime) -> int:
    standing = Mandate.objects.standing(now)
    mine = [*standing.filter(subject=citizen), *standing.filter(holder=citizen)]
    for mandate in mine:
        citizens.revoke_mandate(mandate.pk, by=citizen, now=now)
    return len(mine)


def _devices(citizen: Citizen, now: datetime) -> int:
    return presence.revoke_devices(citizen, now=now)


def _channels(citizen: Citizen, now: datetime) -> int:
    user = citizen.user
    if user is None:
        return 0
    found = channels.allowed_by(user, now=now)
    for each in found:
        channels.withdraw(user, each.app.pk, now=now)
    return len(found)


@transaction.atomic
def close_account(citizen: Citizen, now: datetime) -> int:
    """Have a person sign in no more: their passes, their sessions and their account go.

    Their telephones are unpaired with it, as nobody could do that any more.
    """
    user: Any = citizen.user
    passes.withdraw_for(citizen, now=now, by=citizen)
    presence.revoke_devices(citizen, now=now)
    if user is None:
        return 0
    _channels(citizen, now)
    sessions = [each.session_key for each in _sessions(user)]
    Session.objects.filter(session_key__in=sessions).delete()
    _sessions(user).delete()
    ledger.record(Event.ACCOUNT_CLOSED, by=citizen, about=citizen, at=now)
    citizen.user = None
    citizen.save(update_fields=["user"])
    _forget(user)
    return 1


def _forget(user: Any) -> None:
    """Delete an account; where an appeal still names it, nothing but its number is left."""
    try:
        with transaction.atomic():
            user.delete()
    except (ProtectedError, RestrictedError):
        user.username, user.full_name, user.is_active = f"{CLOSED}{user.pk}", "", False
        user.set_unusable_password()
        user.save()
        Authenticator.objects.filter(user_id=user.pk).delete()


def _sessions(user: Any) -> Any:
    return user.usersession_set.all()


_ERASE: dict[Part, Callable[[Citizen, datetime], int]] = {
    Part.DECLARATIONS: _declarations,
    Part.TRIPS: _trips,
    Part.PLACES: _places,
    Part.CHECK_INS: _check_ins,
    Part.APPOINTMENTS: _appointments,
    Part.SHOWN: _shown,
    Part.CONTACTS: _contacts,
    Part.MANDATES: _mandates,
    Part.DEVICES: _devices,
    Part.CHANNELS: _channels,
    Part.ACCOUNT: close_account,
}
# Classes that a person may have erased themselves; of appointments what has not begun.
OWN = {
    "contacts", "places", "trips", "accounts", "sessions", "channels", "devices", "mandates",
    "check-ins", "appointments", "shown",
}  # fmt: skip
