"""Secrets of authenticators lie encrypted with the province's key, each bound to its purpose.

AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF-SHA256 (RFC 5869).
"""

from __future__ import annotations

import base64
import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
PURPOSE = b"concord authenticators"


def seal(key: bytes, text: str) -> str:
    """Return a text encrypted under a key derived from the province's, as text."""
    nonce = secrets.token_bytes(NONCE)
    body = _cipher(key).encrypt(nonce, text.encode(), PURPOSE)
    return base64.b64encode(nonce + body).decode()


def unseal(key: bytes, sealed: str) -> str:
    """Return the text again; raises InvalidTag where key or bytes are not the sealed ones."""
    raw = base64.b64decode(sealed)
    return _cipher(key).decrypt(raw[:NONCE], raw[NONCE:], PURPOSE).decode()


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=PURPOSE).derive(key))
