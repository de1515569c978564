"""Names for a person that two provinces share, that nobody else can make and that change monthly.

own secret × their public key ──► pair key ──► HMAC over document and epoch ──► pseudonym
(both sides compute the same)     per pair      never leaves the province
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .sealing import SealingKey

_PAIR = b"concord/pair/v1\n"
_PSEUDONYM = b"concord/pseudonym/v1\n"
_SIZE = 32  # bytes of a pair key
_EPOCH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def pair_key(own: SealingKey, theirs: bytes, names: tuple[str, str]) -> bytes:
    """Return the key of a pair of provinces: the same whichever of the two computes it.

    Raises ValueError for names that are not two, and for a public key that is none.
    """
    if names[0] == names[1] or any(not name or "\n" in name for name in names):
        raise ValueError(f"a pair is of two different names, not {names}")
    derivation = HKDF(
        algorithm=hashes.SHA256(),
        length=_SIZE,
        salt=None,
        info=_PAIR + "\n".join(sorted(names)).encode(),
    )
    return derivation.derive(own.shared_with(theirs))


def pseudonym(pair_key: bytes, document: str, epoch: str) -> str:
    """Return the name of the holder of a document in a month, 52 small letters and digits.

    The document's number must be written in one way only: that is the caller's care.
    Raises ValueError for an epoch that is not a month.
    """
    if _EPOCH.fullmatch(epoch) is None:
        raise ValueError(f"{epoch!r} is not a month such as 2026-11")
    message = _PSEUDONYM + f"{epoch}\n{document}".encode()
    made = hmac.new(pair_key, message, hashlib.sha256).digest()
    return base64.b32encode(made).decode().rstrip("=").lower()


def epoch_of(at: datetime) -> str:
    """Return the month of a moment, in UTC so that both sides agree; ValueError without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).strftime("%Y-%m")
