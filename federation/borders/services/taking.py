"""What feeds say about zones, treaties, maps and policies is taken in, the own feed too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from core.cells.ranges import Ranges
from federation.borders import reading, treaties
from federation.borders.entries import Entry
from federation.borders.models import Held, PeerMap
from federation.borders.reading import BadBody
from federation.peers import queries as peers
from provinces.ledger import queries as feed
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from provinces.zones import queries as zones

from . import agreeing, conflicts, offering, policies

AT_ONCE = 1000


class NotInATransaction(RuntimeError):
    """Entries are taken in the transaction that stores them, or not at all."""


class ForgedOrigin(ValueError):
    """A peer's batch holds an entry in this province's own name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch: entries held, offers opened, and entries that say nothing here."""

    held: int
    offers: int
    ignored: int


def take(entries: Iterable[Entry], *, now: datetime) -> Taken:
    """Hold what peers' entries say and open the offers in them; for the importer's transaction.

    Any order, any repetition: an entry held already is not taken again. A body that cannot be
    read is held with its flaw, and has no effect. Raises NotInATransaction, and ForgedOrigin.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction("entries are taken in the transaction that stores them")
    batch = list(entries)
    own = scope.current().slug
    if any(entry.origin == own for entry in batch):
        raise ForgedOrigin(f"a peer says something in the name of {own}")
    return _taken(batch, now)


@transaction.atomic
def take_own(*, now: datetime) -> Taken:
    """Hold what this province's own feed says, as far as it is sealed."""
    own = scope.current().slug
    history = peers.history(own, "feed")
    last = Held.objects.filter(origin=own).aggregate(last=Max("index"))["last"]
    start, size = (0 if last is None else last + 1), feed.size("feed")
    held = offers = ignored = 0
    for first in range(start, size, AT_ONCE):
        found = feed.entries(first, min(size, first + AT_ONCE))
        entries = [_own(own, each.index, each.parsed, history) for each in found]
        taken = _taken(entries, now)
        held, ignored = held + taken.held, ignored + taken.ignored
    return Taken(held, offers, ignored)


def _own(origin: str, index: int, leaf: Mapping[str, Any], history: int) -> Entry:
    body = leaf["body"]
    names = (body.get(name) for name in ("cells", "spill", "strip"))
    wanted = [each["sha256"] for each in names if isinstance(each, dict)]
    blobs = {digest: data for digest in wanted if (data := feed.blob(digest)) is not None}
    return Entry(origin, index, leaf["kind"], reading.moment(leaf, "at"), body, blobs, history)


def _taken(batch: Sequence[Entry], now: datetime) -> Taken:
    fresh = [row for row in map(_held, batch) if row is not None]
    places = {(row.origin, row.index) for row in fresh}
    known = set(
        Held.objects.filter(
            origin__in={origin for origin, _ in places}, index__in={index for _, index in places}
        ).values_list("origin", "index")
    )
    rows = {(row.origin, row.index): row for row in fresh}
    new = [rows[place] for place in sorted(rows.keys() - known)]
    Held.objects.bulk_create(new, AT_ONCE, ignore_conflicts=True)
    own = zones.territory(scope.current().slug)
    offers = sum(_acted_on(row, own, now) for row in new)
    _keep_maps(batch)
    for entry in batch:
        if entry.kind in (Kind.POLICY_PUBLISHED, Kind.CONFLICT_ESCALATED):
            with suppress(BadBody):
                reading.require_keepable(entry.body)
                _hear(entry)
    return Taken(len(new), offers, len(batch) - len(new))


def _hear(entry: Entry) -> None:
    if entry.kind == Kind.POLICY_PUBLISHED:
        policies.hear(entry)
    elif entry.origin != scope.current().slug:
        conflicts.hear(entry.origin, entry.body, at=entry.at)


def _held(entry: Entry) -> Held | None:
    if entry.kind not in reading.KINDS:
        return None
    row = Held(origin=entry.origin, index=entry.index, kind=entry.kind, at=entry.at, body={})
    row.history = entry.history
    try:
        reading.require_keepable(entry.body)
        row.body = entry.body
        cells = "strip" if entry.kind in treaties.KINDS else "cells"
        row.cells = reading.blob_of(entry.body, cells, entry.blobs)
        row.spill = reading.blob_of(entry.body, "spill", entry.blobs)
        treaties.read(row) if entry.kind in treaties.KINDS else reading.claim_of_row(row)
    except BadBody as problem:
        row.flaw = str(problem)[:200]
    return row


def _acted_on(row: Held, own: Ranges | None, now: datetime) -> int:
    """Do what an entry asks for here; return how many offers it opened."""
    if row.flaw or row.origin == scope.current().slug:
        return 0
    if row.kind in treaties.KINDS:
        agreeing.hear(row, now=now)
        return 0
    if row.kind == Kind.ZONE_EFFECTIVE:
        return int(offering.open_offer(row, own=own, now=now))
    if row.kind == Kind.ZONE_ENDED:
        offering.withdraw(row, now=now)
    return 0


def _keep_maps(batch: Iterable[Entry]) -> None:
    """Keep what peers say they have resolved; what they said before is kept already."""
    told = filter(None, map(_map_told, batch))
    PeerMap.objects.bulk_create(told, AT_ONCE, ignore_conflicts=True)


def _map_told(entry: Entry) -> PeerMap | None:
    if entry.kind != Kind.MAP_RESOLVED:
        return None
    digest, sizes = entry.body.get("digest"), entry.body.get("sizes")
    if not (isinstance(digest, str) and len(digest) == 64 and isinstance(sizes, Mapping)):
        return None
    try:
        reading.require_keepable(entry.body)
    except BadBody:
        return None
    return PeerMap(origin=entry.origin, digest=digest, told_at=entry.at, sizes=dict(sizes))
