"""Own zones keep to what was agreed with neighbours: less than was declared, or more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core.cells.compiling import compile_zone
from core.cells.ranges import Ranges
from core.db import locks
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge
from provinces.zones import rows
from provinces.zones.models import EffectiveZone, ZoneRange
from provinces.zones.rows import Rows

from .effects import DRAIN, thresholds


@dataclass(frozen=True, slots=True)
class Part:
    """Cells on which an own zone is in effect for `[starts, ends)` minutes since the epoch."""

    cells: Ranges
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of a version of an own zone, or what was added to it: all its parts."""

    reference: str
    version: int
    parts: Sequence[Part]


@transaction.atomic
def withhold(outcomes: Iterable[Outcome], *, now: datetime) -> int:
    """Hold own zones in effect on exactly these parts; return how many there are.

    Their level and period stay as declared, only where they are matched changes: without a part
    nowhere. A zone that is not in effect is left out. Exposures are matched anew.
    """
    wanted = {(outcome.reference, outcome.version): outcome for outcome in outcomes}
    locks.hold(f"zones of {scope.current().slug}", [0])
    own = EffectiveZone.objects.select_for_update().filter(
        source=scope.current().slug, reference__in={reference for reference, _ in wanted}
    )
    zones = [zone for zone in own if (zone.reference, zone.version) in wanted]
    ZoneRange.objects.filter(zone__in=zones).delete()
    asked, written = thresholds(), []
    for zone in zones:
        for part in wanted[zone.reference, zone.version].parts:
            if stretch := _stretch(zone, part):
                written.append((stretch, Rows.of(compile_zone(part.cells, asked))))
    rows.write(written)
    EffectiveZone.objects.filter(pk__in=[zone.pk for zone in zones]).update(revised_at=now)
    if zones:
        nudge(DRAIN)
    return len(zones)


def _stretch(zone: EffectiveZone, part: Part) -> EffectiveZone | None:
    """Return the zone as the ranges of a part repeat it: with the part's period, not stored."""
    starts, ends = max(zone.starts, part.starts), min(zone.ends, part.ends)
    return EffectiveZone(pk=zone.pk, starts=starts, ends=ends) if starts < ends else None
