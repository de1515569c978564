"""Sealing a message so that only its receiver can open it (HPKE, RFC 9180)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import x25519

SIZE = 32  # bytes of a secret and of a public key (RFC 7748)

_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
# Set before the context, so that what is sealed for one use is never opened for another.
_USE = b"concord/sealed/v1\n"


class CannotOpen(ValueError):
    """Sealed for another key or another context, changed on the way, or not sealed at all."""


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A secret X25519 key; it is never shown."""

    secret: bytes = field(repr=False)
    public: bytes = field(init=False, compare=False)
    _key: x25519.X25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        key = x25519.X25519PrivateKey.from_private_bytes(self.secret)
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "public", key.public_key().public_bytes_raw())

    @classmethod
    def generate(cls) -> SealingKey:
        """Return a new key."""
        return cls(secrets.token_bytes(SIZE))

    @classmethod
    def from_bytes(cls, secret: bytes) -> SealingKey:
        """Return the key of a secret, or raise ValueError for one of another length."""
        return cls(secret)

    def to_bytes(self) -> bytes:
        """Return the secret, to be kept where credentials are."""
        return self.secret

    def shared_with(self, public: bytes) -> bytes:
        """Return the secret that only this key and the other's holder can compute.

        Raises ValueError for a public key that is none.
        """
        return self._key.exchange(x25519.X25519PublicKey.from_public_bytes(public))

    def unseal(self, sealed: bytes, info: bytes) -> bytes:
        """Open a message; call `opened`, which says what went wrong in our words."""
        return _SUITE.decrypt(sealed, self._key, info=info)


def seal(plaintext: bytes, to: bytes, context: bytes) -> bytes:
    """Return the plaintext sealed for the holder of a public key, bound to a context.

    The context is not in the message: the receiver must know the same. Raises ValueError for a
    public key that is none.
    """
    receiver = x25519.X25519PublicKey.from_public_bytes(to)
    return _SUITE.encrypt(plaintext, receiver, info=_USE + context)


def opened(sealed: bytes, key: SealingKey, context: bytes) -> bytes:
    """Return the plaintext, or raise CannotOpen."""
    try:
        return key.unseal(sealed, _USE + context)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("the message cannot be opened with this key in this context") from error
