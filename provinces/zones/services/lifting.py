"""Zones are lifted before their time. Ending at their time needs nobody: every zone has an end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones.models import Because, EffectiveZone, Lifting, State, Version, Zone
from provinces.zones.signatures import NotAllowed, unit_of

from .effects import cut_off


class NotInEffect(ValueError):
    """No version of the zone is in effect, now or later."""


class OutsidePeriod(ValueError):
    """A zone is lifted at a moment of its period: not before its start, nor after its end."""


@transaction.atomic
def lift(
    zone: Zone,
    *,
    at: datetime,
    by: User,
    now: datetime,
    because: Because = Because.RISK_IS_OVER,
) -> Version:
    """End a zone at a moment of its period; what would have started later never does.

    To lift restricts nobody, so one signature is enough: of whoever may declare or countersign
    in the area. The moment may be past or to come; at the very start it is as if the zone had
    never been. Raises NotAllowed, NotInEffect, OutsidePeriod, and
    ValueError for a reason that is not of the list.
    """
    because = Because(because)
    zone = Zone.objects.select_for_update(of=("self",)).select_related("area").get(pk=zone.pk)
    unit = unit_of_either(zone.area, by, now)
    at, minute = at.replace(second=0, microsecond=0), epoch_minute(at)
    ending = _ending(zone, minute)
    version = zone.versions.select_related("zone").get(number=ending.version)
    cut_off(_in_effect(zone), at=minute, now=now)
    zone.versions.filter(state=State.IN_FORCE, number__gte=version.number).update(lifted_at=at)
    version.refresh_from_db(fields=["lifted_at"])
    Lifting.objects.create(
        version=version,
        at=at,
        because=because,
        lifted_by=by,
        lifted_unit=unit,
        done_at=now,
    )
    body = {
        "zone": zone.reference,
        "version": version.number,
        "at": at.isoformat(),
        "because": str(because),
        "office": unit,
    }
    ledger.record(Event.ZONE_LIFTED, by=by, about=version, at=now, body=body)
    return version


def unit_of_either(area: Area, by: User, now: datetime) -> str:
    """Return the unit of whoever may declare or countersign in an area; raises NotAllowed."""
    try:
        return unit_of(by, Power.DECLARE_ZONE, area, now)
    except NotAllowed:
        return unit_of(by, Power.COUNTERSIGN_ZONE, area, now)


def _in_effect(zone: Zone) -> QuerySet[EffectiveZone]:
    own = EffectiveZone.objects.filter(source=scope.current().slug, reference=zone.reference)
    return own.filter(ends__gt=F("starts"))


def _ending(zone: Zone, minute: int) -> EffectiveZone:
    """Return the version in effect at a minute."""
    versions = list(_in_effect(zone).order_by("starts"))
    if not versions:
        raise NotInEffect(f"no version of {zone} is in effect")
    for version in versions:
        if version.starts <= minute < version.ends:
            return version
    raise OutsidePeriod(f"{zone} is not in effect at that moment")
