"""Feeds for the benchmark: entries of the usual kinds, and zones with blobs, as provinces tell."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3
from django.db import transaction

from bench import federation, population
from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import blobs
from provinces.ledger import sealing
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.ledger.leaves import second

# Of so many entries in a row: maps, figures, holds and their ends, answers, a score.
MIX = (
    (Kind.MAP_RESOLVED, 8), (Kind.FIGURES_PUBLISHED, 5), (Kind.ASSERTIONS_HELD, 2),
    (Kind.ASSERTIONS_RELEASED, 2), (Kind.OFFER_ANSWERED, 2), (Kind.CONFORMANCE_SCORED, 1),
)  # fmt: skip
ROW = sum(count for _, count in MIX)
AT_ONCE = 1000
# Rings of fine cells around a zone's middle: 200 to 500 m.
RINGS = (4, 10)


def tell_usual(count: int, now: datetime) -> None:
    """Have the province in scope publish so many entries of the usual kinds, and seal them."""
    for first in range(0, count, ROW):
        number = first
        for kind, several in MIX:
            bodies = [_BODIES[kind](number + place, now) for place in range(several)]
            with transaction.atomic():
                ledger.publish_many(kind, bodies, at=now)
            number += several
    sealing.seal(now=now)


def tell_zones(count: int, now: datetime) -> None:
    """Have the province in scope publish so many zones, each with a blob of its own, and seal."""
    zoned = list(_zones(count, now))
    for first in range(0, count, AT_ONCE):
        some = zoned[first : first + AT_ONCE]
        with transaction.atomic():
            bodies, packed = [body for body, _ in some], [data for _, data in some]
            ledger.publish_many(Kind.ZONE_EFFECTIVE, bodies, at=now, blobs=packed)
    sealing.seal(now=now)


def _zones(count: int, now: datetime) -> Iterator[tuple[dict[str, Any], bytes]]:
    middle = h3.latlng_to_cell(*population.CENTRE, FINE)
    across, down = RINGS[1] * 2, 100
    for number in range(count):
        at = h3.local_ij_to_cell(
            middle, *_moved(middle, number // down * across, number % down * across)
        )
        cells = h3.grid_disk(at, RINGS[0] + number % (RINGS[1] - RINGS[0]))
        packed = blobs.packed(Ranges.from_cells(cells, FINE))
        yield _zone(number, ledger.reference_to(packed), now), packed


def _moved(middle: int, i: int, j: int) -> tuple[int, int]:
    own_i, own_j = h3.cell_to_local_ij(middle, middle)
    return own_i + i, own_j + j


def _zone(number: int, cells: dict[str, Any], now: datetime) -> dict[str, Any]:
    starts = epoch_minute(now - timedelta(days=number % 10))
    return {
        "reference": f"bench{number}", "version": 1, "level": 1 + number % 3, "unit": "compound",
        "name_zh": f"区{number}", "name_en": f"Zone {number}", "starts": starts,
        "ends": starts + 14 * 24 * 60, "area": "110000", "authority": "bench",
        "case_evidence": "bench", "declared_at": second(now - timedelta(minutes=10)),
        "declared_unit": "epidemiologist", "signed_unit": "high_reviewer", "finest": FINE,
        "cells": cells, "spill": None,
    }  # fmt: skip


def _map(number: int, now: datetime) -> dict[str, Any]:
    sizes = {federation.NORTH: number, federation.SOUTH: number}
    return {"algorithm": 1, "digest": _digest(number), "sizes": sizes, "as_of": second(now)}


def _figures(number: int, now: datetime) -> dict[str, Any]:
    told = dict.fromkeys(("citizens", "tests", "appeals", "zones", "holds"), number % 1000)
    return {"on": second(now), "area": "110000", "figures": told}


def _held(number: int, now: datetime) -> dict[str, Any]:
    # Every other one is about the reader's own assertions, who keeps it for its desk.
    issuer = federation.SOUTH if number % 2 else "elsewhere"
    return {
        "hold": str(uuid.UUID(int=number)), "issuer": issuer, "count": 60, "remote": 40,
        "why": ["remote"], "opened_at": second(now),
    }  # fmt: skip


def _released(number: int, now: datetime) -> dict[str, Any]:
    # Those of two entries before.
    return {**_held(number - 2, now), "outcome": "released", "decided_at": second(now)}


def _answer(number: int, now: datetime) -> dict[str, Any]:
    starts = epoch_minute(now)
    return {
        "of": federation.SOUTH, "reference": f"far{number}", "version": 1, "level": 2,
        "starts": starts, "ends": starts + 60, "is_accepted": False, "cells": None,
        "answered_at": second(now), "proposed_unit": "one", "signed_unit": "other",
        "reason": "bench",
    }  # fmt: skip


def _score(_number: int, now: datetime) -> dict[str, Any]:
    return {"scored_at": second(now), "checks": {f"check-{place}": True for place in range(20)}}


def _digest(number: int) -> str:
    return hashlib.sha256(str(number).encode()).hexdigest()


_BODIES = {
    Kind.MAP_RESOLVED: _map,
    Kind.FIGURES_PUBLISHED: _figures,
    Kind.ASSERTIONS_HELD: _held,
    Kind.ASSERTIONS_RELEASED: _released,
    Kind.OFFER_ANSWERED: _answer,
    Kind.CONFORMANCE_SCORED: _score,
}
