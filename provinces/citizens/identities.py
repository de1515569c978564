"""Sealing who somebody is: authenticated encryption and a keyed hash, both with the province's key.

AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF-SHA256 (RFC 5869); the document is
found again by HMAC-SHA256 of its normalised number, which tells nothing without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .documents import NotADocument, birth_year, normalise

__all__ = [
    "NotADocument",
    "Person",
    "birth_year",
    "document_hash",
    "keyed",
    "normalise",
    "seal",
    "seal_text",
    "unseal",
    "unseal_text",
]

NONCE = 12


@dataclass(frozen=True, slots=True)
class Person:
    """What the identity table keeps of somebody, in the clear only while it is used."""

    full_name: str
    document: str
    contact: str = ""


def document_hash(key: bytes, document: str) -> bytes:
    """Return the keyed hash by which a document is found again."""
    return keyed(key, b"document", normalise(document).encode())


def keyed(key: bytes, purpose: bytes, what: bytes) -> bytes:
    """Return a keyed hash of something, for one purpose: it fits no hash made for another."""
    return hmac.digest(_derive(key, purpose), what, hashlib.sha256)


def seal(key: bytes, reference: str, person: Person) -> bytes:
    """Encrypt a person for a citizen's reference: it cannot be moved to another one."""
    return seal_text(key, reference, json.dumps(asdict(person), ensure_ascii=False))


def unseal(key: bytes, reference: str, sealed: bytes) -> Person:
    """Decrypt a person; raises InvalidTag where key, citizen or bytes are not the sealed ones."""
    return Person(**json.loads(unseal_text(key, reference, sealed)))


def seal_text(key: bytes, reference: str, text: str) -> bytes:
    """Encrypt a text for a reference: it cannot be moved to another one."""
    nonce = secrets.token_bytes(NONCE)
    sealer = AESGCM(_derive(key, b"identity"))
    return nonce + sealer.encrypt(nonce, text.encode(), reference.encode())


def unseal_text(key: bytes, reference: str, sealed: bytes) -> str:
    """Decrypt a text; raises InvalidTag where key, reference or bytes are not the sealed ones."""
    nonce, body = sealed[:NONCE], sealed[NONCE:]
    return AESGCM(_derive(key, b"identity")).decrypt(nonce, body, reference.encode()).decode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"concord " + purpose).derive(key)
