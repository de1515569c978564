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
from functools import lru_cache
from typing import Any

from core.signing import p256
from core.signing.keys import SigningKey, Verifier, verifier_from
from core.signing.p256 import PassKey, PassVerifier
from core.signing.sealing import SealingKey

from . import credentials, scope


class KeyRole(StrEnum):
    """What a key is for; no key is for two things."""

    LEDGER = "ledger"
    REQUEST = "request"
    SEALING = "sealing"
    MEMBERSHIP = "membership"
    PASSES = "passes"


# Whose keys are Ed25519 and sign notes and statements; the others are of other kinds.
SIGNING = (KeyRole.LEDGER, KeyRole.REQUEST, KeyRole.MEMBERSHIP)


def name_of(slug: str) -> str:
    """Return the name in a province's keys and signatures."""
    return f"concord/{slug}"


def ensure(slug: str) -> bool:
    """Make the keys that a province lacks; tell whether there were any to make."""
    return credentials.ensure_signing(slug, {role: _fresh(role) for role in KeyRole})


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
    if role not in SIGNING:
        raise ValueError(f"{role} keys sign nothing of this kind")
    return [_signing(scope.current().slug, key) for key in _kept(role)["keys"]]


def sealing_keys() -> list[SealingKey]:
    """Return the keys that open what is sealed to the province in scope, newest first.

    Retired ones are not among them. Raises CredentialMissing.
    """
    return [SealingKey.from_bytes(base64.b64decode(key)) for key in _kept(KeyRole.SEALING)["keys"]]


def pass_keys() -> list[PassKey]:
    """Return the keys that sign the passes of the province in scope, newest first.

    Retired ones are not among them. Raises CredentialMissing.
    """
    return [_pass_key(scope.current().slug, key) for key in _kept(KeyRole.PASSES)["keys"]]


def pass_verifiers() -> list[PassVerifier]:
    """Return who verifies passes of the province in scope, retired keys included, newest first."""
    retired = _kept(KeyRole.PASSES).get("retired", [])
    return [*(key.verifier for key in pass_keys()), *map(p256.verifier_from, retired)]


def verifiers(role: KeyRole) -> list[Verifier]:
    """Return who verifies signatures of a role, retired keys included, newest first."""
    retired = _kept(role).get("retired", [])
    return [*(key.verifier for key in signing_keys(role)), *map(verifier_from, retired)]


def rotate(role: KeyRole) -> None:
    """Give a role of the province in scope a new key; the ones before stay until retired.

    Raises CredentialMissing where there is none to succeed.
    """
    credentials.change_signing(
        scope.current().slug, role, lambda kept: {**kept, "keys": [_fresh(role), *kept["keys"]]}
    )


def retire(role: KeyRole) -> None:
    """Forget all of a role's keys but the newest; what they signed can still be verified.

    Raises CredentialMissing.
    """
    slug = scope.current().slug
    credentials.change_signing(slug, role, lambda kept: _with_newest(kept, role, slug))


def _with_newest(kept: dict[str, Any], role: KeyRole, slug: str) -> dict[str, Any]:
    newest, *older = kept["keys"]
    gone = [] if role == KeyRole.SEALING else [_public(role, slug, key) for key in older]
    return {"keys": [newest], "retired": [*gone, *kept.get("retired", [])]}


def _signing(slug: str, key: str) -> SigningKey:
    return SigningKey(name_of(slug), base64.b64decode(key))


# Made once, as a live pass is signed for everybody who looks at theirs.
@lru_cache(64)
def _pass_key(slug: str, key: str) -> PassKey:
    return PassKey(name_of(slug), base64.b64decode(key))


def _public(role: KeyRole, slug: str, key: str) -> str:
    made = _pass_key(slug, key) if role == KeyRole.PASSES else _signing(slug, key)
    return made.verifier.text


def _fresh(role: KeyRole) -> str:
    # 32 bytes are a seed of Ed25519 (RFC 8032) and a private key of X25519 (RFC 7748) alike.
    made = p256.fresh_secret() if role == KeyRole.PASSES else secrets.token_bytes(32)
    return base64.b64encode(made).decode()


def _kept(role: KeyRole) -> dict[str, Any]:
    slug = scope.current().slug
    found = credentials.signing_of(slug).get(role)
    if not found or not found.get("keys"):
        raise credentials.CredentialMissing(f"{slug} has no {role} key in the secret store")
    return found
