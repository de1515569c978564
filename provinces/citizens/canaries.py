"""Documents that are nobody's, planted among those that could be: who tries one has a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

from . import identities
from .models import Canary


@transaction.atomic
def plant(documents: Iterable[str], *, now: datetime) -> int:
    """Have an alarm raised when somebody tries one of these documents; return how many are new.

    Raises NotADocument.
    """
    key = credentials.key_of(scope.current().slug)
    hashes = {identities.document_hash(key, document) for document in documents}
    known = {bytes(each) for each in Canary.objects.values_list("document_hash", flat=True)}
    fresh = sorted(hashes - known)
    Canary.objects.bulk_create(Canary(document_hash=each, planted_at=now) for each in fresh)
    return len(fresh)


def among(hashes: Sequence[bytes]) -> list[bytes]:
    """Return which of some hashes of documents are canaries."""
    found = Canary.objects.filter(document_hash__in=hashes).order_by("document_hash")
    return [bytes(each) for each in found.values_list("document_hash", flat=True)]


@transaction.atomic
def touch(document_hash: bytes, kind: str, *, source: dict[str, str], now: datetime) -> bool:
    """Raise an alarm that names its source if a document is a canary; tell whether it is."""
    if not Canary.objects.filter(document_hash=document_hash).exists():
        return False
    body = {"kind": kind, "source": source}
    about = f"canary:{bytes(document_hash).hex()[:16]}"
    ledger.record(Event.CANARY_TOUCHED, by=source.get("actor", ""), about=about, at=now, body=body)
    return True
