"""What the feed says of the province's own zones: each time anew, as they are from now on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.cells.classes import FINE
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import second

from .models import EffectiveZone, Version

# Zones whose cells are held in memory at once.
AT_ONCE = 500


def publish_effective(zones: Sequence[tuple[EffectiveZone, Version]], *, now: datetime) -> None:
    """Publish zones as they are in effect; what was stated of them before no longer counts.

    Ground beyond the border is published with them, for the neighbour to answer.
    """
    for start in range(0, len(zones), AT_ONCE):
        part = zones[start : start + AT_ONCE]
        cells = [blob_of(version.cells) for _, version in part]
        spill = [blob_of(version.spill) if version.spill else None for _, version in part]
        bodies = [
            _body(*each, cells=mine, spill=theirs)
            for each, mine, theirs in zip(part, cells, spill, strict=True)
        ]
        blobs = [*cells, *filter(None, spill)]
        ledger.publish_many(Kind.ZONE_EFFECTIVE, bodies, at=now, blobs=blobs)


def publish_ended(zones: Sequence[EffectiveZone], *, now: datetime) -> None:
    """Publish that zones were corrected away: they count as if they had never been."""
    bodies = [{"reference": zone.reference, "version": zone.version} for zone in zones]
    ledger.publish_many(Kind.ZONE_ENDED, bodies, at=now)


def publish_changed(zones: Sequence[EffectiveZone], *, now: datetime) -> None:
    """Publish own zones whose period was changed: anew, or that they are no more."""
    found = Version.objects.filter(zone__reference__in=[zone.reference for zone in zones])
    versions = {
        (version.zone.reference, version.number): version
        for version in found.select_related("zone__area")
    }
    lasting = [zone for zone in zones if zone.ends > zone.starts]
    pairs = [(zone, versions[zone.reference, zone.version]) for zone in lasting]
    publish_effective(pairs, now=now)
    publish_ended([zone for zone in zones if zone.ends == zone.starts], now=now)


def blob_of(pairs: Sequence[Sequence[int]]) -> bytes:
    """Return cells as they are published, canonical JSON, from `[lo, hi]` pairs of ids.

    Written out by hand: zones come by the thousand, with hundreds of pairs each.
    """
    ranges = ",".join(f'["{lo:015x}","{hi:015x}"]' for lo, hi in pairs)
    return f'{{"ranges":[{ranges}],"resolution":{FINE}}}'.encode()


def _body(
    zone: EffectiveZone, version: Version, *, cells: bytes, spill: bytes | None
) -> dict[str, Any]:
    return {
        "reference": zone.reference,
        "version": zone.version,
        "level": zone.level,
        "unit": version.unit,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "starts": zone.starts,
        "ends": zone.ends,
        "area": version.zone.area.code,
        "authority": version.authority,
        "case_evidence": version.case_evidence,
        # Nothing is declared before the second office has signed.
        "declared_at": second(version.signed_at or version.declared_at),
        "declared_unit": version.declared_unit,
        "signed_unit": version.signed_unit,
        "finest": FINE,
        "cells": ledger.reference_to(cells),
        "spill": ledger.reference_to(spill) if spill else None,
    }
