"""A request to a peer over the network: to the address that was judged, and to no other.

The host is looked up anew for every request, each of its addresses is judged, and the connection
is made to the address itself, while the certificate is verified for the name.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import urllib3
from django.conf import settings
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import BaseHTTPResponse

from . import addresses
from .addresses import Resolver, Target
from .exchanging import Answer, Exchange, NotAnswered, Redirected, TooLarge

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
# All of an answer: a peer that sends a byte now and then holds nobody up for longer.
WHOLE_SECONDS = 120.0
CHUNK = 64 * 1024
AGENT = "concord"


def exchange_with(url: str, *, resolver: Resolver | None = None) -> Exchange:
    """Return what asks the peer at a URL; it raises NotAnswered for a forbidden address too."""

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
            return _answered(target, found, asked, most)
        except HTTPError as problem:
            raise NotAnswered(f"{target.host}: {problem}") from None

    return exchange


class _Asked(NamedTuple):
    method: str
    path: str
    body: bytes
    headers: Mapping[str, str]


def _answered(target: Target, found: Sequence[str], asked: _Asked, most: int) -> Answer:
    """Ask at the first address that takes the connection; what it answers counts."""
    for address in found[:-1]:
        try:
            return _ask(target, address, asked, most)
        except (NewConnectionError, ConnectTimeoutError):
            continue  # not a byte was sent
    return _ask(target, found[-1], asked, most)


def _ask(target: Target, address: str, asked: _Asked, most: int) -> Answer:
    with _pool(target, address) as pool:
        response = pool.urlopen(
            asked.method,
            asked.path,
            body=asked.body or None,
            headers=asked.headers,
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        return _read(response, f"{target.host}: {asked.path}", most)


def _pool(target: Target, address: str) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(address, target.port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        address,
        target.port,
        timeout=timeout,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=settings.FEDERATION_CA_FILE or None,
    )


def _read(response: BaseHTTPResponse, what: str, most: int) -> Answer:
    if 300 <= response.status < 400:
        raise Redirected(f"{what} redirects to {response.headers.get('Location', 'nowhere')}")
    until = time.monotonic() + WHOLE_SECONDS
    body = bytearray()
    while chunk := response.read(min(CHUNK, most + 1 - len(body)), decode_content=False):
        body += chunk
        if len(body) > most:
            raise TooLarge(f"{what} has more than {most} bytes")
        if time.monotonic() > until:
            raise NotAnswered(f"{what} took longer than {WHOLE_SECONDS:.0f} seconds")
    if "Content-Encoding" in response.headers:
        raise NotAnswered(f"{what} is compressed, which was not asked for")
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, headers, bytes(body))
