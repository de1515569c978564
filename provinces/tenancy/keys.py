"""A province's own keys: what it signs and opens with, kept in the secret store and nowhere else.

A role's keys are ordered, the newest first. Until peers know of a new key, what it signs is
signed with the ones before as well; they are retired when that is over.

    ensure ──► [k1]        rotate ──► [k2, k1]        retire ──► [k2], and k1 to verify by
"""

from __future__ import annotations

import base64
import hmac
import secrets
from enum import StrEnum
from typing import Any

from core.signing.keys import SigningKey, Verifier, verifier_from
from core.signing.sealing import SealingKey

from . import credentials, scope


class KeyRole(StrEnum):
    """What a key is for; no key is for two things."""

    LEDGER = "ledger"
    REQUEST = "request"
    SEALING = "sealing"
    MEMBERSHIP = "membership"


def name_of(slug: str) -> str:
    """Return the name in a province's keys and signatures."""
    return f"concord/{slug}"


def ensure(slug: str) -> bool:
    """Make the keys that a province lacks; tell whether there were any to make."""
    return credentials.ensure_signing(slug, {role: _fresh() for role in KeyRole})


def are_complete(slug: str) -> bool:
    """Tell whether a province has a key of every role."""
    kept = credentials.signing_of(slug)
    return all(kept.get(role, {}).get("keys") for role in KeyRole)


def lock_secret() -> bytes:
    """Return what the locks of the province in scope are numbered under; raises CredentialMissing.

    Of the master key, which stays as long as the province does: all of its processes agree.
    """
    master = credentials.key_of(scope.current().slug)
    return hmac.digest(master, b"concord/advisory locks", "sha256")


def signing_key(role: KeyRole) -> SigningKey:
    """Return the newest key of a role of the province in scope; raises CredentialMissing."""
    return signing_keys(role)[0]


def signing_keys(role: KeyRole) -> list[SigningKey]:
    """Return the keys of a role that are not retired, newest first; raises CredentialMissing."""
    if role == KeyRole.SEALING:
        raise ValueError("sealing keys sign nothing")
    return [_signing(scope.current().slug, key) for key in _kept(role)["keys"]]


def sealing_keys() -> list[SealingKey]:
    """Return the keys that open what is sealed to the province in scope, newest first.

    Retired ones are not among them. Raises CredentialMissing.
    """
    return [SealingKey.from_bytes(base64.b64decode(key)) for key in _kept(KeyRole.SEALING)["keys"]]


def verifiers(role: KeyRole) -> list[Verifier]:
    """Return who verifies signatures of a role, retired keys included, newest first."""
    retired = _kept(role).get("retired", [])
    return [*(key.verifier for key in signing_keys(role)), *map(verifier_from, retired)]


def rotate(role: KeyRole) -> None:
    """Give a role of the province in scope a new key; the ones before stay until retired.

    Raises CredentialMissing where there is none to succeed.
    """
    credentials.change_signing(
        scope.current().slug, role, lambda kept: {**kept, "keys": [_fresh(), *kept["keys"]]}
    )


def retire(role: KeyRole) -> None:
    """Forget all of a role's keys but the newest; what they signed can still be verified.

    Raises CredentialMissing.
    """
    slug = scope.current().slug
    credentials.change_signing(slug, role, lambda kept: _with_newest(kept, role, slug))


def _with_newest(kept: dict[str, Any], role: KeyRole, slug: str) -> dict[str, Any]:
    newest, *older = kept["keys"]
    gone = [] if role == KeyRole.SEALING else [_signing(slug, key).verifier.text for key in older]
    return {"keys": [newest], "retired": [*gone, *kept.get("retired", [])]}


def _signing(slug: str, key: str) -> SigningKey:
    return SigningKey(name_of(slug), base64.b64decode(key))


def _fresh() -> str:
    # 32 bytes are a seed of Ed25519 (RFC 8032) and a private key of X25519 (RFC 7748) alike.
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _kept(role: KeyRole) -> dict[str, Any]:
    slug = scope.current().slug
    found = credentials.signing_of(slug).get(role)
    if not found or not found.get("keys"):
        raise credentials.CredentialMissing(f"{slug} has no {role} key in the secret store")
    return found
