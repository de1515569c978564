"""Everything held of other provinces, recomputed: entries, roots, notes, blobs, cosignatures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.signing import notes
from core.signing.keys import Verifier
from federation.peers.queries import NotAMember
from provinces.ledger import queries as ledger
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from . import checking, keyring, queries
from .checking import Keys
from .models import LOGS, Cursor
from .violations import Violated

# So many leaf hashes are added to the frontier at once.
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something held that is not what was signed: of what kind, where, and what is wrong."""

    kind: str
    place: str
    detail: str


def verify_held(*, now: datetime) -> list[Finding]:
    """Recompute what is held of every peer, and the cosignatures on our own logs.

    Empty when every bit is as it was signed.
    """
    return [
        *(found for peer in sorted(queries.started()) for found in _peer(peer, now)),
        *_blobs(),
        *_witnessed(),
        *_cosignatures(now),
    ]


def _peer(peer: str, now: datetime) -> Iterator[Finding]:
    try:
        held = keyring.of(peer, at=now)
    except NotAMember:
        yield Finding("no-member", peer, "the membership in force has no such province")
        return
    # What was signed with a key that has expired since was signed while it counted.
    known = Keys((*held.in_force, *held.expired), revoked=held.revoked)
    for log in LOGS:
        cursor = queries.cursor(peer, log)
        if cursor.note:
            yield from _note(cursor, known)
        if log == "feed":
            yield from _entries(cursor)


def _note(cursor: Cursor, known: Keys) -> Iterator[Finding]:
    origin = f"concord/{cursor.peer}/{cursor.log}"
    try:
        checkpoint = checking.opened(cursor.note, origin=origin, keys=known)
    except Violated as violated:
        yield Finding(str(violated.code), origin, violated.detail)
        return
    if (checkpoint.size, checkpoint.root) != (cursor.note_size, bytes(cursor.note_root)):
        yield Finding("cursor-differs", origin, "the cursor is not where the signed note says")
    if cursor.size == cursor.note_size and bytes(cursor.root) != checkpoint.root:
        yield Finding("root-differs", origin, f"the root of {cursor.size} entries is another")


def _entries(cursor: Cursor) -> Iterator[Finding]:
    frontier, hashes = Frontier.empty(), []
    log = f"concord/{cursor.peer}/feed"
    for expected, entry in enumerate(queries.imported(cursor.peer)):
        if entry.index != expected:
            yield Finding("entry-missing", f"{log}/{expected}", "the entry is not held")
            return
        made = leaf_hash(bytes(entry.data))
        if made != bytes(entry.leaf_hash):
            yield Finding("entry-differs", f"{log}/{expected}", "it does not have its leaf hash")
        hashes.append(made)
        if len(hashes) == AT_ONCE:
            frontier, hashes = frontier.appended(hashes), []
    frontier = frontier.appended(hashes)
    if frontier.size != cursor.size or frontier.root() != bytes(cursor.root):
        detail = f"{frontier.size} entries are held, which do not build the root of {cursor.size}"
        yield Finding("root-differs", log, detail)


def _blobs() -> Iterator[Finding]:
    for name, data in queries.every_blob():
        if hashlib.sha256(data).hexdigest() != name:
            yield Finding("blob-differs", f"blob {name}", "its content has another hash")


def _witnessed() -> Iterator[Finding]:
    """Check that our own cosignatures are ours."""
    own = keys.verifiers(KeyRole.LEDGER)
    for each in queries.witnessed():
        if not _is_cosigned(each.note, each.line, own):
            place = f"concord/{each.peer}/{each.log}"
            yield Finding("cosignature-differs", place, f"ours of {each.size} entries is not ours")


def _cosignatures(now: datetime) -> Iterator[Finding]:
    """Check what others have cosigned of our own logs."""
    witnesses = [key for peer in keyring.members(now) for key in _verifiers(peer, now)]
    for log in LOGS:
        if (head := ledger.head(log)) is None:
            continue
        for line in ledger.cosigned(log, head.size):
            if not _is_cosigned(head.note, line, witnesses):
                place = f"concord/{scope.current().slug}/{log}"
                yield Finding("cosignature-differs", place, f"of {head.size} entries: {line}")


def _verifiers(peer: str, now: datetime) -> tuple[Verifier, ...]:
    held = keyring.of(peer, at=now)
    return (*held.in_force, *held.expired)


def _is_cosigned(note: str, line: str, verifiers: Iterable[Verifier]) -> bool:
    """Tell whether one of the keys cosigned a note by a line; one that is none is nobody's."""
    try:
        return bool(notes.cosigners(notes.with_lines(note, [line]), verifiers))
    except notes.BadNote:
        return False
