"""Reading zones: what is in effect, what waits for a signature, what is on the map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any

import numpy as np
from django.db.models import F, OuterRef, QuerySet, Subquery

from core.cells import ranks
from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

from . import outlines
from .exchange import ClassRanges, ReceivedZone
from .models import (
    DivisionList,
    DivisionRisk,
    EffectiveZone,
    State,
    Territory,
    Version,
    Zone,
    ZoneRange,
)

# As many territories as a node's provinces and their counties need; Hebei's is some 1 MB.
KEPT_TERRITORIES = 1024


@dataclass(frozen=True, slots=True)
class MapZone:
    """A zone in effect, to be drawn; `outline` is a GeoJSON MultiPolygon of its cells."""

    zone: EffectiveZone
    outline: dict[str, Any]


def active(at: datetime) -> QuerySet[EffectiveZone]:
    """Return the zones in effect at a moment, own and received."""
    minute = epoch_minute(at)
    return EffectiveZone.objects.filter(starts__lte=minute, ends__gt=minute)


def expired(at: datetime) -> QuerySet[EffectiveZone]:
    """Return the zones that were in effect and have ended by a moment; nothing has to be done."""
    return EffectiveZone.objects.filter(ends__lte=epoch_minute(at), ends__gt=F("starts"))


def awaiting_signature(user: User, at: datetime) -> QuerySet[Version]:
    """Return what waits for a second signature in a user's areas, oldest first.

    Not what the user has declared; whether the office is another one is asked at signing.
    """
    waiting = Version.objects.visible_to(user, Power.COUNTERSIGN_ZONE, at)
    waiting = waiting.filter(state=State.AWAITING).exclude(declared_by=user)
    waiting = waiting.defer("drawn", "cells", "spill")
    return waiting.select_related("zone__area", "declared_by").order_by("declared_at")


def visible_to(user: User, power: Power, at: datetime) -> QuerySet[Version]:
    """Return the versions of zones where a user has a power, the latest declared first.

    `replaced_at` is when a later version took over, if one has been signed. Their shapes, which
    may be large, are read when they are asked for.
    """
    found = Version.objects.visible_to(user, power, at).defer("drawn", "cells", "spill")
    found = found.annotate(replaced_at=_taken_over_at())
    found = found.select_related("zone__area", "declared_by", "signed_by")
    return found.order_by("-declared_at", "-pk")


def _taken_over_at() -> Subquery:
    """Return when a later version of the same zone took over, if one has been signed."""
    later = Version.objects.filter(
        zone=OuterRef("zone"), number__gt=OuterRef("number"), state=State.IN_FORCE
    )
    return Subquery(later.order_by("starts_at").values("starts_at")[:1])


def in_effect_within(
    user: User, power: Power, at: datetime, *, when: datetime
) -> QuerySet[Version]:
    """Return the versions in effect at a moment `when` in a user's areas, the gravest first.

    As it is known now: what was lifted or corrected away since then is not among them.
    `until_minute` is when each ends, in minutes since the epoch.
    """
    minute = epoch_minute(when)
    effective = EffectiveZone.objects.filter(
        source=scope.current().slug,
        reference=OuterRef("zone__reference"),
        version=OuterRef("number"),
        starts__lte=minute,
        ends__gt=minute,
    )
    found = Version.objects.visible_to(user, power, at).filter(state=State.IN_FORCE)
    ending = found.annotate(until_minute=Subquery(effective.values("ends")[:1]))
    ending = ending.filter(until_minute__isnull=False).select_related("zone__area")
    return ending.defer("drawn").order_by("-level", "zone__reference")


def awaiting_within(user: User, power: Power, at: datetime) -> QuerySet[Version]:
    """Return the versions in a user's areas that wait for a second signature, oldest first."""
    waiting = Version.objects.visible_to(user, power, at).filter(state=State.AWAITING)
    return waiting.select_related("zone__area").defer("drawn").order_by("declared_at", "pk")


def awaiting_of(zone: Zone) -> Version | None:
    """Return the version of a zone that waits for its second signature, if there is one."""
    return zone.versions.filter(state=State.AWAITING).first()


def with_spill() -> QuerySet[Version]:
    """Return the versions in force that reach beyond the border: what neighbours are offered."""
    return Version.objects.filter(state=State.IN_FORCE).exclude(spill=[])


def history(zone: Zone) -> QuerySet[Version]:
    """Return every version of a zone, the latest first, with who did what to it.

    `replaced_at` is as in `visible_to`.
    """
    found = zone.versions.select_related("declared_by", "signed_by", "refused_by")
    found = found.annotate(replaced_at=_taken_over_at())
    return found.prefetch_related("liftings__lifted_by").order_by("-number")


def territory(name: str) -> Ranges | None:
    """Return the cells of a province (by slug) or an area (by code), None if they are not known.

    Kept by this process, by digest.
    """
    digest = Territory.objects.filter(pk=name).values_list("digest", flat=True).first()
    return None if digest is None else _unpacked(digest)


def provinces_known() -> list[str]:
    """Return the slugs of the provinces whose territory is known, the own one among them."""
    names = Territory.objects.filter(province__regex="^[a-z]").order_by("province")
    return list(names.values_list("province", flat=True))


def areas_known() -> QuerySet[Territory, str]:
    """Return the division codes of the areas whose cells are known."""
    return Territory.objects.filter(province__regex="^[0-9]").values_list("province", flat=True)


@lru_cache(KEPT_TERRITORIES)
def _unpacked(digest: str) -> Ranges:
    found = Territory.objects.filter(digest=digest)[0]
    pairs = np.frombuffer(found.packed, ">i8").astype(np.int64)
    return Ranges.from_pairs(pairs, found.resolution)


def export_effective() -> list[ReceivedZone]:
    """Return the province's own zones in effect, as neighbours receive them.

    Zones that have ended are among them: people were there. Those corrected away are not.
    """
    own = EffectiveZone.objects.filter(source=scope.current().slug, ends__gt=F("starts"))
    ranges = _ranges_of(own)
    return [
        ReceivedZone(
            reference=zone.reference,
            version=zone.version,
            level=zone.level,
            name_zh=zone.name_zh,
            name_en=zone.name_en,
            starts=zone.starts,
            ends=zone.ends,
            ranges=ranges.get(zone.pk, ()),
        )
        for zone in own.order_by("reference", "version")
    ]


def _ranges_of(zones: QuerySet[EffectiveZone]) -> dict[int, tuple[ClassRanges, ...]]:
    rows = ZoneRange.objects.filter(zone__in=zones).order_by("zone_id", "lo")
    by_zone = groupby(rows.values_list("zone_id", "lo", "hi", "certain"), key=lambda row: row[0])
    return {zone: tuple(_by_class(group)) for zone, group in by_zone}


def _by_class(rows: Iterator[tuple[int, int, int, bool]]) -> Iterator[ClassRanges]:
    for resolution, group in groupby(rows, key=lambda row: row[1] >> 52 & 15):
        pairs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        for _, lo, hi, certain in group:
            pairs[certain].append((lo, hi))
        yield ClassRanges(resolution, tuple(pairs[True]), tuple(pairs[False]))


def on_map(at: datetime) -> list[MapZone]:
    """Return the zones in effect at a moment, each with its outline, the gravest last.

    An own zone is drawn as its cells; a neighbour's, of which only compiled ranges are held, as
    the fine cells where a good fix may count.
    """
    zones = list(active(at).order_by("level", "source", "reference", "version"))
    cells = {**_received_cells(zones), **_own_cells(zones)}
    return [MapZone(zone, outlines.outline(cells[zone.pk])) for zone in zones if zone.pk in cells]


def _own_cells(zones: list[EffectiveZone]) -> dict[int, Ranges]:
    own = {(z.reference, z.version): z.pk for z in zones if z.source == scope.current().slug}
    versions = Version.objects.filter(zone__reference__in={reference for reference, _ in own})
    rows = versions.values_list("zone__reference", "number", "cells")
    return {
        own[reference, number]: Ranges.from_pairs(cells, FINE)
        for reference, number, cells in rows
        if (reference, number) in own
    }


def _received_cells(zones: list[EffectiveZone]) -> dict[int, Ranges]:
    others = [zone.pk for zone in zones if zone.source != scope.current().slug]
    rows = ZoneRange.objects.filter(zone__in=others).order_by("zone_id")
    found = groupby(rows.values_list("zone_id", "lo", "hi"), key=lambda row: row[0])
    return {zone: _finest(np.array([row[1:] for row in group], np.int64)) for zone, group in found}


def _finest(pairs: ranks.Ints) -> Ranges:
    resolution = int(ranks.resolution_of(pairs[:, 0]).max())
    return Ranges.from_pairs(pairs[ranks.resolution_of(pairs[:, 0]) == resolution], resolution)


def lists_awaiting() -> QuerySet[DivisionList]:
    """Return the lists of divisions that wait for a second signature, the oldest first."""
    awaiting = DivisionList.objects.filter(state=State.AWAITING)
    return awaiting.select_related("imported_by").order_by("imported_at", "pk")


def lists_decided() -> QuerySet[DivisionList]:
    """Return the lists that were signed or refused, the latest brought first."""
    return DivisionList.objects.exclude(state=State.AWAITING).order_by("-imported_at", "-pk")


def division_list(number: int) -> DivisionList | None:
    """Return a list by its number, None where there is none."""
    return DivisionList.objects.filter(pk=number).first()


def lists_to_sign(user: User, at: datetime) -> list[DivisionList]:
    """Return the lists that await a signature and that a user may sign, being of all their areas.

    The oldest first.
    """
    found = list(lists_awaiting().exclude(imported_by=user))
    if not found:
        return []
    within = scoping.within(user, Power.COUNTERSIGN_ZONE, at)
    allowed = set(within.values_list("code", flat=True))
    return [each for each in found if {code for code, *_ in each.spells} <= allowed]


def listed(code: str) -> QuerySet[DivisionRisk]:
    """Return what signed lists say of a division, the newest first."""
    return DivisionRisk.objects.filter(division_code=code).order_by("-first_on", "place", "level")
