"""A purge is certified in its own transaction: what was erased is signed, and in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core.signing import statements
from core.signing.canonical import canonical
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.retention.certificates import Gone, body_of
from provinces.retention.models import Purge
from provinces.retention.register import CLASSES
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole


def certify(gone: Gone, *, now: datetime) -> Purge:
    """Certify what the caller's transaction erases.

    Raises NotInATransaction, CredentialMissing, and KeyError for a class there is not.
    """
    period = CLASSES[gone.kind].lasts.period
    seconds = None if period is None else round(period.total_seconds())
    body = body_of(gone, province=scope.current().slug, period=seconds, at=now)
    statement = statements.signed(body, keys.signing_key(KeyRole.LEDGER))
    told = {"class": gone.kind, "count": body["count"], "sha256": digest_of(statement)}
    entry = ledger.record(Event.PURGE_CERTIFIED, by=None, about=None, at=now, body=told)
    return Purge.objects.create(kind=gone.kind, made_at=now, statement=statement, entry_id=entry.pk)


def digest_of(statement: dict[str, Any]) -> str:
    """Return the SHA-256 by which an entry of the ledger names a certificate."""
    return hashlib.sha256(canonical(statement)).hexdigest()


@transaction.atomic
def certified(
    kind: str, rows: QuerySet[Any], drop: Callable[[], Any], *, before: datetime, now: datetime
) -> Any:
    """Have a room drop what it may of some rows, and certify which of them are gone.

    Returns what `drop` returns.
    """
    ripe = sorted(rows.values_list("pk", flat=True))
    done = drop()
    left = set(rows.model._default_manager.filter(pk__in=ripe).values_list("pk", flat=True))
    gone = [key for key in ripe if key not in left]
    if gone:
        certify(Gone(kind, rows.model._meta.db_table, before, gone), now=now)
    return done
