"""We sign what we have verified of a peer's log, so that it can tell nobody another story."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from core.signing import notes
from federation.sync.checking import Position, Word
from federation.sync.models import Cursor, Heard, Witnessed
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole


@transaction.atomic
def cosign(cursor: Cursor, *, now: datetime) -> Witnessed | None:
    """Cosign the checkpoint a cursor has reached, once; None if it is not reached or known.

    Whoever has signed `n` entries never signs fewer, nor as many others. Raises
    CredentialMissing.
    """
    held = Cursor.objects.select_for_update().get(pk=cursor.pk)
    if not held.size or held.size != held.note_size or held.state != Cursor.State.FOLLOWING:
        return None
    latest = Witnessed.objects.filter(peer=held.peer, log=held.log).first()
    if latest is not None and latest.size >= held.size:
        return None
    text = held.note.rpartition("\n\n")[0] + "\n"
    line = notes.cosignature(text, keys.signing_key(KeyRole.LEDGER), int(now.timestamp()))
    witnessed, _ = Witnessed.objects.update_or_create(
        peer=held.peer,
        log=held.log,
        defaults={
            "size": held.size,
            "root": held.root,
            "note": held.note,
            "line": line,
            "signed_at": now,
            "posted_at": None,
        },
    )
    # Events are entries of our own audit log, which peers cosign: recording that we cosigned
    # theirs would have each of two provinces cosign the other's cosignatures for ever.
    if held.log == "feed":
        body = {"log": held.log, "size": held.size, "root": bytes(held.root).hex()}
        about = f"peer:{held.peer}"
        ledger.record(Event.CHECKPOINT_COSIGNED, by=None, about=about, at=now, body=body)
    return witnessed


@transaction.atomic
def posted(witnessed: Witnessed, *, now: datetime) -> None:
    """Note that the peer has our cosignature."""
    Witnessed.objects.filter(pk=witnessed.pk).update(posted_at=now)


@transaction.atomic
def heard(word: Word, shown: Position, *, now: datetime) -> None:
    """Note that what a peer was shown of another agrees with what we were shown."""
    Heard.objects.update_or_create(
        told_by=word.told_by,
        peer=word.peer,
        log=word.log,
        defaults={"size": shown.size, "root": shown.root, "heard_at": now},
    )
