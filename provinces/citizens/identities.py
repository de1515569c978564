"""Sealing who somebody is: authenticated encryption and a keyed hash, both with the province's key.

AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF-SHA256 (RFC 5869); the document is
found again by HMAC-SHA256 of its normalised number, which tells nothing without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import asdict, dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from stdnum.cn import ric

NONCE = 12


class NotADocument(ValueError):
    """A document number that cannot be one."""


@dataclass(frozen=True, slots=True)
class Person:
    """What the identity table keeps of somebody, in the clear only while it is used."""

    full_name: str
    document: str
    contact: str = ""


def normalise(document: str) -> str:
    """Return a document number in its one spelling; raises NotADocument.

    Full-width letters and digits, which Chinese keyboards write, are the same as narrow ones.
    Chinese resident identity numbers are checked (GB 11643); of other documents only the
    alphabet and length can be.
    """
    narrow = unicodedata.normalize("NFKC", document)
    compact = "".join(narrow.split()).replace("-", "").upper()
    if not (compact.isascii() and compact.isalnum() and 5 <= len(compact) <= 20):
        raise NotADocument("a document number is 5 to 20 letters and digits")
    if len(compact) == 18 and compact[:17].isdigit() and not ric.is_valid(compact):
        raise NotADocument("the resident identity number's check digit, date or place is wrong")
    return compact


def birth_year(document: str) -> int | None:
    """Return the year of birth that a document number tells, if it tells one."""
    compact = normalise(document)
    is_resident = len(compact) == 18 and compact[:17].isdigit()
    return ric.get_birth_date(compact).year if is_resident else None


def document_hash(key: bytes, document: str) -> bytes:
    """Return the keyed hash by which a document is found again."""
    return hmac.digest(_derive(key, b"document"), normalise(document).encode(), hashlib.sha256)


def seal(key: bytes, reference: str, person: Person) -> bytes:
    """Encrypt a person for a citizen's reference: it cannot be moved to another one."""
    nonce = secrets.token_bytes(NONCE)
    plain = json.dumps(asdict(person), ensure_ascii=False).encode()
    return nonce + AESGCM(_derive(key, b"identity")).encrypt(nonce, plain, reference.encode())


def unseal(key: bytes, reference: str, sealed: bytes) -> Person:
    """Decrypt a person; raises InvalidTag where key, citizen or bytes are not the sealed ones."""
    nonce, body = sealed[:NONCE], sealed[NONCE:]
    plain = AESGCM(_derive(key, b"identity")).decrypt(nonce, body, reference.encode())
    return Person(**json.loads(plain))


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"concord " + purpose).derive(key)
