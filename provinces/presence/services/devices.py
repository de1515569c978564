"""Phones that may post where their citizens are: paired, used, unpaired."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.presence import queries
from provinces.presence.models import Device

# A phone posts every few minutes: that it did is written once in a while.
TO_THE_HOUR = timedelta(hours=1)


@transaction.atomic
def pair_device(citizen: Citizen, *, now: datetime, name: str = "") -> str:
    """Pair a phone with a citizen and return its token, which is shown once and not kept."""
    token = secrets.token_urlsafe(32)
    hashed = queries.hash_of(token)
    Device.objects.create(citizen=citizen, token_hash=hashed, paired_at=now, name=name)
    ledger.record(Event.DEVICE_PAIRED, by=citizen, about=citizen, at=now)
    return token


def use_device(token: str, *, now: datetime) -> Citizen:
    """Return whose phone calls with this token, noting that it did; raises DeviceUnknown."""
    device = queries.device_of(token)
    if device.used_at is None or now - device.used_at >= TO_THE_HOUR:
        Device.objects.filter(pk=device.pk).update(used_at=now)
    return device.citizen


@transaction.atomic
def revoke_device(citizen: Citizen, device: int, *, now: datetime) -> None:
    """Unpair a citizen's phone: its token opens nothing from then on; raises DeviceUnknown."""
    if not queries.devices_of(citizen).filter(pk=device).update(revoked_at=now):
        raise queries.DeviceUnknown
    ledger.record(Event.DEVICE_REVOKED, by=citizen, about=citizen, at=now)


@transaction.atomic
def revoke_devices(citizen: Citizen, *, now: datetime) -> int:
    """Have no phone of a citizen post presences any more; return how many there were.

    Whoever asks for it records why.
    """
    return Device.objects.filter(citizen=citizen, revoked_at=None).update(revoked_at=now)
