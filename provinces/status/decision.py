"""What a decision says at a moment: pure, and the only place where a status is read off grounds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a status holds: a rule's ground, for `[since, until)`."""

    ground: str
    status: str
    rank: int
    since: datetime
    until: datetime
    evidence: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Effective:
    """The status at a moment, the grounds still in force, and when it next changes by the clock."""

    status: str
    until: datetime | None
    grounds: tuple[Ground, ...]


def effective(grounds: Sequence[Ground], *, default: str, at: datetime) -> Effective:
    """Return the worst ground in force at a moment, or the default where none is.

    A ground past its `until` has ended, whether or not anything ran since.
    """
    active = sorted(
        (ground for ground in grounds if ground.until > at),
        key=lambda ground: (-ground.rank, -ground.until.timestamp(), ground.ground),
    )
    if not active:
        return Effective(default, None, ())
    return Effective(active[0].status, active[0].until, tuple(active))


def grounds_from(stored: Sequence[Mapping[str, object]]) -> list[Ground]:
    """Return grounds as they were stored with an outcome."""
    return [
        Ground(
            ground=str(one["ground"]),
            status=str(one["status"]),
            rank=int(str(one["rank"])),
            since=datetime.fromisoformat(str(one["since"])),
            until=datetime.fromisoformat(str(one["until"])),
            evidence=one["evidence"] if isinstance(one["evidence"], Mapping) else {},
        )
        for one in stored
    ]


def commitment(salt: bytes, told: str) -> bytes:
    """Return a decision's commitment to what was decided, as `deciding.TOLD` words it."""
    return hashlib.sha256(salt + told.encode()).digest()
