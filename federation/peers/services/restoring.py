"""Statements on which history of a member counts: drafted, signed, and kept for ever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from federation.peers import instants, queries, restorations
from federation.peers.models import Restored
from federation.peers.restorations import BadRestoration, Kept, Restoration
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole


def draft_restoration(logs: Mapping[str, Kept], *, because: str, now: datetime) -> Restoration:
    """Return this province's statement that its logs go on from here, signed by itself alone.

    Raises BadRestoration, and CredentialMissing.
    """
    held = queries.held()
    statement = Restoration(
        federation="" if held is None else held.federation,
        peer=scope.current().slug,
        at=instants.whole(now),
        because=because.strip(),
        logs=dict(logs),
    )
    return sign_restoration(restorations.opened(statement.to_bytes()), now=now)


@transaction.atomic
def sign_restoration(
    statement: Restoration, *, now: datetime, by: ledger.Reference = None
) -> Restoration:
    """Return a statement with this province's signature; raises BadRestoration, CredentialMissing.

    Who signs has asked the province, on another way, whether it is so.
    """
    restorations.check_content(statement, held=queries.held(), now=now)
    body = {"peer": statement.peer, "digest": statement.digest}
    about = f"peer:{statement.peer}"
    ledger.record(Event.RESTORATION_SIGNED, by=by, about=about, at=now, body=body)
    return restorations.signed(statement, [keys.signing_key(KeyRole.MEMBERSHIP)])


@dataclass(frozen=True, slots=True)
class GivenUp:
    """What was held of a history: the latest note, our cosignature of one, and what was read."""

    note: str = ""
    line: str = ""
    size: int = 0
    root: bytes = b""


NOTHING = GivenUp()


@transaction.atomic
def keep_restoration(
    statement: Restoration, log: str, *, now: datetime, before: GivenUp = NOTHING
) -> Restored:
    """Keep a statement for a log, with what was held of the history that is given up by it.

    Raises BadRestoration for one that does not count, or counts already.
    """
    restorations.check(statement, held=queries.held(), now=now)
    if Restored.objects.filter(digest=statement.digest, log=log).exists():
        raise BadRestoration(f"it counts already for the {log} of {statement.peer}")
    kept = statement.logs[log]
    return Restored.objects.create(
        peer=statement.peer,
        log=log,
        history=queries.history(statement.peer, log) + 1,
        size=kept.size,
        root=kept.root,
        said_at=statement.at,
        document=statement.to_bytes().decode(),
        digest=statement.digest,
        note=before.note,
        line=before.line,
        read=before.size,
        read_root=before.root,
        taken_at=now,
    )
