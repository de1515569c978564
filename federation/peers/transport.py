"""Asking peers: over HTTP, or in the process for a province on the same node. Both sign alike.

    to(slug) ─► hosted here? ─► loopback: the node's own request handler
             └► else         ─► HTTP: guarded address, pinned, no redirects, a cap on size

Nothing is asked inside a transaction: what a peer does cannot be rolled back, and a slow peer
would hold our locks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from provinces.tenancy import directory
from provinces.tenancy.connecting import connection

from . import inside, outside, queries, requests
from .exchanging import (
    Answer,
    BadAnswer,
    Exchange,
    NoHttpInTransaction,
    NotAnswered,
    Redirected,
    TooLarge,
    Unreachable,
)
from .requests import RefusedAnswer, Sent

__all__ = [
    "Answer",
    "BadAnswer",
    "NoHttpInTransaction",
    "NotAnswered",
    "Redirected",
    "TooLarge",
    "Transport",
    "Unreachable",
    "loopback",
    "over_http",
    "to",
]

# An answer to a post is a receipt or a problem.
MOST_OF_A_RECEIPT = 1024 * 1024
PATH = re.compile(r"([A-Za-z0-9_-][A-Za-z0-9._-]*/)*([A-Za-z0-9_-][A-Za-z0-9._-]*)?")

Clock = Callable[[], datetime]


class Transport(Protocol):
    """A way to ask one peer, by paths below its federation door."""

    def get(self, path: str, *, most: int) -> Answer:
        """Return what is published at a path, of at most so many bytes.

        Raises Unreachable, TooLarge, and NoHttpInTransaction.
        """
        ...

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a signed request and return the answer, its signature verified.

        An answer that is not a success may be unsigned: it brings about nothing but another try.
        Raises Unreachable (BadAnswer for an answer that is not the peer's), TooLarge, and
        NoHttpInTransaction.
        """
        ...


@dataclass(frozen=True, slots=True)
class Road:
    """A transport over whichever exchange leads to the peer."""

    peer: str
    url: str
    exchange: Exchange
    clock: Clock = field(default=timezone.now)

    def get(self, path: str, *, most: int) -> Answer:
        _check(path)
        return self.exchange("GET", path, b"", {}, most)

    def post(self, path: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        _check(path)
        url = f"{self.url}{path}"
        given = {"Content-Type": "application/json", **(headers or {})}
        signed = requests.sign("POST", url, body, now=self.clock(), headers=given)
        answer = self.exchange("POST", path, body, signed, MOST_OF_A_RECEIPT)
        self._verify(Sent("POST", url, signed), answer)
        return answer

    def _verify(self, sent: Sent, answer: Answer) -> None:
        if answer.status >= 300 and "signature" not in answer.headers:
            return
        try:
            requests.verified_response(
                sent,
                peer=self.peer,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
                now=self.clock(),
            )
        except RefusedAnswer as refused:
            raise BadAnswer(f"{self.peer}: {refused}") from None


def to(slug: str, *, clock: Clock = timezone.now) -> Transport:
    """Return the way to a member; raises NotAMember."""
    url = queries.required(slug).url
    if settings.FEDERATION_LOOPBACK and _is_hosted(slug):
        return loopback(slug, url=url, clock=clock)
    return over_http(slug, url=url, clock=clock)


def loopback(slug: str, *, url: str = "", clock: Clock = timezone.now) -> Transport:
    """Return the way to a province of this node, in the process."""
    base = url or settings.FEDERATION_URL.format(slug=slug)
    return Road(slug, base, inside.exchange_with(slug, base), clock)


def over_http(slug: str, *, url: str = "", clock: Clock = timezone.now) -> Transport:
    """Return the way to a member over the network; raises NotAMember."""
    base = url or queries.required(slug).url
    return Road(slug, base, outside.exchange_with(base), clock)


def _check(path: str) -> None:
    if not PATH.fullmatch(path):
        raise ValueError(f"{path!r} is no path below a peer's door")
    # The tests' own transaction, in which all of a test happens, is none of the program's.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise NoHttpInTransaction(f"{path!r} would be asked for inside a transaction")


def _is_hosted(slug: str) -> bool:
    try:
        directory.find(slug)
    except directory.NoSuchProvince:
        return False
    return True
