"""A peer followed again from what its two histories have in common, by a statement that counts.

history 0   ├── kept ──┤── given up: kept as evidence, says nothing ──┤
history 1              ├── read from here on ──►
"""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core.merkle.frontier import Frontier
from federation.borders import services as borders
from federation.casework import services as casework
from federation.peers import queries as members
from federation.peers import restorations
from federation.peers import services as peers
from federation.peers.restorations import Kept, Restoration
from federation.sync.models import Cursor, Heard, Imported, Witnessed
from provinces.ledger import queries as own
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope

from .cursors import NotForked

AT_ONCE = 2000


class NotInCommon(ValueError):
    """The entries that a statement keeps are not those that were read here."""


@transaction.atomic
def restore(statement: Restoration, *, by: ledger.Reference, now: datetime) -> list[str]:
    """Follow a peer again from where a statement says; return which of its logs go on there.

    What was read behind it stays, with both notes, and has no say any more: the map is resolved
    without it. Of the province's own statement nothing is followed: it has others' words of the
    history given up pass as such. Raises BadRestoration, NotForked, NotInCommon, NoSuchTile.
    """
    restorations.check(statement, held=members.held(), now=now)
    peer = statement.peer
    if peer == scope.current().slug:
        for log, kept in statement.logs.items():
            if own.root_of(log, kept.size) != kept.root:
                raise NotInCommon(f"the first {kept.size} entries of our {log} are others")
            peers.keep_restoration(statement, log, now=now)
    else:
        _follow(statement, now)
    body = {
        "digest": statement.digest,
        "because": statement.because,
        "logs": {log: kept.size for log, kept in statement.logs.items()},
    }
    ledger.record(Event.PEER_RESTORED, by=by, about=f"peer:{peer}", at=now, body=body)
    borders.resolve_now(now=now)
    return sorted(statement.logs)


def _follow(statement: Restoration, now: datetime) -> None:
    peer = statement.peer
    held = {each.log: each for each in Cursor.objects.select_for_update().filter(peer=peer)}
    if not any(each.state == Cursor.State.FORKED for each in held.values()):
        raise NotForked(f"{peer} is not known to have told two histories")
    for log, kept in statement.logs.items():
        cosigned = Witnessed.objects.filter(peer=peer, log=log, size__gt=kept.size).first()
        line = "" if cosigned is None else cosigned.line
        before = peers.GivenUp(held[log].note, line, held[log].size, bytes(held[log].root))
        row = peers.keep_restoration(statement, log, now=now, before=before)
        since = cosigned if cosigned is not None and _is_later(cosigned, statement) else None
        _go_back(held[log], kept, row.history, since)
        if cosigned is not None and since is None:
            cosigned.delete()
    Heard.objects.filter(peer=peer, log__in=list(statement.logs)).delete()
    Cursor.objects.filter(peer=peer).update(
        state=Cursor.State.FOLLOWING, failures=0, trouble="", is_refused=False, next_try_at=now
    )
    if "feed" in statement.logs:
        start = statement.logs["feed"].size
        borders.restart(peer, policies=_policies(peer, start), now=now)
        casework.restart(peer, start=start)


def _is_later(cosigned: Witnessed, statement: Restoration) -> bool:
    """Tell whether we cosigned a checkpoint after a statement was made, which says nothing of it.

    Otherwise whoever holds a statement back could publish for months, and then unsay all of it.
    """
    return cosigned.signed_at > statement.at + restorations.TOLERANCE


def _go_back(cursor: Cursor, kept: Kept, history: int, since: Witnessed | None) -> None:
    """Move a cursor to the end of what is kept, unless it had not come as far.

    What the peer signs next must begin with what it keeps, and with what we cosigned `since`.
    """
    if cursor.log == "feed" and cursor.size >= kept.size:
        frontier = _frontier(cursor.peer, kept.size)
        if frontier.root() != kept.root:
            detail = f"the first {kept.size} entries of {cursor.peer} are others here"
            raise NotInCommon(detail)
        cursor.size, cursor.root = kept.size, kept.root
        cursor.frontier = frontier.to_bytes()
    elif cursor.log == "audit" and cursor.size >= kept.size:
        to = kept if since is None else Kept(since.size, bytes(since.root))
        cursor.size, cursor.root = to.size, to.root
    if since is not None:
        cursor.note, cursor.note_size = since.note, since.size
        cursor.note_root = bytes(since.root)
    elif cursor.note_size > kept.size:
        # Who signed what is kept is the statement.
        cursor.note, cursor.note_size, cursor.note_root = "", kept.size, kept.root
    cursor.history = history
    cursor.save()


def _frontier(peer: str, size: int) -> Frontier:
    """Return the frontier of a feed's first entries as they were read."""
    frontier = Frontier.empty()
    found = Imported.objects.filter(peer=peer, index__lt=size).order_by("index")
    for start in range(0, size, AT_ONCE):
        some = found.filter(index__gte=start, index__lt=start + AT_ONCE)
        frontier = frontier.appended(
            [bytes(each) for each in some.values_list("leaf_hash", flat=True)]
        )
    return frontier


def _policies(peer: str, start: int) -> list[str]:
    """Return the digests of the policies that were published behind a place, and not before."""
    of_policies = {"peer": peer, "kind": Kind.POLICY_PUBLISHED}
    kept = _digests(Imported.objects.filter(**of_policies, index__lt=start))
    return sorted(_digests(Imported.with_given_up.filter(**of_policies, index__gte=start)) - kept)


def _digests(found: QuerySet[Imported]) -> set[str]:
    leaves = (json.loads(bytes(data)) for data in found.values_list("data", flat=True))
    return {str(leaf["body"].get("digest")) for leaf in leaves}
