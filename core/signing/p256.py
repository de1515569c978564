"""ES256 keys for passes: what any browser verifies, named and numbered like the other keys."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from . import base64_text
from .keys import BadKey, BadSignature

SIZE = 32  # bytes of a secret, and of each half of a signature (RFC 9053 §2.1)
POINT_SIZE = 33  # bytes of a compressed point (SEC 1 §2.3.3)
ID_SIZE = 8  # bytes of a key id, as in the EU's health certificates

_CURVE = ec.SECP256R1()
_ES256 = ec.ECDSA(hashes.SHA256())
# What must come out the same in every process, such as a list that is cached by its bytes.
_ES256_AGAIN = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_TEXT = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{16})\+(?P<key>[A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class PassVerifier:
    """The public half of a key, with the name of whose it is.

    Raises BadKey.
    """

    name: str
    point: bytes
    key_id: bytes = field(init=False, compare=False)
    _key: ec.EllipticCurvePublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.name or "+" in self.name or any(map(str.isspace, self.name)):
            raise BadKey(f"a key cannot be named {self.name!r}")
        if len(self.point) != POINT_SIZE:
            raise BadKey(f"the key of {self.name} is {len(self.point)} bytes long")
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, self.point)
        except ValueError as error:
            raise BadKey(f"the key of {self.name} is no point of P-256") from error
        # Made once: a checkpoint verifies some each second.
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "key_id", hashlib.sha256(self._cose_key).digest()[:ID_SIZE])

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if the key made this signature over this data, or raise BadSignature."""
        if len(signature) != 2 * SIZE:
            raise BadSignature(f"a signature has {2 * SIZE} bytes, not {len(signature)}")
        r, s = int.from_bytes(signature[:SIZE]), int.from_bytes(signature[SIZE:])
        try:
            self._key.verify(encode_dss_signature(r, s), data, _ES256)
        except InvalidSignature as error:
            raise BadSignature(f"the signature is not by {self.id_text}") from error

    @property
    def uncompressed(self) -> bytes:
        """Return the point as browsers import it: 4, x and y (SEC 1 §2.3.3)."""
        return self._key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    @property
    def id_text(self) -> str:
        """Return name and key id: enough to find the key by."""
        return f"{self.name}+{self.key_id.hex()}"

    @property
    def text(self) -> str:
        """Return the whole key as a line: name, key id and point."""
        return f"{self.id_text}+{base64_text.encoded(self.point)}"

    @property
    def _cose_key(self) -> bytes:
        # The deterministic CBOR of {1: 2, -1: 1, -2: x, -3: y}, which is hashed for a key's
        # thumbprint (RFC 9679 §3).
        x, y = self.uncompressed[1 : 1 + SIZE], self.uncompressed[1 + SIZE :]
        return b"\xa4\x01\x02\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y


@dataclass(frozen=True, slots=True)
class PassKey:
    """The secret half of a key; it is never shown.

    Raises BadKey.
    """

    name: str
    secret: bytes = field(repr=False)
    verifier: PassVerifier = field(init=False, compare=False)
    _key: ec.EllipticCurvePrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SIZE:
            raise BadKey(f"the secret of {self.name} is {len(self.secret)} bytes long, not {SIZE}")
        try:
            key = ec.derive_private_key(int.from_bytes(self.secret), _CURVE)
        except ValueError as error:
            raise BadKey(f"the secret of {self.name} is no number of P-256") from error
        point = key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "verifier", PassVerifier(self.name, point))

    def sign(self, data: bytes) -> bytes:
        """Return a signature over data."""
        return _joined(self._key.sign(data, _ES256))

    def sign_again(self, data: bytes) -> bytes:
        """Return the signature over data that is always the same (RFC 6979)."""
        return _joined(self._key.sign(data, _ES256_AGAIN))


def fresh_secret() -> bytes:
    """Return the secret of a new key."""
    numbers = ec.generate_private_key(_CURVE).private_numbers()
    return numbers.private_value.to_bytes(SIZE)


def verifier_from(text: str) -> PassVerifier:
    """Return the key of a line that `PassVerifier.text` wrote.

    Raises BadKey, also for a key id that is not that of the key.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise BadKey(f"{text[:80]!r} is not name+id+key")
    try:
        point = base64_text.decoded(found["key"])
    except ValueError as error:
        raise BadKey(f"the key of {found['name']}: {error}") from error
    verifier = PassVerifier(found["name"], point)
    if verifier.key_id.hex() != found["id"]:
        raise BadKey(f"the key of {verifier.name} has the id {verifier.key_id.hex()}")
    return verifier


def verifier_of(name: str, uncompressed: bytes) -> PassVerifier:
    """Return the key of a point as `PassVerifier.uncompressed` writes it; raises BadKey."""
    if len(uncompressed) != 1 + 2 * SIZE or uncompressed[0] != 4:
        raise BadKey(f"the key of {name} is no uncompressed point")
    sign = bytes([2 + (uncompressed[-1] & 1)])
    verifier = PassVerifier(name, sign + uncompressed[1 : 1 + SIZE])
    if verifier.uncompressed != uncompressed:
        raise BadKey(f"the key of {name} is no point of P-256")
    return verifier


def _joined(der: bytes) -> bytes:
    r, s = decode_dss_signature(der)
    return r.to_bytes(SIZE) + s.to_bytes(SIZE)
