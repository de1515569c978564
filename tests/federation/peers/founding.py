"""A federation of the north and the south, and requests that one sends to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.test import RequestFactory

from core.signing import keys as signing
from core.signing import p256
from core.signing.p256 import PassKey
from core.signing.sealing import SealingKey
from federation.peers import documents, requests, services
from federation.peers.documents import Document
from federation.peers.listing import ListedKey, Member
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast

HOSTED = (cast.NORTH, cast.SOUTH)
FOUNDED = cast.NOW - timedelta(days=30)
NOW = cast.NOW
NOTICES = "https://localhost/p/north/federation/v1/notices"


def founded(slugs: Iterable[str] = HOSTED, *, now: datetime = FOUNDED) -> Document:
    """Found a federation of hosted provinces."""
    return services.found("Test", slugs=slugs, now=now)


def stranger(slug: str = "east", *, now: datetime = FOUNDED) -> Member:
    """Return how a province that is hosted elsewhere would be listed."""
    texts = {role: signing.generate(keys.name_of(slug)).verifier.text for role in keys.SIGNING}
    texts[KeyRole.PASSES] = PassKey(keys.name_of(slug), p256.fresh_secret()).verifier.text
    texts[KeyRole.SEALING] = documents.sealing_text(SealingKey.generate().public)
    return Member(
        slug=slug,
        name_zh="东省",
        name_en="East",
        division_code="130000",
        url=f"https://{slug}.example/federation/",
        joined_at=now,
        keys={role: (ListedKey(text, now),) for role, text in texts.items()},
    )


def signed(document: Document, by: Iterable[str] = HOSTED, *, now: datetime = NOW) -> Document:
    """Return a document signed by hosted provinces."""
    for slug in by:
        with scope.province(slug):
            document = services.sign(document, now=now)
    return document


def forced(document: Document, by: Iterable[str] = HOSTED) -> Document:
    """Return a document with the signatures of provinces that would sign anything."""
    for slug in by:
        with scope.province(slug):
            document = documents.signed(document, keys.signing_keys(KeyRole.MEMBERSHIP))
    return document


def taken(document: Document, by: Iterable[str] = HOSTED, *, now: datetime = NOW) -> Document:
    """Have hosted provinces sign a document, and take it."""
    document = signed(document, by, now=now)
    for slug in by:
        with scope.province(slug):
            services.take(document, now=now)
    return document


def sent(
    by: str = cast.SOUTH,
    *,
    body: bytes = b"{}",
    now: datetime = NOW,
    url: str = NOTICES,
) -> dict[str, str]:
    """Return the headers with which a province signs a request to the north."""
    with scope.province(by):
        return requests.sign("POST", url, body, now=now)


def arrived(
    headers: Mapping[str, str], *, body: bytes = b"{}", path: str = "/federation/v1/notices"
) -> HttpRequest:
    """Return a request as the north's view gets it."""
    return RequestFactory().post(
        path, data=body, content_type="application/json", headers=dict(headers)
    )
