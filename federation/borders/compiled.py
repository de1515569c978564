"""Sets of cells compiled for every accuracy class, kept by digest: each is compiled once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import numpy as np
from django.conf import settings

from core.cells.classes import Thresholds
from core.cells.compiling import compile_zone
from core.cells.ranges import Ranges
from provinces.zones.services import ClassRanges

from .models import CompiledZone

AT_ONCE = 500


def compiled(sets: Iterable[Ranges]) -> dict[str, Sequence[ClassRanges]]:
    """Return what sets of fine cells compile to, by their digest; each is compiled once."""
    wanted = {cells.digest(): cells for cells in sets}
    keys = {_key(digest): digest for digest in wanted}
    found = {
        keys[key]: _unpacked(bytes(packed))
        for key, packed in CompiledZone.objects.filter(pk__in=keys).values_list("pk", "packed")
    }
    fresh = []
    for key, digest in keys.items():
        if digest not in found:
            made = _compiled(wanted[digest])
            found[digest] = _unpacked(made)
            fresh.append(CompiledZone(key=key, packed=made))
    CompiledZone.objects.bulk_create(fresh, AT_ONCE, ignore_conflicts=True)
    return found


def _thresholds() -> Thresholds:
    return Thresholds(settings.EXPOSURE_CERTAIN_SHARE, settings.EXPOSURE_POSSIBLE_SHARE)


def _key(digest: str) -> str:
    asked = _thresholds()
    said = f"{digest} {asked.certain!r} {asked.possible!r}"
    return hashlib.sha256(said.encode()).hexdigest()


def _compiled(cells: Ranges) -> bytes:
    """Return rows `resolution, is certain, first, last` as big-endian numbers."""
    parts = [np.empty((0, 4), np.int64)]
    for resolution, of_class in compile_zone(cells, _thresholds()).items():
        for is_certain, ranges in ((1, of_class.certain), (0, of_class.possible)):
            pieces = ranges.pieces
            head = np.tile(np.array([resolution, is_certain], np.int64), (len(pieces), 1))
            parts.append(np.concatenate((head, pieces), axis=1))
    return np.concatenate(parts).astype(">i8").tobytes()


def _unpacked(packed: bytes) -> Sequence[ClassRanges]:
    rows = np.frombuffer(packed, ">i8").astype(np.int64).reshape(-1, 4)
    found = []
    for resolution in np.unique(rows[:, 0]).tolist():
        of_class = rows[rows[:, 0] == resolution]
        certain, possible = (
            [(int(lo), int(hi)) for lo, hi in of_class[of_class[:, 1] == flag][:, 2:]]
            for flag in (1, 0)
        )
        found.append(ClassRanges(resolution, certain, possible))
    return found
