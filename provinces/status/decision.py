"""What a decision says at a moment: pure, and the only place where a status is read off grounds."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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
    """The status at a moment, the grounds still in force, and when it next changes by the clock.

    `since` is when a graver ground gave way to this status, or None where none has.
    """

    status: str
    until: datetime | None
    grounds: tuple[Ground, ...]
    since: datetime | None = None


def effective(grounds: Sequence[Ground], *, default: str, at: datetime) -> Effective:
    """Return the worst ground in force at a moment, or the default where none is.

    A ground past its `until` has ended, whether or not anything ran since.
    """
    active = sorted(
        (ground for ground in grounds if ground.until > at),
        key=lambda ground: (-ground.rank, -ground.until.timestamp(), ground.ground),
    )
    rank = active[0].rank if active else -1
    gave_way = [ground.until for ground in grounds if ground.until <= at and ground.rank > rank]
    since = max(gave_way, default=None)
    if not active:
        return Effective(default, None, (), since)
    return Effective(active[0].status, active[0].until, tuple(active), since)


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


@dataclass(frozen=True, slots=True)
class Told:
    """What a decision says, and commits to: about whom, what, from when to when, and why."""

    citizen: int
    status: str
    since: datetime
    until: datetime | None
    grounds: Sequence[Ground]
    facts_digest: bytes | None
    ruleset: int | None

    def __str__(self) -> str:
        """Say it as `deciding.TOLD` does."""
        outlook = ",".join(f"{ground.ground}@{_seconds(ground.until)}" for ground in self.grounds)
        parts = [
            str(self.citizen),
            self.status,
            _seconds(self.since),
            _seconds(self.until) if self.until else "-",
            outlook,
            self.facts_digest.hex() if self.facts_digest else "-",
            str(self.ruleset) if self.ruleset else "-",
        ]
        return "|".join(parts)


def _seconds(moment: datetime) -> str:
    """Return the seconds since the epoch, rounded as PostgreSQL rounds them."""
    return str((moment - EPOCH + timedelta(milliseconds=500)) // timedelta(seconds=1))


def commitment(salt: bytes, told: Told | str) -> bytes:
    """Return a decision's commitment to what it tells."""
    return hashlib.sha256(salt + str(told).encode()).digest()
