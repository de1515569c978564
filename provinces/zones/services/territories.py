"""Territories are handed down: which cells are whose."""

from __future__ import annotations

from core.cells.ranges import Ranges
from provinces.zones.models import Territory


def set_territory(name: str, cells: Ranges) -> Territory:
    """Keep the cells of a province (by slug) or of an own area (by division code).

    What a version's cells were clipped to when it was declared stays; equal cells change
    nothing.
    """
    digest = cells.digest()
    kept = Territory.objects.filter(pk=name, digest=digest).first()
    if kept is not None:
        return kept
    values = {
        "resolution": cells.resolution,
        "packed": cells.pieces.astype(">i8").tobytes(),
        "fine_cells": cells.count(),
        "digest": digest,
    }
    return Territory.objects.update_or_create(province=name, defaults=values)[0]
