"""COSE_Sign1 with ES256 (RFC 9052 §4.2), in the one form that is used here.

18([ << {1: -7, 4: kid, ?16: type} >>, {}, payload, signature ])
      └ all that is said of the signature is under the signature
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.signing.keys import BadSignature
from core.signing.p256 import ID_SIZE, SIZE, PassKey, PassVerifier

from . import cbor
from .failures import NotAPass, Tampered, WrongAlgorithm

_TAG = b"\xd2"  # 18, as one byte
_ALG, _KID, _TYPE = 1, 4, 16
_ES256 = -7


@dataclass(frozen=True, slots=True)
class Sign1:
    """A signed message, read and not verified; `verify` does that."""

    protected: bytes
    key_id: bytes
    payload: bytes
    signature: bytes

    def verify(self, verifier: PassVerifier) -> None:
        """Return if the key signed this, or raise Tampered."""
        try:
            verifier.verify(self.signature, _to_sign(self.protected, self.payload))
        except BadSignature as error:
            raise Tampered(str(error)) from error


def signed(payload: bytes, key: PassKey, *, of_type: str = "", again: bool = False) -> bytes:
    """Return a payload, signed; with `again`, the same bytes whenever it is signed."""
    header: dict[int, Any] = {_ALG: _ES256, _KID: key.verifier.key_id}
    if of_type:
        header[_TYPE] = of_type
    protected = cbor.encoded(header)
    data = _to_sign(protected, payload)
    signature = key.sign_again(data) if again else key.sign(data)
    return _TAG + cbor.encoded([protected, {}, payload, signature])


def opened(data: bytes, *, of_type: str = "") -> Sign1:
    """Read a signed message of a type; raises NotAPass, and WrongAlgorithm."""
    protected, unprotected, payload, signature = _parts(data)
    header = _header(protected)
    if header.get(_ALG) != _ES256:
        raise WrongAlgorithm(f"the protected algorithm is {header.get(_ALG)!r}, not ES256")
    key_id = header.get(_KID)
    if unprotected or not isinstance(key_id, bytes) or len(key_id) != ID_SIZE:
        raise NotAPass("it does not say under its signature which key made it")
    expected = {_ALG, _KID, _TYPE} if of_type else {_ALG, _KID}
    if header.keys() != expected or header.get(_TYPE, "") != of_type:
        raise NotAPass(f"it is not of type {of_type!r}")
    return Sign1(protected, key_id, payload, signature)


def _parts(data: bytes) -> tuple[bytes, dict[Any, Any], bytes, bytes]:
    if not data.startswith(_TAG):
        raise NotAPass("not a COSE_Sign1 message")
    try:
        parts = cbor.decoded(data[1:])
    except ValueError as error:
        raise NotAPass(str(error)) from error
    if not isinstance(parts, list) or [*map(type, parts)] != [bytes, dict, bytes, bytes]:
        raise NotAPass("not the four parts of a COSE_Sign1 message")
    if len(parts[3]) != 2 * SIZE:
        raise NotAPass(f"the signature has {len(parts[3])} bytes")
    return parts[0], parts[1], parts[2], parts[3]


def _header(protected: bytes) -> dict[Any, Any]:
    if not protected:
        return {}  # how COSE writes a header with nothing in it
    try:
        header = cbor.decoded(protected)
    except ValueError as error:
        raise NotAPass(f"the protected header: {error}") from error
    if not isinstance(header, dict):
        raise NotAPass("the protected header is no map")
    return header


def _to_sign(protected: bytes, payload: bytes) -> bytes:
    # RFC 9052 §4.4; the empty text is what an application adds.
    return cbor.encoded(["Signature1", protected, b"", payload])
