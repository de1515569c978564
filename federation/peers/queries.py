"""Members, their keys at a moment, and peers as this province deals with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from core.signing import base64_text
from core.signing.keys import Verifier, verifier_from
from provinces.tenancy import scope
from provinces.tenancy.keys import KeyRole

from . import documents, versions
from .documents import Document
from .listing import ListedKey, Member
from .models import ExpiryWarning, Membership, Peer, Restored


class NotAMember(LookupError):
    """The membership that this province holds lists no such member."""


class NoSealingKey(LookupError):
    """A member has no sealing key that counts at the moment."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """Something of ours that ends, or should be replaced by then.

    A key has its role, and since when it is used; what has neither is the membership.
    """

    what: str
    at: datetime
    role: KeyRole | None = None
    since: datetime | None = None

    def days_left(self, now: datetime) -> int:
        """Return how many whole days are left, none when it is over."""
        return max(0, (self.at - now).days)


def document(version: int | None = None) -> bytes | None:
    """Return the latest membership document taken, or one version, as it travels."""
    held = Membership.objects.order_by("-version")
    found = (held if version is None else held.filter(version=version)).first()
    return None if found is None else found.document.encode()


def held() -> Document | None:
    """Return the membership that this province holds, None where it belongs to no federation."""
    found = Membership.objects.order_by("-version").values_list("document", flat=True).first()
    return None if found is None else _opened(found)


def memberships() -> list[tuple[Membership, Document | None]]:
    """Return every version of the membership that was taken, in order; None for what is none."""
    found: list[tuple[Membership, Document | None]] = []
    for row in Membership.objects.order_by("version"):
        try:
            found.append((row, documents.opened(row.document.encode())))
        except documents.BadMembership:
            found.append((row, None))
    return found


@lru_cache(16)
def _opened(text: str) -> Document:
    return documents.opened(text.encode())


def membership_version() -> int | None:
    """Return the version of the membership held."""
    found = held()
    return None if found is None else found.version


def members(at: datetime) -> tuple[Member, ...]:
    """Return the members at a moment, this province among them, in the order of their slugs."""
    found = held()
    listed = [] if found is None else [found.members[slug] for slug in sorted(found.members)]
    return tuple(member for member in listed if member.is_in(at))


def member(slug: str) -> Member | None:
    """Return what the membership lists of a province, also of one that left."""
    found = held()
    return None if found is None else found.members.get(slug)


def required(slug: str) -> Member:
    """Return what the membership lists of a province; raises NotAMember."""
    found = member(slug)
    if found is None:
        raise NotAMember(f"{slug} is no member of the federation that this province knows of")
    return found


def verifiers(slug: str, role: KeyRole, at: datetime) -> list[Verifier]:
    """Return what verifies a member's signatures made at a moment, newest first.

    A key counts within its time and no longer than the document that lists it: whoever misses
    the renewal of the membership trusts nobody on.
    """
    return [verifier_from(key.key) for key in _in_force(slug, role, at)]


def sealing_key(slug: str, at: datetime) -> bytes:
    """Return the key to seal to for a member; raises NotAMember, NoSealingKey."""
    required(slug)
    for key in _in_force(slug, KeyRole.SEALING, at):
        return base64_text.decoded(key.key)
    raise NoSealingKey(f"{slug} has no sealing key in force at {at:%Y-%m-%d %H:%M}")


def _in_force(slug: str, role: KeyRole, at: datetime) -> tuple[ListedKey, ...]:
    found = held()
    if found is None or slug not in found.members or at >= found.expires:
        return ()
    listed = found.members[slug]
    return listed.in_force(role, at) if listed.is_in(at) else ()


def peers() -> QuerySet[Peer]:
    """Return the other members that were ever dealt with, in the order of their slugs."""
    return Peer.objects.order_by("slug")


def active() -> list[Peer]:
    """Return the peers whose imports are not suspended."""
    return list(peers().filter(state=Peer.State.ACTIVE))


def version_spoken(slug: str) -> int:
    """Return the version of the protocol that is spoken with a peer; the first until it is met."""
    told = Peer.objects.filter(pk=slug).values_list("version_spoken", flat=True).first()
    return told or min(versions.SPOKEN)


def is_suspended(slug: str) -> bool:
    """Tell whether imports from a peer are suspended here."""
    return Peer.objects.filter(pk=slug, state=Peer.State.SUSPENDED).exists()


def restored(slug: str, log: str) -> Restored | None:
    """Return the latest statement by which a log goes on from an earlier place, if there is one."""
    return Restored.objects.filter(peer=slug, log=log).order_by("-history").first()


def restorations() -> QuerySet[Restored]:
    """Return all statements that were taken, in order."""
    return Restored.objects.order_by("id")


def history(slug: str, log: str) -> int:
    """Return which history of a log is followed; the first one is 0."""
    found = restored(slug, log)
    return 0 if found is None else found.history


def is_given_up(peer: str, *, history: str = "history", index: str = "index") -> Exists:
    """Return whether an entry of a feed, by its columns, is of a history that was given up."""
    later = Restored.objects.filter(
        log="feed",
        peer=OuterRef(peer),
        history__gt=OuterRef(history),
        size__lte=OuterRef(index),
    )
    return Exists(later)


def threshold_state(document: Document) -> dict[str, Any]:
    """Return who has signed a document, who has not, and what is still missing."""
    root = document.metadata.signed
    before = held()
    is_next = before is not None and before.version + 1 == document.version
    result = root.get_root_verification_result(
        before.metadata.signed if before is not None and is_next else None,
        document.signed_bytes,
        document.metadata.signatures,
    )
    signers = {
        documents.root_key(documents.membership_key(listed)).keyid: slug
        for slug, listed in document.members.items()
        if listed.left_at is None
    }
    return {
        "version": document.version,
        "digest": document.digest,
        "threshold": document.threshold,
        "signed": sorted(signers[key] for key in result.second.signed if key in signers),
        "unsigned": sorted(signers[key] for key in result.second.unsigned if key in signers),
        "missing": result.second.missing,
        "missing_of_previous": result.first.missing if is_next else 0,
        "is_complete": result.verified,
    }


def expiring(now: datetime, within: timedelta = timedelta(days=60)) -> list[Expiring]:
    """Return what of ours ends, or is due to be replaced, within a time; the first one first."""
    found = held()
    if found is None:
        return []
    ends = [Expiring(f"membership {found.version}", found.expires), *_own_keys(found, now)]
    return sorted((each for each in ends if each.at <= now + within), key=lambda each: each.at)


def _own_keys(found: Document, now: datetime) -> Iterator[Expiring]:
    """The newest key of each role: by its end, or by the age at which it should be replaced."""
    own = found.members.get(scope.current().slug)
    lifetime = timedelta(days=settings.FEDERATION_KEY_DAYS)
    for role in KeyRole if own else ():
        for key in own.in_force(role, now)[:1] if own else ():
            due = key.since + lifetime
            end = due if key.until is None else min(due, key.until)
            yield Expiring(f"{role} key since {key.since:%Y-%m-%d}", end, role, key.since)


def warnings() -> QuerySet[ExpiryWarning]:
    """Return the warnings given, the latest first."""
    return ExpiryWarning.objects.order_by("-warned_at", "expires_at", "-days")
