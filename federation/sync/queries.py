"""Reading where we are with each peer, and what of theirs we hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from core.signing import notes
from federation.peers import queries as peers
from federation.peers.models import Restored

from .checking import Position, Word
from .models import Cursor, Fork, Heard, Imported, ImportedBlob, Refusal, Witnessed


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a log of a peer is followed, and what keeps it."""

    peer: str
    log: str
    size: int
    promised: int
    state: str
    failures: int
    trouble: str
    checked_at: datetime | None
    next_try_at: datetime

    @property
    def behind(self) -> int:
        """How many entries the peer has signed that were not read yet."""
        return max(0, self.promised - self.size)


def cursor(peer: str, log: str) -> Cursor:
    """Return where we stopped in a peer's log; raises Cursor.DoesNotExist."""
    return Cursor.objects.get(peer=peer, log=log)


def sizes(peer: str) -> dict[str, int]:
    """Return how far each log of a peer is read."""
    return dict(Cursor.objects.filter(peer=peer).order_by("-log").values_list("log", "size"))


def noted(cursor: Cursor) -> Position:
    """Return the latest history that a peer signed and that we know to continue the others."""
    return Position(cursor.note_size, bytes(cursor.note_root), cursor.note)


def due(now: datetime) -> list[str]:
    """Return the peers any of whose logs is to be asked for again."""
    found = Cursor.objects.due(now).values_list("peer", flat=True).distinct()
    return sorted(found)


def started() -> set[str]:
    """Return the peers of which there are cursors."""
    return set(Cursor.objects.values_list("peer", flat=True).distinct())


def standings() -> list[Standing]:
    """Return where each log of each peer stands."""
    return [
        Standing(
            peer=held.peer,
            log=held.log,
            size=held.size,
            promised=held.note_size,
            state=held.state,
            failures=held.failures,
            trouble=held.trouble,
            checked_at=held.checked_at,
            next_try_at=held.next_try_at,
        )
        for held in Cursor.objects.order_by("peer", "-log")
    ]


def blobs(names: Iterable[str]) -> dict[str, bytes]:
    """Return those of the blobs that are held, by SHA-256."""
    held = ImportedBlob.objects.filter(sha256__in=list(names))
    return {name: bytes(data) for name, data in held.values_list("sha256", "data")}


def imported(peer: str, *, start: int = 0) -> Iterable[Imported]:
    """Yield a peer's entries as held, in order, from a number on."""
    held = Imported.objects.filter(peer=peer, index__gte=start).order_by("index")
    return held.iterator(chunk_size=2000)


def read_before(restored: Restored) -> Iterable[Imported]:
    """Yield the entries of a peer's feed as they were read before a history was given up."""
    later = peers.restorations().filter(
        peer=restored.peer,
        log="feed",
        history__gt=OuterRef("history"),
        history__lt=restored.history,
        size__lte=OuterRef("index"),
    )
    held = Imported.with_given_up.filter(peer=restored.peer, history__lt=restored.history)
    return held.exclude(Exists(later)).order_by("index").iterator(chunk_size=2000)


def forks(peer: str | None = None) -> list[Fork]:
    """Return the proofs of two histories, of one peer or of all, oldest first."""
    found = Fork.objects.order_by("pk")
    return list(found if peer is None else found.filter(peer=peer))


def refusals(peer: str | None = None) -> list[Refusal]:
    """Return what was refused, of one peer or of all, the latest first."""
    found = Refusal.objects.order_by("-last_at", "-pk")
    return list(found if peer is None else found.filter(peer=peer))


def witnessed() -> list[Witnessed]:
    """Return our latest cosigned checkpoint of each log of each peer."""
    return list(Witnessed.objects.order_by("peer", "log"))


def unposted(peer: str) -> list[Witnessed]:
    """Return our latest cosignatures of a peer's logs that it does not have yet."""
    return [each for each in witnessed() if each.peer == peer and each.posted_at is None]


def witnessed_by_us() -> list[dict[str, Any]]:
    """Return what we tell others of what we have seen: notes with our cosignature."""
    return [
        {
            "peer": each.peer,
            "log": each.log,
            "size": each.size,
            "note": notes.with_lines(each.note, [each.line]),
        }
        for each in witnessed()
    ]


def every_blob() -> Iterable[tuple[str, bytes]]:
    """Yield every blob held, with the name it is held by."""
    for name, data in ImportedBlob.objects.values_list("sha256", "data").iterator(chunk_size=50):
        yield name, bytes(data)


def followed(peer: str, log: str) -> Cursor | None:
    """Return where we stopped in a peer's log, None if it is not, or no longer, followed."""
    return Cursor.objects.filter(peer=peer, log=log, state=Cursor.State.FOLLOWING).first()


def is_heard(word: Word, shown: Position) -> bool:
    """Tell whether a peer said the same before, and it agreed with what we had seen."""
    told = Heard.objects.filter(told_by=word.told_by, peer=word.peer, log=word.log)
    return told.filter(size=shown.size, root=shown.root).exists()
