"""Reading the ledger: what was recorded, and the logs as peers read them."""

from __future__ import annotations

from django.db.models import QuerySet

from . import services
from . import wording as words
from .events import Event
from .kinds import Kind
from .lagging import is_closed, lag, unsealed
from .logs import (
    NoSuchTile,
    Published,
    TooMuch,
    audit_leaves,
    blob,
    blobs,
    cosignatures,
    cosigned,
    entries,
    entry_bundle,
    hash_tile,
    head,
    heads,
    leaf_of,
    origin,
    published,
    root_of,
    size,
)
from .models import Entry, Payload
from .proving import NotSealed, proof_at, proof_of
from .subjects import Subject, published_of

__all__ = [
    "NoSuchTile",
    "NotSealed",
    "Published",
    "Subject",
    "TooMuch",
    "about",
    "audit_leaves",
    "blob",
    "blobs",
    "cosignatures",
    "cosigned",
    "entries",
    "entry_bundle",
    "hash_tile",
    "head",
    "heads",
    "holds",
    "is_closed",
    "kind_wording",
    "lag",
    "leaf_of",
    "origin",
    "proof_at",
    "proof_of",
    "published",
    "published_of",
    "root_of",
    "size",
    "unsealed",
    "wording",
]


def about(reference: services.Reference) -> QuerySet[Payload]:
    """Return what was recorded about something, newest first."""
    found = Payload.objects.filter(about=services.name(reference)).select_related("entry")
    return found.order_by("-entry_id")


def wording(entry: Entry) -> str:
    """Return an entry's event in plain words, in the language in use."""
    return str(words.EVENTS[Event(entry.event)])


def kind_wording(kind: str) -> str:
    """Return a kind of public entry in plain words, in the language in use."""
    return str(words.WORDING[Kind(kind)])


def holds(payload: Payload) -> bool:
    """Tell whether a payload is what its entry committed to."""
    particulars = {
        "event": payload.entry.event,
        "by": payload.by,
        "about": payload.about,
        "body": payload.body,
    }
    made = services.commit(bytes(payload.salt), particulars)
    return made == bytes(payload.entry.commitment)
