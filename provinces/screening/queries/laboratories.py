"""Reading laboratories: whose key this is, and who is registered."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime

from django.db.models import Max, QuerySet

from provinces.screening.models import Laboratory, LaboratoryKey, ToldHome


class KeyUnknown(LookupError):
    """No laboratory that may report has this key now."""


def laboratory_of_key(token: str, *, at: datetime) -> Laboratory:
    """Return whose key this is; raises KeyUnknown, whatever is wrong with it."""
    found = LaboratoryKey.objects.filter(
        token_hash=hash_of(token),
        issued_at__lte=at,
        expires_at__gt=at,
        laboratory__revoked_at=None,
    )
    key = found.select_related("laboratory").first()
    if key is None:
        raise KeyUnknown
    return key.laboratory


def laboratories() -> QuerySet[Laboratory]:
    """Return all laboratories, each with when its last key expires (`key_until`)."""
    found = Laboratory.objects.annotate(key_until=Max("keys__expires_at"))
    return found.prefetch_related("sites").order_by("reference")


def told_home_as(word: uuid.UUID) -> ToldHome | None:
    """Return which version of a report another province was told as a word; None if none was."""
    found = ToldHome.objects.filter(told_as=word)
    return found.select_related("version__laboratory").first()


def hash_of(token: str) -> bytes:
    """Return what is kept of a key: it is random and long, so a plain hash will do."""
    return hashlib.sha256(token.encode()).digest()
