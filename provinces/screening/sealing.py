"""Results on their way are encrypted, each for the version of the report that it is of.

A guest's is encrypted together with the document, by which alone their home can be told.

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


def seal(result: ReportedResult, *, identifier: str, document: str = "") -> bytes:
    """Encrypt a result for a report: it cannot be moved to another one.

    Whose it is stays out, but for the document of somebody whose home is to be told.
    """
    told = {name: value for name, value in asdict(result).items() if name != "citizen"}
    told |= {"document": document} if document else {}
    plain = json.dumps({**told, **{name: told[name].isoformat() for name in MOMENTS}}).encode()
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, plain, identifier.encode())


def unseal(sealed: bytes, *, identifier: str, citizen: int) -> ReportedResult:
    """Decrypt a result for whoever it is of; raises InvalidTag where it is not what was sealed."""
    return _opened(sealed, identifier, citizen)[0]


def unseal_guests(sealed: bytes, *, identifier: str) -> tuple[ReportedResult, str]:
    """Decrypt a guest's result and their document; raises InvalidTag as `unseal` does."""
    return _opened(sealed, identifier, 0)


def _opened(sealed: bytes, identifier: str, citizen: int) -> tuple[ReportedResult, str]:
    nonce, body = sealed[:NONCE], sealed[NONCE:]
    told = json.loads(AESGCM(_key()).decrypt(nonce, body, identifier.encode()))
    document = told.pop("document", "")
    told |= {name: datetime.fromisoformat(told[name]) for name in MOMENTS}
    told |= {"outcome": Outcome(told["outcome"]), "method": Method(told["method"])}
    return ReportedResult(citizen=citizen, **told), document


def _key() -> bytes:
    master = credentials.key_of(scope.current().slug)
    return HKDF(SHA256(), 32, salt=None, info=b"concord result").derive(master)
