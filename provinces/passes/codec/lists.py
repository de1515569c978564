"""The two lists a checkpoint keeps: whose keys are trusted, and which passes were withdrawn.

Both are CBOR Web Tokens like passes, each of its own type, so that none is taken for another; the
second is a Token Status List (draft-ietf-oauth-status-list) of one bit for each place.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.signing.keys import BadKey
from core.signing.p256 import PassKey, PassVerifier, verifier_of

from . import cbor, cose
from .claims import StatusReference, whole
from .failures import NotAPass, Withdrawn

TRUST = "application/concord-trust+cwt"
STATUS = "application/statuslist+cwt"

_ISS, _SUB, _EXP, _IAT, _TTL, _LIST = 1, 2, 4, 6, 65534, 65533
_KEYS, _NAMES = -70011, -70012
# Bytes that a list may have once it is unpacked: eight million passes.
_MOST = 1 << 20


class BadList(ValueError):
    """Not a list, or not one by a key that is known."""


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key and the time in which passes it signed are believed, `[since, until)` in seconds."""

    issuer: str
    verifier: PassVerifier
    since: int
    until: int | None = None

    def counts(self, at: int) -> bool:
        """Tell whether a pass that was issued at a moment is believed."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class TrustList:
    """Whose keys a province trusts, until the list expires; to be fetched anew after `ttl`.

    `names` are what provinces are called, in Chinese and in English.
    """

    issuer: str
    issued_at: int
    expires_at: int
    ttl: int
    keys: tuple[TrustedKey, ...]
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def known(self) -> dict[bytes, list[TrustedKey]]:
        """Return the keys as `decode` asks for them."""
        found: dict[bytes, list[TrustedKey]] = {}
        for key in self.keys:
            found.setdefault(key.verifier.key_id, []).append(key)
        return found


@dataclass(frozen=True, slots=True)
class StatusList:
    """Which passes of a list are withdrawn: one bit for each place, the lowest bit first."""

    issuer: str
    number: int
    issued_at: int
    expires_at: int
    ttl: int
    bits: bytes

    def check(self, reference: StatusReference) -> None:
        """Return if a pass stands, or raise Withdrawn; a place beyond the list never stands."""
        byte, bit = divmod(reference.index, 8)
        if byte >= len(self.bits) or self.bits[byte] >> bit & 1:
            raise Withdrawn(f"place {reference.index} of list {reference.list} is withdrawn")


def bits_of(withdrawn: Iterable[int], size: int) -> bytes:
    """Return the bits of a list with room for so many passes."""
    bits = bytearray(-(-size // 8))
    for index in withdrawn:
        bits[index // 8] |= 1 << index % 8
    return bytes(bits)


def trust_list(told: TrustList, key: PassKey) -> bytes:
    """Return a trust list, signed: the same bytes whenever the same is told."""
    entries = [
        [each.issuer, each.verifier.name, each.verifier.uncompressed, each.since, each.until]
        for each in told.keys
    ]
    names = {slug: [*both] for slug, both in told.names.items()}
    claims = {**_frame(told), _KEYS: entries, _NAMES: names}
    return cose.signed(cbor.encoded(claims), key, of_type=TRUST, again=True)


def status_list(told: StatusList, key: PassKey) -> bytes:
    """Return a status list, signed: the same bytes whenever the same is told."""
    packed = {"bits": 1, "lst": zlib.compress(told.bits, 9)}
    claims = {**_frame(told), _SUB: str(told.number), _LIST: packed}
    return cose.signed(cbor.encoded(claims), key, of_type=STATUS, again=True)


def read_trust_list(data: bytes, *keys: PassVerifier) -> TrustList:
    """Return a trust list that one of the keys signed; raises BadList."""
    told, _ = _opened(data, TRUST, keys, {_KEYS, _NAMES})
    try:
        listed = tuple(_trusted(entry) for entry in _array(told[_KEYS]))
        return TrustList(*_moments(told), keys=listed, names=_names(told[_NAMES]))
    except (ValueError, BadKey) as error:
        raise BadList(f"not a trust list: {error}") from error


def read_status_list(data: bytes, keys: Sequence[TrustedKey]) -> StatusList:
    """Return a status list that its issuer's key signed; raises BadList.

    `keys` are those that are trusted, whosever they are.
    """
    told, signer = _opened(data, STATUS, [key.verifier for key in keys], {_SUB, _LIST})
    try:
        issuer, issued_at, expires_at, ttl = _moments(told)
        number = whole(int(told[_SUB]), most=0xFFFF)
        bits = _unpacked(told[_LIST])
    except (ValueError, TypeError) as error:
        raise BadList(f"not a status list: {error}") from error
    if not any(
        key.issuer == issuer and key.verifier == signer and key.counts(issued_at) for key in keys
    ):
        raise BadList(f"{signer.id_text} does not count for {issuer}")
    return StatusList(issuer, number, issued_at, expires_at, ttl, bits)


def _frame(told: TrustList | StatusList) -> dict[int, Any]:
    return {
        _ISS: told.issuer,
        _EXP: told.expires_at,
        _IAT: told.issued_at,
        _TTL: told.ttl,
    }


def _opened(
    data: bytes, of_type: str, keys: Iterable[PassVerifier], own: set[int]
) -> tuple[dict[int, Any], PassVerifier]:
    try:
        message = cose.opened(data, of_type=of_type)
        signer = next((key for key in keys if key.key_id == message.key_id), None)
        if signer is None:
            raise BadList(f"the key {message.key_id.hex()} is not known")
        message.verify(signer)
        told = cbor.decoded(message.payload)
    except ValueError as error:
        raise BadList(str(error)) from error
    if not isinstance(told, dict) or told.keys() != {_ISS, _EXP, _IAT, _TTL} | own:
        raise BadList("other claims than those of such a list")
    return told, signer


def _moments(told: dict[int, Any]) -> tuple[str, int, int, int]:
    issuer = told[_ISS]
    if not isinstance(issuer, str):
        raise NotAPass("a province is named otherwise")
    return issuer, whole(told[_IAT]), whole(told[_EXP]), whole(told[_TTL])


def _array(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise NotAPass("no list")
    return value


def _trusted(entry: Any) -> TrustedKey:
    issuer, name, point, since, until = _array(entry)
    if not isinstance(issuer, str) or not isinstance(name, str) or not isinstance(point, bytes):
        raise NotAPass("a key is listed otherwise")
    ends = None if until is None else whole(until)
    return TrustedKey(issuer, verifier_of(name, point), whole(since), ends)


def _names(told: Any) -> dict[str, tuple[str, str]]:
    if not isinstance(told, dict):
        raise NotAPass("no names")
    found = {}
    for slug, names in told.items():
        zh, en = _array(names)
        if not all(isinstance(each, str) for each in (slug, zh, en)):
            raise NotAPass("a name is no text")
        found[slug] = (zh, en)
    return found


def _unpacked(told: Any) -> bytes:
    if not isinstance(told, dict) or told.keys() != {"bits", "lst"} or told["bits"] != 1:
        raise NotAPass("not one bit for each place")
    inflating = zlib.decompressobj()
    try:
        bits = inflating.decompress(told["lst"], _MOST)
    except zlib.error as error:
        raise NotAPass(f"the bits: {error}") from error
    if not inflating.eof or inflating.unused_data:
        raise NotAPass(f"more than {_MOST} bytes of bits, or cut short")
    return bits
