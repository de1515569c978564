"""The keys of passes handed down: whom this province's checkpoints believe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from federation.peers.documents import Document
from federation.peers.listing import ListedKey, Member
from provinces.passes import services as passes
from provinces.passes.services import HandedKey
from provinces.tenancy import scope
from provinces.tenancy.keys import KeyRole


def hand_down_pass_keys(document: Document) -> None:
    """Have the province's own rooms trust the keys of passes that a membership lists.

    Whoever misses the renewal of the membership trusts no other province's keys on, and one's own
    for ever. A member whose imports are suspended is not among those who are not trusted: its
    people keep their passes.
    """
    passes.receive_keys(
        key for member in document.members.values() for key in _keys(document, member)
    )


def _keys(document: Document, member: Member) -> Iterator[HandedKey]:
    for key in member.listed(KeyRole.PASSES):
        yield HandedKey(
            issuer=member.slug,
            name_zh=member.name_zh,
            name_en=member.name_en,
            key=key.key,
            since=key.since,
            until=_until(document, member, key),
        )


def _until(document: Document, member: Member, key: ListedKey) -> datetime | None:
    if key.is_revoked:
        return key.since
    is_own = member.slug == scope.current().slug
    ends = [key.until, member.left_at, None if is_own else document.expires]
    return min((each for each in ends if each is not None), default=None)
