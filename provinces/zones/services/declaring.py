"""Zones are declared and revised; nothing is in effect before a second office has signed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones import ground, outlines
from provinces.zones.drafts import Changes, Draft, checked
from provinces.zones.ground import Snapped
from provinces.zones.models import State, Version, Zone
from provinces.zones.signatures import unit_of

from .effects import cells_of

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # without look-alikes


class StillAwaiting(ValueError):
    """A version of the zone waits for its second signature; it is signed or refused first."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a shape would become: its cells here, those beyond the border, and how to draw both.

    `centre` is longitude and latitude; outlines are GeoJSON MultiPolygons.
    """

    snapped: Snapped
    fine_cells: int
    spilt_cells: int
    centre: tuple[float, float]
    outline: dict[str, Any]
    spill_outline: dict[str, Any]
    is_large: bool


def preview(geometry: Mapping[str, Any], datum: str, *, area: Area | None = None) -> Preview:
    """Return what a shape would become if it were declared; stores nothing.

    Raises as `declare` does for a shape that cannot be declared.
    """
    snapped = _snapped(geometry, datum, area)
    return Preview(
        snapped=snapped,
        fine_cells=snapped.cells.count(),
        spilt_cells=snapped.spill.count(),
        centre=outlines.centre(snapped.cells),
        outline=outlines.outline(snapped.cells),
        spill_outline=outlines.outline(snapped.spill),
        is_large=snapped.is_large,
    )


@transaction.atomic
def declare(draft: Draft, *, by: User, now: datetime) -> Version:
    """Declare a zone; it awaits the signature of another office.

    Its cells are those inside the province's own territory; those beyond are stored as spill,
    for the neighbour to be offered. Raises NotAllowed, InvalidDraft, UnknownDatum,
    InvalidGeometry, NoTerritory, OutsideTerritory, and OutsideArea.
    """
    unit = unit_of(by, Power.DECLARE_ZONE, draft.area, now)
    draft = checked(draft)
    snapped = _snapped(draft.geometry, draft.datum, draft.area)
    zone = new_zone(draft, now)
    zone.save(force_insert=True)
    version = new_version(zone, draft, snapped, by=by, unit=unit, now=now)
    version.save(force_insert=True)
    ledger.record(Event.ZONE_DECLARED, by=by, about=version, at=now, body=particulars(version))
    return version


@transaction.atomic
def revise(zone: Zone, changes: Changes, *, by: User, now: datetime) -> Version:
    """Declare a new version of a zone, which awaits the signature of another office.

    It starts from the version last in force, or from the last one if none ever was, and is
    clipped to today's territory. Raises StillAwaiting, and as `declare`.
    """
    zone = Zone.objects.select_for_update(of=("self",)).select_related("area").get(pk=zone.pk)
    unit = unit_of(by, Power.DECLARE_ZONE, zone.area, now)
    if zone.versions.filter(state=State.AWAITING).exists():
        raise StillAwaiting(f"a version of {zone} awaits its second signature")
    draft = checked(changes.applied_to(Draft.of(basis_of(zone))))
    snapped = _snapped(draft.geometry, draft.datum, zone.area)
    version = new_version(zone, draft, snapped, by=by, unit=unit, now=now)
    version.number = 1 + zone.versions.aggregate(last=Max("number"))["last"]
    version.save(force_insert=True)
    ledger.record(Event.ZONE_REVISED, by=by, about=version, at=now, body=particulars(version))
    return version


def basis_of(zone: Zone) -> Version:
    """Return the version that a revision of a zone starts from."""
    versions = zone.versions.select_related("zone__area").order_by("-number")
    return versions.filter(state=State.IN_FORCE).first() or versions.latest("number")


def _snapped(geometry: Any, datum: str, area: Area | None) -> Snapped:
    drawn = ground.in_wgs84(geometry, datum)
    return ground.ground_of(area).clip(drawn, ground.cells_of(drawn))


def new_zone(draft: Draft, now: datetime) -> Zone:
    """Return a zone, not yet stored, with a reference of its own."""
    on = now.astimezone(scope.current().zone).date()
    chance = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return Zone(
        reference=f"{draft.area.code}-{on:%Y%m%d}-{chance}",
        area=draft.area,
        name_zh=draft.name_zh.strip(),
        name_en=draft.name_en.strip(),
    )


def new_version(
    zone: Zone, draft: Draft, snapped: Snapped, *, by: User, unit: str, now: datetime
) -> Version:
    """Return the first version of a zone, not yet stored, from a checked draft."""
    return Version(
        zone=zone,
        number=1,
        level=draft.level,
        unit=draft.unit,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        authority=draft.authority,
        reason=draft.reason,
        basis=draft.basis,
        case_evidence=draft.case_evidence,
        drawn=snapped.drawn,
        cells=snapped.cells.pieces.tolist(),
        spill=snapped.spill.pieces.tolist(),
        fine_cells=snapped.cells.count(),
        needs_higher_office=snapped.is_large or reaches_too_far_back(draft.starts_at, now),
        declared_by=by,
        declared_unit=unit,
        declared_at=now,
    )


def reaches_too_far_back(starts_at: datetime, now: datetime) -> bool:
    """Tell whether a county's signature is not enough for a zone that starts so long ago."""
    return now - starts_at > timedelta(days=settings.ZONES_MAX_DAYS_BACK)


def particulars(version: Version) -> dict[str, Any]:
    """Return what the ledger commits to of a version."""
    return {
        "zone": version.zone.reference,
        "version": version.number,
        "area": version.zone.area.code,
        "level": version.level,
        "unit": version.unit,
        "starts_at": version.starts_at.isoformat(),
        "ends_at": version.ends_at.isoformat(),
        "fine_cells": version.fine_cells,
        "digest": cells_of(version).digest(),
        "reason": version.reason,
        "basis": version.basis,
        "case_evidence": version.case_evidence,
        "office": version.declared_unit,
    }
