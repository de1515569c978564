"""What operators order at the command line: plain values in, plain values out.

A membership document travels between provinces as a file. It is signed by one after the other,
or by each on a copy of its own: copies are joined again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from provinces.tenancy import scope
from provinces.tenancy.keys import KeyRole

from . import documents, instants, queries, services
from .documents import Document
from .listing import Member

# Who acts in the ledger when somebody with a shell does.
OPERATOR = "operator"
# What nobody can do any more with a key of a role that was forgotten.
ENDS = {
    KeyRole.LEDGER: "signing heads of the logs; those it signed stay verified",
    KeyRole.REQUEST: "signing requests and answers; those it signed stay verified",
    KeyRole.SEALING: "opening what was sealed to it, for ever",
    KeyRole.MEMBERSHIP: "signing for the province; versions it signed stay verified",
    KeyRole.PASSES: "signing passes; those it signed stay verified until their end",
}


def found(
    *,
    federation: str,
    provinces: Iterable[str],
    now: datetime,
    urls: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Found a federation of provinces hosted here; raises what services.found does."""
    made = services.found(federation, slugs=provinces, now=now, urls=urls, by=OPERATOR)
    return described(made)


def membership(*, now: datetime) -> dict[str, Any]:
    """Return the membership that the province in scope holds, and what of its own expires."""
    held = queries.held()
    if held is None:
        return {"version": None, "members": [], "expiring": []}
    expiring = [
        {"what": each.what, "at": instants.text(each.at), "days_left": each.days_left(now)}
        for each in queries.expiring(now)
    ]
    return {**described(held), "expiring": expiring}


def keys(*, now: datetime) -> list[dict[str, Any]]:
    """Return every key that the membership lists, and whether it counts."""
    held = queries.held()
    members = {} if held is None else held.members
    return [
        {
            "member": slug,
            "role": str(role),
            **listed.as_json(),
            "is_in_force": listed.is_in_force(now) and member.is_in(now),
        }
        for slug, member in sorted(members.items())
        for role in KeyRole
        for listed in member.listed(role)
    ]


def peers() -> list[dict[str, Any]]:
    """Return the peers as the province in scope deals with them."""
    return [
        {
            "peer": peer.slug,
            "url": peer.url,
            "state": peer.state,
            "because": peer.suspended_because,
            "version": peer.version_spoken,
            "last_heard_at": peer.last_heard_at and instants.text(peer.last_heard_at),
        }
        for peer in queries.peers()
    ]


def card(*, now: datetime, url: str = "") -> dict[str, Any]:
    """Return how the province in scope would be listed, for the members to draft it in."""
    own = services.card(now=now, url=url)
    return {"slug": own.slug, "member": own.as_json()}


def compose(*, federation: str, cards: Iterable[Mapping[str, Any]], now: datetime) -> bytes:
    """Return the first document of a federation, to be signed; raises BadMembership, BadListing."""
    return services.compose(federation, cards=_members(cards), now=now).to_bytes()


def _members(cards: Iterable[Mapping[str, Any]]) -> dict[str, Member]:
    return {each["slug"]: Member.from_json(each["slug"], each["member"]) for each in cards}


def draft(
    *,
    now: datetime,
    cards: Iterable[Mapping[str, Any]] = (),
    leaving: Iterable[str] = (),
    revoked: Iterable[str] = (),
) -> bytes:
    """Return the next version of the membership, to be signed; raises BadMembership, BadListing."""
    changes = services.Changes(_members(cards), frozenset(leaving), frozenset(revoked))
    return services.draft(changes, now=now).to_bytes()


def rotate(*, role: str, now: datetime, is_compromised: bool = False) -> bytes:
    """Make a new key and return the membership that lists it, to be signed.

    Raises ValueError for a role there is not, NotAMember, and CredentialMissing.
    """
    made = services.rotate_key(KeyRole(role), now=now, by=OPERATOR, is_compromised=is_compromised)
    return made.to_bytes()


def retire_keys(*, role: str, now: datetime, is_dry: bool = False) -> dict[str, Any]:
    """Forget the keys of a role that were replaced, or tell which would be forgotten.

    Raises ValueError for a role there is not, StillCounts, NotAMember, and CredentialMissing.
    """
    wanted = KeyRole(role)
    if is_dry:
        gone = services.retiring(wanted, now=now)
    else:
        gone = services.retire_keys(wanted, now=now, by=OPERATOR)
    return {"role": role, "is_done": not is_dry, "ends": [_ending(key, wanted) for key in gone]}


def _ending(key: str, role: KeyRole) -> dict[str, Any]:
    """Return a key with what is over once it is forgotten."""
    listed = queries.required(scope.current().slug).listed(role)
    until = next((each.until for each in listed if each.key == key), None)
    return {"key": key, "until": until and instants.text(until), "over": ENDS[role]}


def sign(*, data: bytes, now: datetime) -> bytes:
    """Return a document with the signature of the province in scope; raises BadMembership."""
    return services.sign(documents.opened(data), now=now, by=OPERATOR).to_bytes()


def joined(copies: Iterable[bytes]) -> bytes:
    """Return one document with the signatures of all copies; raises BadMembership."""
    first, *others = [documents.opened(data) for data in copies]
    for other in others:
        first = documents.joined(first, other)
    return first.to_bytes()


def take(
    *, data: bytes, now: datetime, through: Iterable[bytes] = (), anchor: str = ""
) -> dict[str, Any]:
    """Hold a document from now on, and those it is reached through; raises BadMembership."""
    document = documents.opened(data)
    passed = sorted((documents.opened(each) for each in through), key=lambda each: each.version)
    services.take(document, now=now, through=passed, anchor=anchor, by=OPERATOR)
    return described(document)


def suspend(*, peer: str, because: str, now: datetime) -> dict[str, Any]:
    """Stop imports from a peer; raises what services.suspend does."""
    return {"peer": services.suspend(peer, by=OPERATOR, because=because, now=now).slug}


def resume(*, peer: str, because: str, now: datetime) -> dict[str, Any]:
    """Import from a peer again; raises what services.resume does."""
    return {"peer": services.resume(peer, by=OPERATOR, because=because, now=now).slug}


def described(document: Document) -> dict[str, Any]:
    """Return a document in few words, and who has signed it."""
    return {
        "federation": document.federation,
        "expires": instants.text(document.expires),
        "members": [slug for slug, each in document.members.items() if each.left_at is None],
        **queries.threshold_state(document),
    }


def read(data: bytes) -> dict[str, Any]:
    """Return a document of a file in few words; raises BadMembership."""
    return described(documents.opened(data))
