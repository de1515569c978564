"""Reading what presences hang on: whose phone this is, venues, and where somebody checked in."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

from . import rotating
from .models import CheckIn, Device, Venue
from .rotating import Code


class DeviceUnknown(LookupError):
    """No paired device has this token."""


def citizen_of_device(token: str) -> Citizen:
    """Return whose phone has this token; raises DeviceUnknown."""
    return device_of(token).citizen


def device_of(token: str) -> Device:
    """Return the paired phone that has this token; raises DeviceUnknown."""
    paired = Device.objects.filter(token_hash=hash_of(token), revoked_at=None)
    device = paired.select_related("citizen").first()
    if device is None:
        raise DeviceUnknown
    return device


def devices_of(citizen: Citizen) -> QuerySet[Device]:
    """Return the phones that are paired with a citizen, the latest first."""
    return Device.objects.filter(citizen=citizen, revoked_at=None).order_by("-pk")


def hash_of(token: str) -> bytes:
    """Return what is kept of a token: it is random and long, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()


def venues_of(user: User, at: datetime) -> QuerySet[Venue]:
    """Return the venues that an official looks after, those in use first."""
    seen = Venue.objects.visible_to(user, Power.MANAGE_VENUES, at).select_related("area")
    return seen.order_by("-closed_at", "area__code", "reference")


def venue_of_word(reference: str, word: str, at: datetime) -> Venue | None:
    """Return the venue whose codes this word shows, None for any other word."""
    hashed = rotating.word_hash(reference, word)
    return Venue.objects.in_use(at).filter(reference=reference, word_hash=hashed).first()


def venue_with_key(reference: str, key: int, at: datetime) -> Venue | None:
    """Return a venue in use, if this is still the number of its key."""
    return Venue.objects.in_use(at).filter(reference=reference, key=key).first()


def venue_in_use(reference: str, at: datetime) -> Venue | None:
    """Return the registered venue of a reference, None where none is in use."""
    return Venue.objects.in_use(at).filter(reference=reference).first()


def code_of(venue: Venue, at: datetime) -> Code:
    """Return the code that a venue shows at a moment."""
    return rotating.code_at(venue.reference, venue.key, at)


def check_ins_of(citizen: Citizen) -> QuerySet[CheckIn]:
    """Return where somebody checked in, the latest first."""
    found = CheckIn.objects.filter(citizen=citizen).select_related("place")
    return found.order_by("-at_minute", "-pk")


def there_now(citizen: Citizen, at: datetime) -> QuerySet[CheckIn]:
    """Return the check-ins of somebody who has not left; nobody stays for longer than a while."""
    since = at - timedelta(hours=settings.PRESENCE_CHECK_IN_HOURS)
    found = CheckIn.objects.filter(citizen=citizen, left_minute=None)
    return found.filter(at_minute__gt=epoch_minute(since)).order_by("-at_minute", "-pk")


def kept_until(check_in: CheckIn) -> datetime:
    """Return when a check-in is forgotten: with its day."""
    zone = scope.current().zone
    day = datetime.fromtimestamp(check_in.at_minute * 60, zone).date()
    last = day + timedelta(days=settings.PRESENCE_KEEP_DAYS)
    return datetime(last.year, last.month, last.day, tzinfo=zone)
