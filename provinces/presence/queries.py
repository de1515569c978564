"""Reading what presences hang on: whose phone this is."""

from __future__ import annotations

import hashlib

from django.db.models import QuerySet

from provinces.citizens.models import Citizen

from .models import Device


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
