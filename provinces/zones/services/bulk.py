"""Many zones at once: declared by one official, signed by another, written set by set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.cells.ranges import Ranges
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.zones import ground
from provinces.zones.drafts import Draft, checked
from provinces.zones.ground import Ground
from provinces.zones.models import EffectiveZone, State, Version, Zone
from provinces.zones.signatures import second_unit, unit_of

from .declaring import new_version, new_zone, particulars
from .effects import put_in_effect

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class SnappedZone:
    """A draft whose geometry has been snapped to fine cells already."""

    draft: Draft
    cells: Ranges


@transaction.atomic
def effect_many(
    zones: Iterable[SnappedZone], *, by: User, signed_by: User, now: datetime
) -> list[EffectiveZone]:
    """Declare and countersign new zones as `declare` and `countersign` do one by one.

    The same checks, rows and four eyes, at the cost of few statements; the ledger holds one
    entry for all declarations and one for all signatures. All or nothing. Raises as those do.
    """
    versions = _signed(_declared(zones, by, now), signed_by, now)
    Zone.objects.bulk_create([version.zone for version in versions], AT_ONCE)
    Version.objects.bulk_create(versions, AT_ONCE)
    body = {"zones": [particulars(version) for version in versions]}
    ledger.record(Event.ZONE_DECLARED, by=by, about=None, at=now, body=body)
    ledger.record(Event.ZONE_COUNTERSIGNED, by=signed_by, about=None, at=now, body=body)
    return put_in_effect(versions, now=now)


def _declared(zones: Iterable[SnappedZone], by: User, now: datetime) -> list[Version]:
    known: dict[int, tuple[str, Ground]] = {}
    versions = []
    for each in zones:
        draft = checked(each.draft)
        unit, ours = known.get(draft.area.pk) or _answered_for(draft.area, by, now)
        known[draft.area.pk] = unit, ours
        snapped = ours.clip(ground.in_wgs84(draft.geometry, draft.datum), each.cells)
        zone = new_zone(draft, now)
        versions.append(new_version(zone, draft, snapped, by=by, unit=unit, now=now))
    return versions


def _answered_for(area: Area, by: User, now: datetime) -> tuple[str, Ground]:
    return unit_of(by, Power.DECLARE_ZONE, area, now), ground.ground_of(area)


def _signed(versions: Sequence[Version], by: User, now: datetime) -> list[Version]:
    units: dict[tuple[int, bool], str] = {}
    for version in versions:
        needs_higher = version.needs_higher_office
        key = version.zone.area_id, needs_higher
        if key not in units:
            units[key] = second_unit(version, by=by, needs_higher_office=needs_higher, at=now)
        version.signed_unit, version.signed_by, version.signed_at = units[key], by, now
        version.state = State.IN_FORCE
    return list(versions)
