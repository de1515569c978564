"""What a peer shows, checked against what it signed and against what it showed before.

Nothing here is taken on trust but the member's keys. Tiles need none: whatever they say is only
used to build proofs, and the proofs are verified against the signed root.

    entries read before        new entries of this batch      the rest of the log
    [---- frontier --------------][-------------------------][------------------]
                                  append their leaf hashes    consistency proof
                                                              up to the signed root
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from core.merkle import checkpoints, proving, tiles, verifying
from core.merkle.checkpoints import Checkpoint
from core.merkle.frontier import Frontier
from core.merkle.hashing import leaf_hash
from core.merkle.tiles import TileReader
from core.signing import notes
from core.signing.keys import Verifier

from .envelope import BlobReference
from .violations import Violated, Violation


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys a member signs its logs with, by whether they count at the moment in question."""

    in_force: tuple[Verifier, ...]
    expired: tuple[Verifier, ...] = ()
    revoked: tuple[Verifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """How much of a log was seen and verified: its size, its root, and the note that says so."""

    size: int
    root: bytes
    note: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What a peer, `told_by`, says that it has seen of another one's log."""

    told_by: str
    peer: str
    log: str
    note: str


def opened(note: str, *, origin: str, keys: Keys) -> Checkpoint:
    """Return the checkpoint in a signed note; raises Violated."""
    try:
        text = notes.opened(note, keys.in_force).text
    except notes.BadNote as problem:
        raise _unsigned(note, keys, str(problem)) from None
    try:
        checkpoint = checkpoints.parse(text)
    except checkpoints.BadCheckpoint as problem:
        raise Violated(Violation.BAD_ROOT, f"no checkpoint: {problem}", {"note": note}) from None
    if checkpoint.origin != origin:
        detail = f"a checkpoint of {checkpoint.origin} instead of {origin}"
        raise Violated(Violation.FORGED_ORIGIN, detail, {"note": note})
    return checkpoint


def bare(note: str, keys: Keys) -> str:
    """Return a note with the signatures of these keys alone.

    Whoever serves a note may add any number of lines to it, which we would keep and pass on.
    """
    text, _, lines = note.rpartition("\n\n")
    own = [line for line in lines.splitlines() if _is_signed(f"{text}\n\n{line}\n", keys.in_force)]
    return f"{text}\n\n" + "".join(f"{line}\n" for line in own)


def _unsigned(note: str, keys: Keys, why: str) -> Violated:
    evidence = {"note": note}
    for code, verifiers in (
        (Violation.REVOKED_KEY, keys.revoked),
        (Violation.EXPIRED_KEY, keys.expired),
    ):
        if verifiers and _is_signed(note, verifiers):
            return Violated(code, "the checkpoint is signed with a key that must not", evidence)
    return Violated(Violation.BAD_SIGNATURE, f"the checkpoint: {why}", evidence)


def _is_signed(note: str, verifiers: Sequence[Verifier]) -> bool:
    try:
        notes.opened(note, verifiers)
    except notes.BadNote:
        return False
    return True


def follow(before: Position, now: Position, reader: TileReader) -> None:
    """Check that a log only grew from what was seen before.

    `reader` reads the tiles of the size of now. Raises Violated: ROLLBACK, REWRITTEN_HISTORY
    with both notes, or BAD_ROOT where the tiles do not build what was signed.
    """
    both = {"first": before.note, "second": now.note}
    if now.size < before.size:
        detail = f"{now.size} entries after {before.size} had been shown"
        raise Violated(Violation.ROLLBACK, detail, both)
    if now.size == before.size:
        if now.root != before.root:
            detail = f"two roots for {now.size} entries"
            raise Violated(Violation.REWRITTEN_HISTORY, detail, both)
        return
    if before.size == 0 or _is_prefix(before, now, reader):
        return
    # Somebody who spoils a tile on its way must not make the peer look forked: only if the tiles
    # prove what the first entries of the new tree are has the peer signed away the old ones.
    built = Position(before.size, proving.root(before.size, reader.lookup))
    if not _is_prefix(built, now, reader):
        detail = f"the tiles of {now.size} entries do not build their root"
        raise Violated(Violation.BAD_ROOT, detail, {"note": now.note})
    detail = f"the first {before.size} of {now.size} entries are not those shown before"
    raise Violated(Violation.REWRITTEN_HISTORY, detail, both)


def _is_prefix(before: Position, now: Position, reader: TileReader) -> bool:
    proof = proving.consistency_proof(before.size, now.size, reader.lookup)
    try:
        verifying.verify_consistency(before.size, now.size, proof, before.root, now.root)
    except verifying.BadProof:
        return False
    return True


def unbundled(data: bytes, *, number: int, width: int) -> list[bytes]:
    """Return the entries of a bundle; raises Violated if they are not `width` entries."""
    first = number * tiles.WIDTH
    try:
        entries = tiles.unbundle(data)
    except ValueError as problem:
        detail = f"the bundle from entry {first}: {problem}"
        raise Violated(Violation.TRUNCATED_PAGE, detail, {"index": first}) from None
    if len(entries) != width:
        detail = f"{len(entries)} entries from entry {first} instead of {width}"
        raise Violated(Violation.TRUNCATED_PAGE, detail, {"index": first})
    return entries


def grown(
    frontier: Frontier, leaves: Sequence[bytes], *, to: Position, reader: TileReader
) -> Frontier:
    """Return the frontier with more leaves, having proved them part of the signed log.

    Raises Violated: BAD_LEAF naming the first entry that the tree does not hold, or BAD_ROOT.
    """
    hashes = [leaf_hash(leaf) for leaf in leaves]
    after = frontier.appended(hashes)
    if _is_held(after, to, reader):
        return after
    for index, made in enumerate(hashes, frontier.size):
        if reader.lookup(0, index) != made:
            detail = f"entry {index} is not the one in the tree"
            raise Violated(Violation.BAD_LEAF, detail, {"index": index, "note": to.note})
    detail = f"the tiles of {to.size} entries do not build their root"
    raise Violated(Violation.BAD_ROOT, detail, {"note": to.note})


def _is_held(after: Frontier, to: Position, reader: TileReader) -> bool:
    if after.size == to.size:
        return after.root() == to.root
    return _is_prefix(Position(after.size, after.root()), to, reader)


def blob(data: bytes, reference: BlobReference) -> bytes:
    """Return a blob that is what its reference says; raises Violated."""
    digest = hashlib.sha256(data).hexdigest()
    if digest != reference.sha256 or len(data) != reference.size:
        detail = f"blob {reference.sha256} has {len(data)} bytes that are {digest}"
        raise Violated(Violation.BAD_BLOB, detail, {"sha256": reference.sha256})
    return data


def require_length(data: bytes, reference: BlobReference) -> None:
    """Check that a blob, verified by its name, is as long as a reference says; raises Violated."""
    if len(data) != reference.size:
        detail = f"blob {reference.sha256} has {len(data)} bytes instead of {reference.size}"
        raise Violated(Violation.BAD_BLOB, detail, {"sha256": reference.sha256})
