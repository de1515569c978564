"""Sealing what authorities are given: AES-256-GCM under a key made of the province's (HKDF)."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from provinces.tenancy import credentials, scope

NONCE = 12


def seal(plain: bytes, *, of: str) -> bytes:
    """Encrypt the answer to a request, by its reference: to no other it opens."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher().encrypt(nonce, plain, of.encode())


def unseal(sealed: bytes | memoryview, *, of: str) -> bytes:
    """Decrypt it; raises InvalidTag where key, request or bytes are not the sealed ones."""
    whole = bytes(sealed)
    return _cipher().decrypt(whole[:NONCE], whole[NONCE:], of.encode())


def _cipher() -> AESGCM:
    key = credentials.key_of(scope.current().slug)
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"concord lawful request").derive(key))
