"""Reading what presences hang on: whose phone this is."""

from __future__ import annotations

import hashlib

from provinces.citizens.models import Citizen

from .models import Device


class DeviceUnknown(LookupError):
    """No paired device has this token."""


def citizen_of_device(token: str) -> Citizen:
    """Return whose phone has this token; raises DeviceUnknown."""
    paired = Device.objects.filter(token_hash=hash_of(token), revoked_at=None)
    device = paired.select_related("citizen").first()
    if device is None:
        raise DeviceUnknown
    return device.citizen


def hash_of(token: str) -> bytes:
    """Return what is kept of a token: it is random and long, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
