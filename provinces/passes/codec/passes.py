"""A pass written as the text of a QR code, and read and verified from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.signing.p256 import PassKey, PassVerifier

from . import base45, cbor, cose
from .claims import Claims, read, written
from .failures import Expired, NotAPass, NotYetValid, UnknownKey, Untrusted

PREFIX = "CC1:"
# Characters. A pass has some 240; more than a QR code of version 20 holds at level M is none.
LONGEST = 970
# Seconds by which a checkpoint's clock may be behind the issuer's: as far as those of provinces may
# be apart by the federation's protocol. There is no such grace at the end, where it would let a
# screenshot live longer.
SKEW = 300


class Known(Protocol):
    """A key as a list of trusted ones has it: whose it is, and whether it counts for a moment."""

    @property
    def verifier(self) -> PassVerifier: ...

    @property
    def issuer(self) -> str: ...

    def counts(self, at: int) -> bool:
        """Tell whether a pass that was issued at a moment is believed."""
        ...


def encode(claims: Claims, key: PassKey) -> str:
    """Return a pass as text; raises NotAPass for claims that no pass makes."""
    told = written(claims)
    read(told)
    return PREFIX + base45.encoded(cose.signed(cbor.encoded(told), key))


def decode(text: str, known: Mapping[bytes, Sequence[Known]]) -> Claims:
    """Return what a pass says, once it is sure who signed it; its time is not looked at.

    `known` are the trusted keys by their ids: one key may be listed of two provinces, of which
    one lies, and takes nothing from the other by it. Raises NotAPass, WrongAlgorithm, UnknownKey,
    Tampered, and Untrusted.
    """
    if not text.startswith(PREFIX) or len(text) > LONGEST:
        raise NotAPass(f"a pass begins with {PREFIX} and has at most {LONGEST} characters")
    try:
        data = base45.decoded(text[len(PREFIX) :])
    except ValueError as error:
        raise NotAPass(str(error)) from error
    message = cose.opened(data)
    keys = known.get(message.key_id)
    if not keys:
        raise UnknownKey(f"the key {message.key_id.hex()} is on no list")
    # The id is a hash of the key: whoever lists it lists the same one.
    message.verify(keys[0].verifier)
    try:
        told = cbor.decoded(message.payload)
    except ValueError as error:
        raise NotAPass(f"the claims: {error}") from error
    claims = read(told)
    if not any(key.issuer == claims.issuer and key.counts(claims.issued_at) for key in keys):
        raise Untrusted(f"{keys[0].verifier.id_text} does not count for {claims.issuer}")
    return claims


def check_time(claims: Claims, at: int, *, skew: int = SKEW) -> None:
    """Return if a pass counts at a moment, or raise NotYetValid, or Expired."""
    if claims.issued_at > at + skew:
        raise NotYetValid("it was issued later than now: a clock is wrong")
    ends = claims.expires_at if claims.entry is None else claims.entry.not_after
    if at >= min(claims.expires_at, ends):
        raise Expired("its time is over")
    if claims.entry is not None and claims.entry.not_before > at + skew:
        raise NotYetValid("the journey begins later")
