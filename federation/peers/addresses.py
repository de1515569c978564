"""Which addresses peers may be asked at: a guard against requests that are sent inwards.

A peer's URL comes from another province. What it names must be on the public Internet each time
it is looked up, and the address that was judged is the one that is connected to; otherwise a
name could point outwards when it is checked and inwards when it is used.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

Resolver = Callable[[str, int], Sequence[str]]

PORTS = {"https": 443, "http": 80}
# IANA gives out global unicast addresses from here alone; all that stands for an IPv4 address
# (mapped, compatible, NAT64) is outside of it, but for 6to4 and Teredo.
GLOBAL_UNICAST = IPv6Network("2000::/3")
TUNNELS = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))
LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
# The last label of a name is never a number (RFC 3696 §2); 0x7f.1 and 2130706433 are addresses.
NUMERIC = re.compile(r"(0x[0-9a-f]*|[0-9]+)")
# Of what RFC 3986 allows, all that a plain URL needs: no user, query, fragment or escape.
FORM = re.compile(r"[A-Za-z0-9._~:/\[\]-]+")
PATH = re.compile(r"/([A-Za-z0-9._~-]+/)*")


class ForbiddenAddress(ValueError):
    """A URL, or what it leads to, is not one that a peer may have."""


@dataclass(frozen=True, slots=True)
class Target:
    """A peer's URL in its parts; the host is a name, or an address without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        return f"{_bracketed(self.host)}:{self.port}"

    @property
    def authority(self) -> str:
        """The host as the Host header names it, without the scheme's own port."""
        return _bracketed(self.host) if self.port == PORTS[self.scheme] else self.place

    @property
    def is_loopback_allowed(self) -> bool:
        return self.place in settings.FEDERATION_LOOPBACK_PORTS


def checked(url: str) -> Target:
    """Return a peer's URL in its parts: https, a plain host, a path that ends in `/`.

    http is for the places in FEDERATION_LOOPBACK_PORTS alone. Raises ForbiddenAddress.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise ForbiddenAddress(f"{url!r}: {problem}") from None
    if parts.scheme not in PORTS:
        raise ForbiddenAddress(f"{url!r} is not https")
    if not FORM.fullmatch(url):
        raise ForbiddenAddress(f"{url!r} has a user, a query, a fragment, or signs it needs not")
    if not PATH.fullmatch(parts.path) or "/../" in parts.path or "/./" in parts.path:
        raise ForbiddenAddress(f"the path of {url!r} is not a plain one that ends in /")
    _check_host(host, is_bracketed="[" in parts.netloc)
    target = Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, parts.path)
    if parts.scheme == "http" and not target.is_loopback_allowed:
        raise ForbiddenAddress(f"{url!r} is not https")
    if _address(host) is not None:
        _check_address(target, host)
    return target


def resolved(target: Target, resolver: Resolver | None = None) -> tuple[str, ...]:
    """Return the addresses to connect to, having judged every address that the host has.

    Raises ForbiddenAddress for one that is not public, and for a host that has none.
    """
    look_up = resolver or system_resolver
    found = tuple(dict.fromkeys(look_up(target.host, target.port)))
    if not found:
        raise ForbiddenAddress(f"{target.host} has no address")
    for address in found:
        _check_address(target, address)
    return found


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses of a host, in the system's order; none where it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(each[4][0]) for each in found]


def _check_host(host: str, *, is_bracketed: bool) -> None:
    if _address(host) is not None:
        return
    if is_bracketed:
        raise ForbiddenAddress(f"[{host}] is no address")
    labels = host.split(".")
    if not all(LABEL.fullmatch(label) for label in labels) or len(host) > 253:
        raise ForbiddenAddress(f"{host!r} is no plain host name")
    if NUMERIC.fullmatch(labels[-1]):
        raise ForbiddenAddress(f"{host!r} is an address in disguise")


def _check_address(target: Target, text: str) -> None:
    address = _address(text)
    if address is None:
        raise ForbiddenAddress(f"{text!r} is no address")
    if target.is_loopback_allowed:
        if not address.is_loopback:
            raise ForbiddenAddress(f"{target.place} leads to {text} instead of this machine")
    elif not _is_public(address):
        raise ForbiddenAddress(f"{target.host} leads to {text}, which is not public")


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (
        address not in GLOBAL_UNICAST or any(address in tunnel for tunnel in TUNNELS)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
