"""The membership document: TUF root metadata that the threshold of its members has signed.

    version 1 ──signed by its own threshold──► taken
        │
        ▼ signed by the threshold of version 1 AND by its own
    version 2 ──► …

The chain is The Update Framework's (specification 1.0, §5.3): whoever trusts one version can
follow to any later one, and nobody below the threshold can write the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.signer import Key, Signature, SSlibKey
from tuf.api.metadata import Metadata, Role, Root

from core.signing import base64_text, canonical
from core.signing.keys import SigningKey, verifier_from
from provinces.tenancy.keys import KeyRole

from . import instants
from .listing import BadListing, Member
from .reasons import BadMembership, Reason

FIELD = "concord"
ROOT = "root"


@dataclass(frozen=True, slots=True)
class Document:
    """A membership document as read; `metadata` is what was signed."""

    federation: str
    version: int
    expires: datetime
    members: Mapping[str, Member]
    metadata: Metadata[Root]

    @property
    def threshold(self) -> int:
        return self.metadata.signed.roles[ROOT].threshold

    @property
    def signed_bytes(self) -> bytes:
        return self.metadata.signed_bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of what is signed; a newcomer compares it with what it was told."""
        return canonical.digest(self.metadata.signed.to_dict())

    def to_bytes(self) -> bytes:
        """Return the document as it travels: canonical JSON, signatures in order of keys."""
        told = self.metadata.to_dict()
        told["signatures"].sort(key=lambda signature: signature["keyid"])
        return canonical.canonical(told)


def needed(members: int) -> int:
    """Return how many of so many members must sign: a majority, and never one alone of several."""
    return members // 2 + 1


def compose(
    federation: str, *, version: int, expires: datetime, members: Mapping[str, Member]
) -> Document:
    """Return an unsigned document; its root keys are those of the members who have not left.

    Raises BadMembership for a member whose membership key cannot be told.
    """
    keys = root_keys(members)
    roles = {name: Role([], 1) for name in ("targets", "snapshot", "timestamp")}
    roles[ROOT] = Role(sorted(keys), needed(len(keys)))
    listed = {slug: members[slug].as_json() for slug in sorted(members)}
    root = Root(
        version=version,
        expires=expires.astimezone(UTC),
        keys=keys,
        roles=roles,
        consistent_snapshot=False,
        unrecognized_fields={FIELD: {"federation": federation, "members": listed}},
    )
    return _document(Metadata(root))


def root_keys(members: Mapping[str, Member]) -> dict[str, Key]:
    """Return the keys that sign for the members, by TUF's id; raises BadMembership."""
    found: dict[str, Key] = {}
    for slug, member in members.items():
        if member.left_at is None:
            key = root_key(membership_key(member))
            if key.keyid in found:
                raise BadMembership(Reason.SHARED_KEY, f"{slug} signs with another's key")
            found[key.keyid] = key
    return found


def membership_key(member: Member) -> str:
    """Return the one key that signs for a member; raises BadMembership."""
    lasting = [
        key.key
        for key in member.listed(KeyRole.MEMBERSHIP)
        if key.until is None and not key.is_revoked
    ]
    if len(lasting) != 1:
        detail = f"{member.slug} has {len(lasting)} lasting membership keys instead of one"
        raise BadMembership(Reason.ROOT_KEYS, detail)
    return lasting[0]


def root_key(text: str) -> Key:
    """Return a verifier's text as a key of TUF's; raises BadMembership."""
    try:
        public = Ed25519PublicKey.from_public_bytes(verifier_from(text).public)
    except ValueError as problem:
        raise BadMembership(Reason.MALFORMED, f"{text} is no key: {problem}") from None
    return SSlibKey.from_crypto(public)


def opened(data: bytes) -> Document:
    """Read a document without trusting it; raises BadMembership for what is none."""
    try:
        told = canonical.parsed(data)
        metadata: Metadata[Root] = Metadata.from_dict(deepcopy(told))
    except canonical.NotCanonical as problem:
        raise BadMembership(Reason.MALFORMED, str(problem)) from None
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise BadMembership(Reason.MALFORMED, f"no TUF metadata: {problem}") from None
    if not isinstance(metadata.signed, Root):
        raise BadMembership(Reason.MALFORMED, "TUF metadata of another role than root")
    # What is verified is made anew from what was read: it must be all that was read.
    if metadata.to_dict() != told:
        raise BadMembership(Reason.MALFORMED, "not what TUF would write of it")
    return _document(metadata)


def _document(metadata: Metadata[Root]) -> Document:
    root = metadata.signed
    try:
        told: Any = root.unrecognized_fields[FIELD]
        federation = told["federation"]
        members = {slug: Member.from_json(slug, each) for slug, each in told["members"].items()}
    except BadListing as problem:
        raise BadMembership(Reason.MALFORMED, str(problem)) from None
    except (KeyError, TypeError, AttributeError) as problem:
        raise BadMembership(Reason.MALFORMED, f"no list of members: {problem!r}") from None
    if not isinstance(federation, str) or not members:
        raise BadMembership(Reason.MALFORMED, "a federation has a name and members")
    return Document(federation, root.version, instants.whole(root.expires), members, metadata)


def signed(document: Document, keys: Iterable[SigningKey]) -> Document:
    """Return the document with the signatures of these keys added."""
    data = document.signed_bytes
    made = {**document.metadata.signatures}
    for key in keys:
        keyid = root_key(key.verifier.text).keyid
        made[keyid] = Signature(keyid, key.sign(data).hex())
    metadata = Metadata(document.metadata.signed, made)
    return _document(metadata)


def joined(first: Document, second: Document) -> Document:
    """Return a document with the signatures gathered on both copies.

    Raises BadMembership where they are copies of different documents.
    """
    if first.signed_bytes != second.signed_bytes:
        raise BadMembership(Reason.CONFLICTING, "signatures of two different documents")
    made = {**first.metadata.signatures, **second.metadata.signatures}
    return _document(Metadata(first.metadata.signed, made))


def sealing_text(public: bytes) -> str:
    """Return a sealing key's public half as the document lists it."""
    return base64_text.encoded(public)
