"""Recording and publishing: inside the transaction of the change, or refused.

`record` commits to what only this province may know; `publish` tells everybody. Either way the
entry is queued by a trigger, and sealed some seconds later.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.conf import settings
from django.db import connection, models, transaction

from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge

from . import lagging, leaves, noticing
from .events import Event
from .kinds import Kind
from .models import Blob, Cosignature, Entry, FeedEntry, Payload, TreeHead
from .purposes import Of

Reference = models.Model | str | None

SEAL = "provinces.ledger.tasks.seal"
# A leaf of a C2SP entry bundle has 65,535 bytes at most; the rest is room for what v2 may add.
LARGEST = 60_000
AT_ONCE = 1000


class NotInATransaction(RuntimeError):
    """An event may only be recorded together with the change it is about."""


class SealingLags(RuntimeError):
    """Sealing is hours behind, or a key is missing: officials stop until that is put right."""


class TooLarge(ValueError):
    """What is to be published does not fit a leaf: what is large in it belongs in a blob."""


class UnknownHead(LookupError):
    """There is no head of that size to be cosigned."""


def record(
    event: Event,
    *,
    by: Reference,
    about: Reference,
    at: datetime,
    body: dict[str, Any] | None = None,
) -> Entry:
    """Record an event in the transaction of its change.

    Raises NotInATransaction, SealingLags for what an official does while the ledger is closed,
    NotListed and NotYetInUse for a look whose purpose is not listed, or new, ValueError for an
    event there is not, and CanonicalizationError (of rfc8785) for a body that is not plain JSON.
    """
    _require_transaction(event)
    _require_open(by)
    if body and "purpose" in body:
        noticing.require(Of.READ, body["purpose"], at=at)
    particulars: dict[str, Any] = {
        "event": str(Event(event)),
        "by": name(by),
        "about": name(about),
        "body": body or {},
    }
    salt = secrets.token_bytes(16)
    entry = Entry.objects.create(event=event, recorded_at=at, commitment=commit(salt, particulars))
    Payload.objects.create(
        entry=entry,
        salt=salt,
        by=particulars["by"],
        about=particulars["about"],
        body=particulars["body"],
    )
    return entry


def publish(
    kind: Kind, body: dict[str, Any], *, at: datetime, blobs: Iterable[bytes] = ()
) -> FeedEntry:
    """Publish something in the transaction of its change, with the blobs its body refers to.

    Raises NotInATransaction, ValueError for a kind there is not, NotCanonical (of
    core.signing.canonical) for a body that is not plain JSON without fractions, and TooLarge.
    """
    return publish_many(kind, [body], at=at, blobs=blobs)[0]


def publish_many(
    kind: Kind, bodies: Sequence[dict[str, Any]], *, at: datetime, blobs: Iterable[bytes] = ()
) -> list[FeedEntry]:
    """Publish entries of one kind in the order given, set by set; raises as `publish`."""
    _require_transaction(kind)
    kind, origin = Kind(kind), scope.current().slug
    moment = at.astimezone(UTC).replace(microsecond=0)
    entries = [
        FeedEntry(kind=kind, published_at=moment, data=_fitting(kind, body, moment, origin))
        for body in bodies
    ]
    _keep(blobs)
    made = FeedEntry.objects.bulk_create(entries, AT_ONCE)
    if made:
        nudge(SEAL)
    return made


def reference_to(blob: bytes) -> dict[str, Any]:
    """Return how a body refers to a blob that is published with it."""
    return {"sha256": hashlib.sha256(blob).hexdigest(), "bytes": len(blob)}


@transaction.atomic
def take_cosignature(log: str, size: int, *, witness: str, line: str, now: datetime) -> Cosignature:
    """Keep another province's cosignature of a head; its first one of a size stays.

    That it is the witness's signature is for the caller to verify. Raises UnknownHead.
    """
    if not TreeHead.objects.filter(log=log, size=size).exists():
        raise UnknownHead(f"no head of the {log} has size {size}")
    kept, _ = Cosignature.objects.get_or_create(
        log=log, size=size, witness=witness, defaults={"line": line, "taken_at": now}
    )
    return kept


def commit(salt: bytes, particulars: dict[str, Any]) -> bytes:
    """Return the commitment to an event's particulars (RFC 8785 canonical JSON, SHA-256)."""
    return hashlib.sha256(salt + rfc8785.dumps(particulars)).digest()


def name(reference: Reference) -> str:
    """Return the text by which the ledger refers to something: `label:key`, never a foreign key."""
    if reference is None:
        return ""
    if isinstance(reference, str):
        return reference
    return f"{reference._meta.label_lower}:{reference.pk}"


def _require_transaction(what: str) -> None:
    if not connection.in_atomic_block:
        raise NotInATransaction(f"{what} must be recorded inside its change's transaction")


def _require_open(by: Reference) -> None:
    is_user = isinstance(by, models.Model) and by._meta.label == settings.AUTH_USER_MODEL
    if is_user and lagging.is_closed() and not hasattr(by, "citizen"):
        raise SealingLags("the ledger is behind, or a key is missing: officials must wait")


def _fitting(kind: Kind, body: dict[str, Any], at: datetime, origin: str) -> bytes:
    data = leaves.feed_leaf(kind, body, at=at, origin=origin)
    if len(data) > LARGEST:
        raise TooLarge(f"{kind} has {len(data)} bytes, and a leaf {LARGEST} at most")
    return data


def _keep(blobs: Iterable[bytes]) -> None:
    found = {hashlib.sha256(blob).hexdigest(): blob for blob in blobs}
    rows = [Blob(sha256=digest, content=found[digest]) for digest in sorted(found)]
    Blob.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)
