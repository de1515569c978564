"""Comparing what a peer was shown of the others with what we were shown.

A province that tells two peers two histories is caught when either sees what the other has
cosigned: both notes carry its signature, and no proof makes one the beginning of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.merkle.hashing import EMPTY
from core.merkle.tiles import TileReader
from core.signing import notes
from federation.peers import queries as peers
from federation.peers import restorations
from federation.peers import transport as roads
from federation.peers.queries import NotAMember
from federation.peers.transport import Transport
from provinces.ledger import queries as ledger
from provinces.tenancy import scope
from provinces.tenancy.keys import name_of

from . import checking, keyring, queries, services
from .checking import Position, Word
from .fetching import Remote, Unreachable
from .models import LOGS
from .violations import Violated, Violation

Roads = Callable[[str], Transport]


def exchange(remote: Remote, *, now: datetime, road: Roads = roads.to) -> tuple[str, ...]:
    """Read what a peer has seen of others; return the provinces it proves to have split.

    What a peer says that cannot be verified is ignored: it proves nothing, of anybody. Raises
    Unreachable.
    """
    words = _words(remote.witnessed(), remote.peer)
    return tuple(word.peer for word in words if not _agrees(word, now=now, road=road))


def _words(document: Any, told_by: str) -> list[Word]:
    """Return what can be read of a peer's word, one for each log of each province."""
    listed = document.get("witnessed") if isinstance(document, dict) else None
    found: dict[tuple[str, str], Word] = {}
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, dict) or not isinstance(each.get("note"), str):
            continue
        if each.get("log") in LOGS and isinstance(each.get("peer"), str):
            word = Word(told_by, each["peer"], each["log"], each["note"])
            found.setdefault((word.peer, word.log), word)
    return list(found.values())


def _agrees(word: Word, *, now: datetime, road: Roads) -> bool:
    """Tell whether a word agrees with what we have seen; refuse the province if it does not."""
    shown = _shown(word, now)
    if shown is None or _is_given_up(word, shown, now):
        return True
    if word.peer == scope.current().slug:
        return _is_ours(word, shown, now=now)
    cursor = queries.followed(word.peer, word.log)
    # What is ahead of us is compared when we have read as far.
    if cursor is None or shown.size > cursor.note_size or queries.is_heard(word, shown):
        return True
    return _is_as_seen(word, shown, queries.noted(cursor), now=now, road=road)


def _is_given_up(word: Word, shown: Position, now: datetime) -> bool:
    """Tell whether a word may be of a history that its province has given up, as all have signed.

    What a peer has cosigned since then is compared; what it cosigned before, or not at all, proves
    nothing that is not known.
    """
    restored = peers.restored(word.peer, word.log)
    if restored is None or shown.size <= restored.size:
        return False
    try:
        held = keyring.of(word.told_by, at=now)
        seen = notes.cosigners(word.note, (*held.in_force, *held.expired))
    except (notes.BadNote, NotAMember):
        return True
    at = seen.get(name_of(word.told_by))
    return at is None or at <= (restored.said_at + restorations.TOLERANCE).timestamp()


def _is_as_seen(word: Word, shown: Position, ours: Position, *, now: datetime, road: Roads) -> bool:
    try:
        reader = Remote(word.peer, road(word.peer)).reader(word.log, ours.size)
        checking.follow(shown, ours, reader)
    except Violated as violated:
        named = _named(violated, ours, shown)
        services.refuse(word.peer, named, now=now, log=word.log, told_by=word.told_by)
        return False
    except Unreachable:
        return True
    services.heard(word, shown, now=now)
    return True


def _is_ours(word: Word, shown: Position, *, now: datetime) -> bool:
    """Tell whether what a peer was shown in our own name is our own history.

    If it is not, somebody else has our key, or we have lost what we had published.
    """
    head = ledger.head(word.log)
    size = head.size if head else 0
    reader = TileReader(size, lambda tile: ledger.hash_tile(word.log, tile))
    ours = Position(size, bytes(head.root) if head else EMPTY, head.note if head else "")
    try:
        checking.follow(shown, ours, reader)
    except Violated as violated:
        own = scope.current().slug
        named = _named(violated, ours, shown)
        services.refuse(own, named, now=now, log=word.log, told_by=word.told_by)
        return False
    return True


def _shown(word: Word, now: datetime) -> Position | None:
    """Return the position in a note, if the province it is about has signed it."""
    origin = f"concord/{word.peer}/{word.log}"
    try:
        keys = keyring.of(word.peer, at=now)
        found = checking.opened(word.note, origin=origin, keys=keys)
    except (Violated, NotAMember):
        return None
    return Position(found.size, found.root, checking.bare(word.note, keys))


def _named(violated: Violated, ours: Position, shown: Position) -> Violated:
    if violated.code != Violation.REWRITTEN_HISTORY:
        return violated
    detail = f"{shown.size} entries were shown to another, which do not begin our {ours.size}"
    both = {"first": ours.note, "second": shown.note}
    return Violated(Violation.SPLIT_VIEW, detail, both)
