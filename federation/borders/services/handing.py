"""Zones of other provinces are handed down part by part: those that changed, and no others.

parts in effect ── digest each ──┐
                                 ├── differ ──► compiled, handed down
parts handed down before ────────┘     gone ──► ended
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings

from federation.borders import compiled
from federation.borders.models import HandedPart
from federation.borders.resolution import Effective, Key
from provinces.zones import services as zoning
from provinces.zones.services import ReceivedZone

AT_ONCE = 1000
Names = Mapping[Key, tuple[str, str]]
# By which reference and version a part is handed down.
Place = tuple[str, int]


def hand_down(
    source: str, parts: Sequence[tuple[str, Effective]], names: Names, *, now: datetime
) -> None:
    """Hand the parts of a province's zones down, each by its reference.

    What was handed down before and is the same is not looked at any further. The first time all
    of them are, whatever a province may hold of that one.
    """
    wanted = {(reference, part.key.version): part for reference, part in parts}
    digests = {place: _digest(part, names[part.key]) for place, part in wanted.items()}
    kept = {
        (reference, version): digest
        for reference, version, digest in HandedPart.objects.filter(source=source).values_list(
            "reference", "version", "digest"
        )
    }
    changed = [place for place, digest in digests.items() if kept.get(place) != digest]
    gone = kept.keys() - wanted.keys()
    received = _received([(place, wanted[place]) for place in changed], names)
    if kept:
        zoning.receive_changes(source, received, gone=gone, now=now)
    else:
        zoning.receive_effective(source, received, now=now)
    _keep(source, {place: digests[place] for place in changed}, gone)


def _digest(part: Effective, names: tuple[str, str]) -> str:
    """Return the digest of all that a part is handed down as."""
    asked = [settings.EXPOSURE_CERTAIN_SHARE, settings.EXPOSURE_POSSIBLE_SHARE]
    said = [*part.key, part.level, part.starts, part.ends, part.cells.digest(), *names, *asked]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _received(parts: Sequence[tuple[Place, Effective]], names: Names) -> list[ReceivedZone]:
    found = compiled.compiled(part.cells for _, part in parts)
    return [
        ReceivedZone(
            reference=reference,
            version=version,
            level=part.level,
            name_zh=names[part.key][0],
            name_en=names[part.key][1],
            starts=part.starts,
            ends=part.ends,
            ranges=found[part.cells.digest()],
        )
        for (reference, version), part in parts
    ]


def _keep(source: str, changed: Mapping[Place, str], gone: set[Place]) -> None:
    """Keep as what parts were handed down."""
    references = {reference for reference, _ in gone}
    before = HandedPart.objects.filter(source=source, reference__in=references)
    old = [each.pk for each in before if (each.reference, each.version) in gone]
    HandedPart.objects.filter(pk__in=old).delete()
    HandedPart.objects.bulk_create(
        [
            HandedPart(source=source, reference=reference, version=version, digest=digest)
            for (reference, version), digest in changed.items()
        ],
        AT_ONCE,
        update_conflicts=True,
        unique_fields=["source", "reference", "version"],
        update_fields=["digest"],
    )
