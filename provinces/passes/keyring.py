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
    return kept("signer", lambda: _signer(at))


def _signer(at: datetime) -> PassKey:
    own = keys.pass_keys()
    rows = TrustedKey.objects.filter(issuer=scope.current().slug)
    listed = {row.key for row in rows if row.since <= at and (not row.until or at < row.until)}
    return next((key for key in own if key.verifier.text in listed), own[0])
