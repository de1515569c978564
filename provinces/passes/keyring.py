"""Which of the province's keys signs its passes now."""

from __future__ import annotations

from datetime import datetime

from core.signing.p256 import PassKey
from provinces.tenancy import keys, scope

from .models import TrustedKey
from .standing import kept


def signer(at: datetime) -> PassKey:
    """Return the key that signs at a moment; raises CredentialMissing.

    The newest that others can know of: a new key signs once a membership that lists it was
    taken, and one that is revoked no longer. In no federation, or with none of its keys listed,
    the newest.
    """
    return _kept(at)[0]


def since(at: datetime) -> datetime | None:
    """Return from when on others believe what the key signs that signs at a moment.

    None for one that no membership lists. Raises CredentialMissing.
    """
    return _kept(at)[1]


def _kept(at: datetime) -> tuple[PassKey, datetime | None]:
    return kept("signer", lambda: _signer(at))


def _signer(at: datetime) -> tuple[PassKey, datetime | None]:
    own = keys.pass_keys()
    rows = TrustedKey.objects.filter(issuer=scope.current().slug)
    listed = {row.key: row.since for row in rows if _counts(row, at)}
    key = next((key for key in own if key.verifier.text in listed), own[0])
    return key, listed.get(key.verifier.text)


def _counts(row: TrustedKey, at: datetime) -> bool:
    return row.since <= at and (not row.until or at < row.until)
