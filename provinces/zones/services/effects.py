"""Versions take effect, set by set: compiled for every class, written as ranges, cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest

from core.cells.classes import FINE, Thresholds
from core.cells.compiling import compile_zone
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge
from provinces.zones import publishing, rows
from provinces.zones.models import EffectiveZone, Version, ZoneRange
from provinces.zones.rows import Rows

DRAIN = "provinces.status.tasks.drain"


def cells_of(version: Version) -> Ranges:
    """Return the fine cells of a version."""
    return Ranges.from_pairs(version.cells, FINE)


def thresholds() -> Thresholds:
    """Return the federation's thresholds of a match."""
    return Thresholds(settings.EXPOSURE_CERTAIN_SHARE, settings.EXPOSURE_POSSIBLE_SHARE)


def put_in_effect(versions: Sequence[Version], *, now: datetime) -> list[EffectiveZone]:
    """Write signed versions as zones in effect with all their ranges, and publish them."""
    source = scope.current().slug
    zones = EffectiveZone.objects.bulk_create(
        EffectiveZone(
            source=source,
            reference=version.zone.reference,
            version=version.number,
            level=version.level,
            name_zh=version.zone.name_zh,
            name_en=version.zone.name_en,
            starts=epoch_minute(version.starts_at),
            ends=epoch_minute(version.ends_at),
            revised_at=now,
        )
        for version in versions
    )
    asked = thresholds()
    compiled = (Rows.of(compile_zone(cells_of(version), asked)) for version in versions)
    rows.write(list(zip(zones, compiled, strict=True)))
    publishing.publish_effective(list(zip(zones, versions, strict=True)), now=now)
    nudge(DRAIN)
    return zones


def cut_off(zones: QuerySet[EffectiveZone], *, at: int, now: datetime) -> int:
    """End own zones at a minute where they would last longer; return how many were changed.

    It is published. One that had not begun by then is left with an empty period and no ranges.
    """
    changed = list(
        zones.filter(ends__gt=at).filter(ends__gt=F("starts")).values_list("pk", flat=True)
    )
    touched = EffectiveZone.objects.filter(pk__in=changed)
    touched.update(ends=Greatest(F("starts"), at), revised_at=now)
    emptied = touched.filter(ends=F("starts"))
    ZoneRange.objects.filter(zone__in=emptied).delete()
    # What is withheld in part has ranges that end before the zone does.
    ZoneRange.objects.filter(zone__in=changed, ends__gt=at).update(ends=at)
    if changed:
        publishing.publish_changed(list(touched.order_by("pk")), now=now)
        nudge(DRAIN)
    return len(changed)
