"""Everything held of other provinces, recomputed: entries, roots, notes, blobs, cosignatures.

What a row says beside what was signed (a cursor's place, an entry's kind, a cosignature's size) is
compared with what was signed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from core.merkle import checkpoints
from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.signing import notes
from core.signing.keys import Verifier
from federation.peers import judging, restorations
from federation.peers import queries as peers
from federation.peers.queries import NotAMember
from federation.peers.reasons import BadMembership
from federation.peers.restorations import BadRestoration
from provinces.ledger import queries as ledger
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from . import checking, keyring, queries
from .checking import Keys
from .models import LOGS, Cursor, Imported
from .services.importing import LONGEST_KIND
from .violations import Violated

# So many leaf hashes are added to the frontier at once.
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """Something held that is not what was signed: what is wrong, where, and how it shows."""

    fault: str
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
        *_forks(now),
        *_memberships(now),
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
    yield from _given_up(cursor.peer)
    frontier, hashes = Frontier.empty(), []
    log = f"concord/{cursor.peer}/feed"
    for expected, entry in enumerate(queries.imported(cursor.peer)):
        if entry.index != expected:
            yield Finding("entry-missing", f"{log}/{expected}", "the entry is not held")
            return
        made = leaf_hash(bytes(entry.data))
        if why := _why_not(entry, made):
            yield Finding("entry-differs", f"{log}/{expected}", why)
        hashes.append(made)
        if len(hashes) == AT_ONCE:
            frontier, hashes = frontier.appended(hashes), []
    frontier = frontier.appended(hashes)
    if frontier.size != cursor.size or frontier.root() != bytes(cursor.root):
        detail = f"{frontier.size} entries are held, which do not build the root of {cursor.size}"
        yield Finding("root-differs", log, detail)
    elif frontier.to_bytes() != bytes(cursor.frontier):
        yield Finding("cursor-differs", log, "what the next entries are added to is another tree")


def _given_up(peer: str) -> Iterator[Finding]:
    """Check that what was given up is what was signed: it is evidence, and stays."""
    for restored in peers.restorations().filter(peer=peer, log="feed"):
        place = f"concord/{peer}/feed, history {restored.history - 1}"
        try:
            statement = restorations.opened(restored.document.encode())
        except BadRestoration as problem:
            yield Finding("restoration-differs", place, str(problem))
            continue
        if statement.digest != restored.digest:
            yield Finding("restoration-differs", place, "it is another statement")
        frontier = Frontier.empty()
        for entry in queries.read_before(restored):
            made = leaf_hash(bytes(entry.data))
            if entry.index >= restored.size and (why := _why_not(entry, made)):
                yield Finding("entry-differs", f"{place}, entry {entry.index}", why)
            frontier = frontier.appended([made])
        if frontier.size != restored.read:
            detail = f"{frontier.size} of the {restored.read} entries that were read are held"
            yield Finding("entry-missing", place, detail)
        elif frontier.root() != bytes(restored.read_root):
            yield Finding("root-differs", place, "its entries do not build the root that was read")


def _why_not(entry: Imported, made: bytes) -> str:
    """Return why a row is not the entry that was signed; nothing if it is, or cannot be read."""
    if made != bytes(entry.leaf_hash):
        return "it does not have its leaf hash"
    try:
        kind = str(json.loads(bytes(entry.data))["kind"])[:LONGEST_KIND]
    except (ValueError, TypeError, KeyError):
        return "it is no entry"
    return "" if entry.kind == kind else "it is of another kind"


def _blobs() -> Iterator[Finding]:
    for name, data in queries.every_blob():
        if hashlib.sha256(data).hexdigest() != name:
            yield Finding("blob-differs", f"blob {name}", "its content has another hash")


def _witnessed() -> Iterator[Finding]:
    """Check that our own cosignatures are ours, of what we say they are of."""
    own = keys.verifiers(KeyRole.LEDGER)
    for each in queries.witnessed():
        place = f"concord/{each.peer}/{each.log}"
        if not _is_cosigned(each.note, each.line, own):
            yield Finding("cosignature-differs", place, f"ours of {each.size} entries is not ours")
        elif not _is_of(each.note, place, each.size, bytes(each.root)):
            yield Finding("cosignature-differs", place, "ours is of another size or root")


def _is_of(note: str, origin: str, size: int, root: bytes) -> bool:
    try:
        found = checkpoints.parse(note.rpartition("\n\n")[0] + "\n")
    except checkpoints.BadCheckpoint:
        return False
    return (found.origin, found.size, found.root) == (origin, size, root)


def _cosignatures(now: datetime) -> Iterator[Finding]:
    """Check whatever others have cosigned of our own logs, at any size."""
    witnesses = [key for peer in keyring.everybody() for key in _verifiers(peer, now)]
    for log in LOGS:
        place = f"concord/{scope.current().slug}/{log}"
        signed = dict(ledger.heads(log).reverse().values_list("size", "note"))
        for held in ledger.cosignatures(log).iterator():
            note = signed.get(held.size, "")
            if not _is_cosigned(note, held.line, witnesses, held.witness):
                detail = f"of {held.size} entries by {held.witness}: {held.line}"
                yield Finding("cosignature-differs", place, detail)


def _forks(now: datetime) -> Iterator[Finding]:
    """Check that both notes of every fork are the peer's: evidence that proves nothing is none."""
    for fork in queries.forks():
        try:
            keys_held = keyring.of(fork.peer, at=now)
        except NotAMember:
            continue
        known = Keys((*keys_held.in_force, *keys_held.expired, *keys_held.revoked))
        # What was kept when a history was given up has no note, but the statement.
        for note in filter(None, (fork.first, fork.second)):
            origin = f"concord/{fork.peer}/{fork.log}"
            try:
                checking.opened(note, origin=origin, keys=known)
            except Violated as violated:
                yield Finding("fork-differs", f"fork {fork.pk} of {origin}", violated.detail)


def _memberships(now: datetime) -> Iterator[Finding]:
    """Check that each version of the membership follows from the one before."""
    previous = None
    for row, document in peers.memberships():
        place = f"membership {row.version}"
        if document is None:
            yield Finding("membership-differs", place, "it cannot be read")
            return
        try:
            judging.judge(document, previous=previous, now=now, is_passed=True)
        except BadMembership as problem:
            yield Finding("membership-differs", place, str(problem))
        if (row.version, row.expires_at) != (document.version, document.expires):
            yield Finding("membership-differs", place, "its number or its end is another")
        previous = document


def _verifiers(peer: str, now: datetime) -> tuple[Verifier, ...]:
    held = keyring.of(peer, at=now)
    return (*held.in_force, *held.expired, *held.revoked)


def _is_cosigned(note: str, line: str, verifiers: Iterable[Verifier], by: str = "") -> bool:
    """Tell whether one of the keys cosigned a note by a line; one that is none is nobody's."""
    text = note.rpartition("\n\n")[0]
    try:
        found = notes.cosigners(f"{text}\n\n{line}\n", verifiers)
    except notes.BadNote:
        return False
    return by in found if by else bool(found)
