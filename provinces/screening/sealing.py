"""Results on their way are encrypted, each for the version of the report that it is of.

AES-256-GCM (NIST SP 800-38D) under a key derived from the province's by HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from provinces.tenancy import credentials, scope

from .models import Method, Outcome
from .reports import ReportedResult

NONCE = 12
MOMENTS = ("sampled_at", "resulted_at")


def seal(result: ReportedResult, *, identifier: str) -> bytes:
    """Encrypt a result for a report: it cannot be moved to another one. Whose it is stays out."""
    told = {name: value for name, value in asdict(result).items() if name != "citizen"}
    plain = json.dumps({**told, **{name: told[name].isoformat() for name in MOMENTS}}).encode()
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, identifier.encode())


def unseal(sealed: bytes, *, identifier: str, citizen: int) -> ReportedResult:
    """Decrypt a result for whoever it is of; raises InvalidTag where it is not what was sealed."""
    nonce, body = sealed[:NONCE], sealed[NONCE:]
    told = json.loads(AESGCM(_key()).decrypt(nonce, body, identifier.encode()))
    told |= {name: datetime.fromisoformat(told[name]) for name in MOMENTS}
    told |= {"outcome": Outcome(told["outcome"]), "method": Method(told["method"])}
    return ReportedResult(citizen=citizen, **told)


def _key() -> bytes:
    master = credentials.key_of(scope.current().slug)
    return HKDF(SHA256(), 32, salt=None, info=b"concord result").derive(master)
