"""The membership: founded, drafted anew, signed by each member, and taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.db import locks
from federation.peers import documents, instants, judging, queries
from federation.peers.documents import Document
from federation.peers.listing import Member
from federation.peers.models import Membership, Peer
from federation.peers.reasons import BadMembership, Reason
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole

from .handing_passes import hand_down_pass_keys
from .listing_us import card, revoking


@dataclass(frozen=True, slots=True)
class Changes:
    """What the next version of the membership changes; with nothing here it only renews it.

    `cards` are members that join, or are listed anew as they say themselves. `revoked` are keys
    as they are listed.
    """

    cards: Mapping[str, Member] = field(default_factory=dict)
    leaving: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()


RENEWED = Changes()


def found(
    federation: str,
    *,
    slugs: Iterable[str],
    now: datetime,
    urls: Mapping[str, str] | None = None,
    by: ledger.Reference = None,
) -> Document:
    """Found a federation of provinces hosted here: drafted, signed by each, taken by each.

    Raises BadMembership where one of them is in a federation already, NoSuchProvince, and
    CredentialMissing.
    """
    slugs = sorted(slugs)
    members = {slug: _founder(slug, now=now, url=(urls or {}).get(slug, "")) for slug in slugs}
    document = compose(federation, cards=members, now=now)
    for slug in slugs:
        with scope.province(slug):
            document = sign(document, now=now, by=by)
    for slug in slugs:
        with scope.province(slug):
            take(document, now=now, by=by)
    return document


def compose(federation: str, *, cards: Mapping[str, Member], now: datetime) -> Document:
    """Return the first document of a federation whose members are nodes of their own, unsigned.

    Raises BadMembership for a member whose membership key cannot be told.
    """
    expires = instants.whole(now) + timedelta(days=settings.FEDERATION_MEMBERSHIP_DAYS)
    return documents.compose(federation, version=1, expires=expires, members=cards)


def _founder(slug: str, *, now: datetime, url: str) -> Member:
    with scope.province(slug):
        if (held := queries.held()) is not None:
            raise BadMembership(Reason.ALREADY_FOUNDED, f"{slug} is in {held.federation}")
        return card(now=now, url=url)


def draft(changes: Changes = RENEWED, *, now: datetime) -> Document:
    """Return the next version of the membership, unsigned and stored nowhere.

    Raises BadMembership where there is none to follow, or for a change to who is no member.
    """
    held = queries.held()
    if held is None:
        raise BadMembership(Reason.NOT_A_MEMBER, "this province is in no federation")
    members = {**held.members, **changes.cards}
    for slug in changes.leaving:
        if slug not in members:
            raise BadMembership(Reason.NOT_A_MEMBER, f"{slug} cannot leave: it is no member")
        members[slug] = replace(members[slug], left_at=instants.whole(now))
    if changes.revoked:
        members = {slug: revoking(each, changes.revoked) for slug, each in members.items()}
    expires = instants.whole(now) + timedelta(days=settings.FEDERATION_MEMBERSHIP_DAYS)
    return documents.compose(
        held.federation, version=held.version + 1, expires=expires, members=members
    )


@transaction.atomic
def sign(document: Document, *, now: datetime, by: ledger.Reference = None) -> Document:
    """Return the document with this province's signature added.

    It is signed with each membership key that the document or the version held lists: the one
    that is replaced signs together with the one that replaces it. Raises BadMembership for a
    document that could not be taken, or asks for no key of this province, and CredentialMissing.
    """
    held = queries.held()
    judging.judge_content(document, previous=held, now=now)
    asked = set(document.metadata.signed.keys)
    if held is not None:
        asked |= set(held.metadata.signed.keys)
    own = [
        key
        for key in keys.signing_keys(KeyRole.MEMBERSHIP)
        if documents.root_key(key.verifier.text).keyid in asked
    ]
    if not own:
        detail = f"version {document.version} asks for no key of {scope.current().slug}"
        raise BadMembership(Reason.NOT_A_MEMBER, detail)
    body = {"version": document.version, "digest": document.digest}
    about = f"membership:{document.version}"
    ledger.record(Event.MEMBERSHIP_SIGNED, by=by, about=about, at=now, body=body)
    return documents.signed(document, own)


@transaction.atomic
def take(
    document: Document,
    *,
    now: datetime,
    through: Iterable[Document] = (),
    anchor: str = "",
    by: ledger.Reference = None,
) -> Membership:
    """Verify a document and hold it from now on; the version held already is left as it is.

    `through` are the versions that lie between the one held and this one, for who was away: their
    own time may be over, this one's may not, and either all are held or none. The first document
    that a province takes is one it has signed itself, or one whose digest is `anchor`, as its
    officials were told it by another way. Raises BadMembership.
    """
    locks.hold("membership", [0])  # of two who take it at once, the second finds it taken
    for passed in through:
        _take(passed, now=now, anchor=anchor, by=by, is_passed=True)
    return _take(document, now=now, anchor=anchor, by=by, is_passed=False)


def _take(
    document: Document, *, now: datetime, anchor: str, by: ledger.Reference, is_passed: bool
) -> Membership:
    held = queries.held()
    if held is not None and document.version <= held.version:
        return _taken_before(document)
    judging.judge(document, previous=held, now=now, is_passed=is_passed)
    if held is None:
        _check_anchor(document, anchor)
    taken = Membership.objects.create(
        version=document.version,
        document=document.to_bytes().decode(),
        taken_at=now,
        expires_at=document.expires,
    )
    _note_peers(document)
    hand_down_pass_keys(document)
    body = {"version": document.version, "digest": document.digest}
    ledger.record(
        Event.MEMBERSHIP_TAKEN, by=by, about=f"membership:{taken.version}", at=now, body=body
    )
    return taken


def _taken_before(document: Document) -> Membership:
    """Return the row of a version taken before; whoever shows another one is not believed."""
    taken = Membership.objects.filter(version=document.version).first()
    if taken is None:
        detail = f"version {document.version} is older than all that are held"
        raise BadMembership(Reason.OLD, detail)
    if documents.opened(taken.document.encode()).signed_bytes != document.signed_bytes:
        detail = f"version {document.version} was taken with another content"
        raise BadMembership(Reason.CONFLICTING, detail)
    return taken


def _check_anchor(document: Document, anchor: str) -> None:
    if anchor:
        if anchor != document.digest:
            raise BadMembership(Reason.NOT_ANCHORED, f"its digest is {document.digest}")
        return
    own = {
        documents.root_key(key.verifier.text).keyid for key in keys.signing_keys(KeyRole.MEMBERSHIP)
    }
    if not own & set(document.metadata.signed.keys) & set(document.metadata.signatures):
        detail = "it is the first, without an anchor, and not signed by this province"
        raise BadMembership(Reason.NOT_ANCHORED, detail)


def _note_peers(document: Document) -> None:
    own = scope.current().slug
    for slug, member in document.members.items():
        if slug != own:
            Peer.objects.update_or_create(slug=slug, defaults={"url": member.url})
