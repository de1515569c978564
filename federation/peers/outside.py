"""A request to a peer over the network: to the address that was judged, and to no other.

The host is looked up anew for every request, each of its addresses is judged, and the connection
is made to the address itself, while the certificate is verified for the name. A connection is
kept for the next request as long as its address is still among those judged.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProtocolError
from urllib3.response import BaseHTTPResponse

from . import addresses
from .addresses import Resolver, Target
from .exchanging import Answer, Exchange, NotAnswered, Redirected, TooLarge
from .lines import Line, Pool, Watch

# All of an answer: a peer that sends a byte now and then holds nobody up for longer.
WHOLE_SECONDS = 120.0
CHUNK = 64 * 1024
AGENT = "concord"


def exchange_with(url: str, *, resolver: Resolver | None = None) -> Exchange:
    """Return what asks the peer at a URL; it raises NotAnswered for a forbidden address too."""
    line = Line()

    def exchange(
        method: str, path: str, body: bytes, headers: Mapping[str, str], most: int
    ) -> Answer:
        try:
            target = addresses.checked(url)
            found = addresses.resolved(target, resolver)
        except addresses.ForbiddenAddress as problem:
            raise NotAnswered(str(problem)) from None
        given = {
            **headers,
            "Host": target.authority,
            "User-Agent": AGENT,
            "Accept-Encoding": "identity",
        }
        asked = _Asked(method, f"{target.path}{path}", body, given)
        try:
            return _answered(line, target, found, asked, most)
        except HTTPError as problem:
            raise NotAnswered(f"{target.host}: {problem}") from None

    return exchange


class _Asked(NamedTuple):
    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


def _answered(line: Line, target: Target, found: Sequence[str], asked: _Asked, most: int) -> Answer:
    """Ask at the first address that takes the connection; what it answers counts."""
    *others, last = sorted(found, key=lambda address: address != line.address)
    for address in others:
        try:
            return _ask(line.to(target, address), target, asked, most)
        except (NewConnectionError, ConnectTimeoutError):
            continue  # not a byte was sent
    return _ask(line.to(target, last), target, asked, most)


def _ask(pool: Pool, target: Target, asked: _Asked, most: int) -> Answer:
    what = f"{target.host}: {asked.path}"
    watch = Watch(pool, WHOLE_SECONDS)
    try:
        with watch:
            response = _sent(pool, asked)
            try:
                return _read(response, what, most, watch)
            finally:
                response.close()  # read to its end, it has given the connection back before
    except HTTPError:
        if watch.is_over:
            raise _too_slow(what) from None
        raise


def _sent(pool: Pool, asked: _Asked) -> BaseHTTPResponse:
    """Send a request and return the beginning of its answer.

    Peers hang up on a kept connection when they like. What only reads is asked once more then;
    what is signed counts once, so its sender decides.
    """
    try:
        return _opened(pool, asked)
    except ProtocolError:
        if asked.method != "GET" or not pool.was_kept:
            raise
        return _opened(pool, asked)


def _opened(pool: Pool, asked: _Asked) -> BaseHTTPResponse:
    return pool.urlopen(
        asked.method,
        asked.path,
        body=asked.body or None,
        headers=asked.headers,
        redirect=False,
        retries=False,
        preload_content=False,
        decode_content=False,
    )


def _read(response: BaseHTTPResponse, what: str, most: int, watch: Watch) -> Answer:
    if 300 <= response.status < 400:
        raise Redirected(f"{what} redirects to {response.headers.get('Location', 'nowhere')}")
    until = time.monotonic() + WHOLE_SECONDS
    body = bytearray()
    # What is there is taken as it comes: to wait until a chunk is full could be for ever.
    while chunk := response.read1(min(CHUNK, most + 1 - len(body)), decode_content=False):
        body += chunk
        if len(body) > most:
            raise TooLarge(f"{what} has more than {most} bytes")
        if time.monotonic() > until:
            raise _too_slow(what)
    if watch.is_over:  # who hung up were we
        raise _too_slow(what)
    if "Content-Encoding" in response.headers:
        raise NotAnswered(f"{what} is compressed, which was not asked for")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, bytes(body))


def _too_slow(what: str) -> NotAnswered:
    return NotAnswered(f"{what} took longer than {WHOLE_SECONDS:.0f} seconds")
