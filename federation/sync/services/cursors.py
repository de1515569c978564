"""Moving cursors: forward by what was proved, later in time by what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from core.merkle.frontier import Frontier
from federation.sync.backoff import wait
from federation.sync.checking import Position
from federation.sync.models import LOGS, Cursor
from federation.sync.violations import kept
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

# A worker that dies over a peer is replaced after so long.
LEASE = timedelta(minutes=5)
# Peers see periodic checkpoints of an audit log, which grows with every decision.
AUDIT_EVERY = timedelta(minutes=1)


class Overtaken(RuntimeError):
    """Another worker has read the same meanwhile."""


class NotForked(ValueError):
    """A peer that is followed anyway was to be followed again."""


@transaction.atomic
def start(peers: Iterable[str], *, now: datetime) -> None:
    """Make sure there is a cursor for each log of each peer."""
    held = set(Cursor.objects.values_list("peer", "log"))
    missing = [(peer, log) for peer in peers for log in LOGS if (peer, log) not in held]
    empty = Frontier.empty()
    Cursor.objects.bulk_create(
        [
            Cursor(
                peer=peer,
                log=log,
                root=empty.root(),
                note_root=empty.root(),
                frontier=empty.to_bytes(),
                next_try_at=now,
            )
            for peer, log in missing
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def claim(peer: str, *, now: datetime, only_due: bool = True) -> tuple[str, ...]:
    """Take on a peer's logs that are due, or all that are followed; return which, the feed first.

    For a while nobody else is given them; whoever is slower than that is overtaken.
    """
    wanted = Cursor.objects.due(now) if only_due else Cursor.objects.following()
    held = wanted.filter(peer=peer).select_for_update(skip_locked=True)
    logs = sorted((cursor.log for cursor in held), reverse=True)
    Cursor.objects.filter(peer=peer, log__in=logs).update(next_try_at=now + LEASE)
    return tuple(logs)


@transaction.atomic
def keep_up(cursor: Cursor, *, now: datetime) -> None:
    """Note that a peer's log was asked for and that nothing was wrong."""
    again = now if cursor.log == "feed" else now + AUDIT_EVERY
    Cursor.objects.filter(pk=cursor.pk).update(
        failures=0, trouble="", is_refused=False, checked_at=now, next_try_at=again
    )


@transaction.atomic
def follow_again(peer: str, *, by: ledger.Reference, because: str, now: datetime) -> None:
    """Give a peer that told two histories another chance, on the one that we know.

    Should it stand by the other one it is stopped at once. Raises NotForked.
    """
    forked = Cursor.objects.select_for_update().filter(peer=peer, state=Cursor.State.FORKED)
    if not forked:
        raise NotForked(f"{peer} is not known to have told two histories")
    forked.update(
        state=Cursor.State.FOLLOWING, failures=0, trouble="", is_refused=False, next_try_at=now
    )
    body = {"because": because}
    ledger.record(Event.PEER_RESUMED, by=by, about=f"peer:{peer}", at=now, body=body)


@transaction.atomic
def proved(cursor: Cursor, *, to: Position) -> Cursor:
    """Note a checkpoint that continues the one before; where no leaves are read, go there.

    Raises Overtaken if another worker has noted a later one.
    """
    held = Cursor.objects.select_for_update().get(pk=cursor.pk)
    is_there = (held.note_size, held.history) == (cursor.note_size, cursor.history)
    if not is_there or held.state != Cursor.State.FOLLOWING:
        raise Overtaken(str(held))
    held.note, held.note_size, held.note_root = to.note, to.size, to.root
    if held.log == "audit":
        held.size, held.root = to.size, to.root
    held.save(update_fields=["note", "note_size", "note_root", "size", "root"])
    return held


@transaction.atomic
def failed(cursor: Cursor, *, trouble: str, now: datetime) -> None:
    """Put off a peer that could not be read; it is never given up."""
    held = Cursor.objects.select_for_update().get(pk=cursor.pk)
    held.failures += 1
    held.trouble, held.is_refused = kept(trouble), False
    held.next_try_at = now + wait(held.failures)
    held.save(update_fields=["failures", "trouble", "is_refused", "next_try_at"])


@transaction.atomic
def hinted(peer: str, *, now: datetime) -> bool:
    """Bring forward the next look at a peer's feed, for it says there is more; tell if it is due.

    A hint makes a peer that was away be asked at once. It does not shorten the wait of one
    whose log was refused: a hint would otherwise have us read the same again and again.
    """
    feed = Cursor.objects.following().filter(peer=peer, log="feed")
    feed.filter(next_try_at__gt=now, is_refused=False).update(next_try_at=now)
    return feed.filter(next_try_at__lte=now).exists()
