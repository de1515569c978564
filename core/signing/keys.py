"""Ed25519 keys with names and key ids, as C2SP signed-note has them."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

from . import base64_text

# Signature types of C2SP signed-note. The type is part of the key id, so that one key may make
# both kinds and neither is ever taken for the other.
ED25519 = b"\x01"
COSIGNATURE = b"\x04"

SIZE = 32  # bytes of a seed and of a public key (RFC 8032)
SIGNATURE_SIZE = 64

# Points of small order, without the sign bit (RFC 8032 curve; the list is libsodium's): under
# such a key one signature may be right for many messages, so nobody's key is one.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
_TEXT = re.compile(r"(?P<name>[^+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>.+)")


class BadKey(ValueError):
    """A key, or the text of one, that cannot be used."""


class BadSignature(ValueError):
    """A signature that the key did not make over this data."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key, with the name of whose it is.

    Raises BadKey.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != SIZE:
            raise BadKey(f"the key of {self.name} is {len(self.public)} bytes long, not {SIZE}")
        if self.public[:-1] + bytes([self.public[-1] & 0x7F]) in _SMALL_ORDER:
            raise BadKey(f"the key of {self.name} is no key: a point of small order")

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if the key made this signature over this data, or raise BadSignature."""
        try:
            ed25519.Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except (InvalidSignature, ValueError) as error:
            raise BadSignature(f"the signature is not by {self.id_text}") from error

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which signatures of notes name the key."""
        return self._id(ED25519)

    @property
    def cosigner_id(self) -> bytes:
        """Return the four bytes by which cosignatures name the key."""
        return self._id(COSIGNATURE)

    @property
    def id_text(self) -> str:
        """Return name and key id, `concord/north+1a2b3c4d`: enough to find the key by."""
        return f"{self.name}+{self.key_id.hex()}"

    @property
    def text(self) -> str:
        """Return the whole key as a line, a vkey: name, key id, type and key."""
        return f"{self.id_text}+{base64_text.encoded(ED25519 + self.public)}"

    def _id(self, signature_type: bytes) -> bytes:
        named = self.name.encode() + b"\n" + signature_type + self.public
        return hashlib.sha256(named).digest()[:4]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret half of a key; its seed is never shown.

    Raises BadKey.
    """

    name: str
    seed: bytes = field(repr=False)
    verifier: Verifier = field(init=False, compare=False)
    _key: ed25519.Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != SIZE:
            raise BadKey(f"the seed of {self.name} is {len(self.seed)} bytes long, not {SIZE}")
        key = ed25519.Ed25519PrivateKey.from_private_bytes(self.seed)
        # Made once: a province signs every few seconds.
        object.__setattr__(self, "_key", key)
        object.__setattr__(
            self, "verifier", Verifier(self.name, key.public_key().public_bytes_raw())
        )

    def sign(self, data: bytes) -> bytes:
        """Return the signature over data."""
        return self._key.sign(data)


def generate(name: str) -> SigningKey:
    """Return a new key."""
    return SigningKey(name, secrets.token_bytes(SIZE))


def verifier_from(text: str) -> Verifier:
    """Return the key of a line that `Verifier.text` wrote.

    Raises BadKey, also for a key id that is not that of the key.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise BadKey(f"{text[:80]!r} is not name+id+key")
    try:
        data = base64_text.decoded(found["key"])
    except ValueError as error:
        raise BadKey(f"the key of {found['name']}: {error}") from error
    if data[:1] != ED25519:
        raise BadKey(f"the key of {found['name']} is not an Ed25519 key")
    verifier = Verifier(found["name"], data[1:])
    if verifier.key_id.hex() != found["id"]:
        raise BadKey(f"the key of {verifier.name} has the id {verifier.key_id.hex()}")
    return verifier


def _check_name(name: str) -> None:
    # C2SP signed-note: not empty, no Unicode spaces, no plus.
    if _NAME.fullmatch(name) is None:
        raise BadKey(f"a key cannot be named {name!r}")
