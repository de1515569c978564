"""Territories are handed down: which cells are whose."""

from __future__ import annotations

from django.db import transaction

from core.cells.ranges import Ranges
from provinces.zones.models import Territory

from . import listing


def set_territory(name: str, cells: Ranges) -> Territory:
    """Keep the cells of a province (by slug) or of an own area (by division code).

    What a version's cells were clipped to when it was declared stays; equal cells change
    nothing. Of an area on an official list it is told anew who stayed there.
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
    with transaction.atomic():
        territory, _ = Territory.objects.update_or_create(province=name, defaults=values)
        listing.bring_in_step([name])
    return territory
