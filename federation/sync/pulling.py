"""Pulling a peer's logs from where we stopped: fetch, verify, store, cosign.

    checkpoint ─► signed by a key in force? ─► continues what was seen? ─► noted
    entries, blobs ─► what the signed tree holds? ─► well-formed, their own? ─► one transaction
    all read ─► cosigned ─► the cosignature is posted back

Nothing is fetched inside a transaction, and nothing stored that is not verified to the end.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DataError, IntegrityError

from core.cells.ranges import Ranges
from core.merkle import tiles
from core.merkle.frontier import Frontier
from core.merkle.tiles import TileReader
from federation.peers import queries as peers
from federation.peers.transport import Transport
from provinces.tenancy.credentials import CredentialMissing
from provinces.zones import queries as zones

from . import checking, envelope, ground, keyring, queries, services
from .checking import Keys, Position
from .envelope import Envelope
from .fetching import MOST_BLOB, Remote, Unreachable
from .models import LOGS, Cursor
from .violations import Violated, Violation

# A transaction is at most so many bundles of 256 entries: below 2,000 entries.
BUNDLES = 7
# And of blobs, not many more bytes than the largest one may have.
MOST_AT_ONCE = 2 * MOST_BLOB
# To so many halvings batches shrink where one could not be fetched in time: to a megabyte.
MOST_HALVINGS = 6
ZONED = "zone.effective"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull of one peer did: entries imported, where its logs stand, what went wrong."""

    peer: str
    imported: int
    sizes: Mapping[str, int]
    refused: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def is_well(self) -> bool:
        return not self.refused and not self.trouble


def pull(peer: str, *, now: datetime, transport: Transport, logs: Sequence[str] = LOGS) -> Pulled:
    """Read a peer's logs to their ends, or to where something is wrong.

    What is wrong is recorded, and the peer is asked again later; it never raises for what a peer
    does. Raises NotAMember.
    """
    keys = keyring.of(peer, at=now)
    services.start([peer], now=now)
    remote = Remote(peer, transport, peers.version_spoken(peer))
    imported, refused, trouble = 0, [], ""
    for log in logs:
        try:
            imported += _pull_log(remote, log, keys, now)
        except Violated as violated:
            services.refuse(peer, violated, now=now, log=log)
            refused.append(str(violated.code))
        except Unreachable as problem:
            trouble = str(problem)
            services.failed(queries.cursor(peer, log), trouble=trouble, now=now)
        except services.Overtaken:
            continue
    return Pulled(peer, imported, queries.sizes(peer), tuple(refused), trouble)


def put_off(peer: str, trouble: str, *, now: datetime, logs: Sequence[str] = LOGS) -> Pulled:
    """Ask a peer again later, of which nothing at all could be read."""
    for log in logs:
        services.failed(queries.cursor(peer, log), trouble=trouble, now=now)
    return Pulled(peer, 0, queries.sizes(peer), trouble=trouble)


def _pull_log(remote: Remote, log: str, keys: Keys, now: datetime) -> int:
    """Follow one log and return how many entries were imported."""
    cursor = queries.cursor(remote.peer, log)
    if cursor.state != Cursor.State.FOLLOWING:
        return 0
    remote.patience.begin_batch()
    note = remote.checkpoint(log)
    found = checking.opened(note, origin=f"concord/{remote.peer}/{log}", keys=keys)
    to = Position(found.size, found.root, checking.bare(note, keys))
    reader = remote.reader(log, to.size)
    checking.follow(queries.noted(cursor), to, reader)
    before = cursor.size
    if to.size > cursor.note_size:
        cursor = services.proved(cursor, to=to)
    if log == "feed":
        cursor = _import(remote, cursor, to, reader, now)
    services.keep_up(cursor, now=now)
    _cosign(cursor, now)
    return cursor.size - before if log == "feed" else 0


def _cosign(cursor: Cursor, now: datetime) -> None:
    try:
        services.cosign(cursor, now=now)
    except CredentialMissing as missing:
        # Without our key officials stop; what others publish is read all the same.
        logger.warning("nothing is cosigned: %s", missing)


def _import(
    remote: Remote, cursor: Cursor, to: Position, reader: TileReader, now: datetime
) -> Cursor:
    """Import batch by batch, for as long as a visit lasts; what is left is for the next one.

    The batches of a peer that did not bring one in time are smaller each time.
    """
    smaller = min(cursor.failures, MOST_HALVINGS)
    while cursor.size < to.size and not remote.patience.is_long:
        remote.patience.begin_batch()
        edge = (cursor.size // tiles.WIDTH + max(1, BUNDLES >> smaller)) * tiles.WIDTH
        leaves = remote.leaves(cursor.size, min(edge, to.size), size=to.size)
        frontier = Frontier.from_bytes(bytes(cursor.frontier))
        grown = checking.grown(frontier, leaves, to=to, reader=reader)
        envelopes = [
            envelope.opened(leaf, index=index, origin=remote.peer)
            for index, leaf in enumerate(leaves, cursor.size)
        ]
        if (most := _fitting(envelopes, MOST_AT_ONCE >> smaller)) < len(envelopes):
            leaves, envelopes = leaves[:most], envelopes[:most]
            grown = checking.grown(frontier, leaves, to=to, reader=reader)
        blobs = _blobs(remote, envelopes)
        _check_ground(envelopes, blobs, now)
        batch = services.Batch(tuple(leaves), tuple(envelopes), blobs, grown)
        cursor = _take(cursor, batch, now)
    return cursor


def _take(cursor: Cursor, batch: services.Batch, now: datetime) -> Cursor:
    """Store a batch; one that what it is handed to cannot hold is the peer's fault, not ours."""
    try:
        return services.take(cursor, batch, now=now)
    except (DataError, IntegrityError, ValueError) as problem:
        end = cursor.size + len(batch.leaves)
        detail = f"entries {cursor.size} to {end - 1} cannot be held: {type(problem).__name__}"
        raise Violated(Violation.BAD_LEAF, detail, {"index": cursor.size}) from problem


def _fitting(envelopes: list[Envelope], heaviest: int) -> int:
    """Return how many of the entries to take at once, so that their blobs fit into memory."""
    weight = 0
    for place, found in enumerate(envelopes):
        weight += sum(each.size for each in found.blobs)
        if weight > heaviest and place:
            return place
    return len(envelopes)


def _blobs(remote: Remote, envelopes: list[Envelope]) -> dict[str, bytes]:
    """Return every blob that entries name, fetching those that are not held yet."""
    told = [each for found in envelopes for each in found.blobs]
    wanted = {each.sha256: each for each in told}
    held = queries.blobs(wanted)
    missing = [each for name, each in wanted.items() if name not in held]
    blobs = {**held, **remote.blobs(missing)}
    # Entries may name one blob twice, and lie about its length once: which of them are in a batch
    # must make no difference.
    for each in told:
        checking.require_length(blobs[each.sha256], each)
    return blobs


def _check_ground(envelopes: list[Envelope], blobs: Mapping[str, bytes], now: datetime) -> None:
    zoned = [found for found in envelopes if found.kind == ZONED]
    territories = _territories(zoned, now)
    for found in zoned:
        name = ground.cells_reference(found.body)
        if name is not None and name in blobs:
            cells = ground.cells(blobs[name], index=found.index)
            ground.check_own(cells, index=found.index, origin=found.origin, territories=territories)


def _territories(zoned: list[Envelope], now: datetime) -> dict[str, Ranges]:
    if not zoned:
        return {}
    known = {name: zones.territory(name) for name in keyring.members(now)}
    return {name: cells for name, cells in known.items() if cells is not None}
