"""The second signature: given by another office, and only then is a zone in effect."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, State, Version, Zone
from provinces.zones.signatures import second_unit, unit_of

from .declaring import particulars, reaches_too_far_back
from .effects import cut_off, put_in_effect

LONGEST_REASON = 300


class AlreadyDecided(ValueError):
    """The version no longer awaits a signature."""


class NoReason(ValueError):
    """A refusal without a reason, or with a longer one than is kept."""


class Superseded(ValueError):
    """A later version of the zone is in force already."""


@transaction.atomic
def countersign(version: Version, *, by: User, now: datetime) -> Version:
    """Put a declared version into effect by the signature of another office.

    Earlier versions end where this one starts; one that starts no earlier is corrected away.
    Raises AlreadyDecided, Superseded, SameOfficial, NotAllowed, SameOffice, and AboveTheCap.
    """
    version = _lock_awaiting(version)
    if version.zone.versions.filter(state=State.IN_FORCE, number__gt=version.number).exists():
        raise Superseded(f"a later version of {version.zone} is in force")
    needs_higher = version.needs_higher_office or reaches_too_far_back(version.starts_at, now)
    version.signed_unit = second_unit(version, by=by, needs_higher_office=needs_higher, at=now)
    version.signed_by, version.signed_at, version.state = by, now, State.IN_FORCE
    version.save(update_fields=["signed_by", "signed_at", "signed_unit", "state"])
    _make_way_for(version, now)
    put_in_effect([version], now=now)
    body = {**particulars(version), "second_office": version.signed_unit}
    ledger.record(Event.ZONE_COUNTERSIGNED, by=by, about=version, at=now, body=body)
    return version


@transaction.atomic
def refuse(version: Version, *, by: User, reason: str, now: datetime) -> Version:
    """Turn a declared version down; whoever declared it may also take it back.

    Nobody is restricted by it, so the power to countersign is enough, in whatever office.
    Raises AlreadyDecided, NotAllowed, and NoReason without one, or with one longer than is kept.
    """
    reason = reason_of_refusal(reason)
    version = _lock_awaiting(version)
    if by.pk != version.declared_by_id:
        unit_of(by, Power.COUNTERSIGN_ZONE, version.zone.area, now)
    version.state = State.REFUSED
    version.refused_by, version.refused_at, version.refusal = by, now, reason
    version.save(update_fields=["state", "refused_by", "refused_at", "refusal"])
    body = {"zone": version.zone.reference, "version": version.number, "reason": reason}
    ledger.record(Event.ZONE_REFUSED, by=by, about=version, at=now, body=body)
    return version


def reason_of_refusal(said: str) -> str:
    """Return a reason as it is kept; raises NoReason."""
    said = said.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        raise NoReason(f"a refusal gives its reason, of {LONGEST_REASON} characters at most")
    return said


def _lock_awaiting(version: Version) -> Version:
    Zone.objects.select_for_update().get(pk=version.zone_id)
    found = Version.objects.select_related("zone__area", "declared_by").get(pk=version.pk)
    if found.state != State.AWAITING:
        raise AlreadyDecided(f"{found} is {found.get_state_display()}")
    return found


def _make_way_for(version: Version, now: datetime) -> None:
    before = EffectiveZone.objects.filter(
        source=scope.current().slug,
        reference=version.zone.reference,
        version__lt=version.number,
    )
    cut_off(before, at=epoch_minute(version.starts_at), now=now)
