"""A connection to a peer that is kept from one request to the next, and hung up when it is slow.

Line ─► Pool to the one address that was judged ─► its connection, kept
                     ▲
             Watch ──┘ hangs up, however slowly the peer goes on sending
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection

from .addresses import Target

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0


class _Kept(urllib3.HTTPConnectionPool):
    """A pool of one connection, of which is known whether it was kept, and which is in use."""

    lent: Any = None
    was_kept = False

    def _get_conn(self, timeout: float | None = None) -> Any:
        self.lent = super()._get_conn(timeout)
        self.was_kept = self.lent.is_connected
        return self.lent

    def hang_up(self) -> None:
        """End the connection in use, whatever it is waiting for."""
        used: HTTPConnection | None = self.lent
        if used is not None and used.sock is not None:
            with suppress(OSError):
                used.sock.shutdown(socket.SHUT_RDWR)


class _KeptAndVerified(_Kept, urllib3.HTTPSConnectionPool):
    """The same over TLS."""


Pool = _Kept


class Line:
    """The way to a peer: to one address at a time, and to another once that is the peer's."""

    def __init__(self) -> None:
        self.address = ""
        self._pool: Pool | None = None

    def to(self, target: Target, address: str) -> Pool:
        """Return what asks at an address; connections to any other are closed."""
        if self._pool is None or self.address != address:
            if self._pool is not None:
                self._pool.close()
            self.address, self._pool = address, _pool(target, address)
        return self._pool


class Watch:
    """Hangs up what takes longer than so many seconds; a watched block then fails by itself.

    Time-outs of a socket begin anew with every byte: a peer that drips, be it a header, a length
    or what comes behind the last byte, would never meet one.
    """

    def __init__(self, pool: Pool, seconds: float) -> None:
        self.is_over = False
        self._pool = pool
        self._timer = threading.Timer(max(0.0, seconds), self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        self._pool.hang_up()


def _pool(target: Target, address: str) -> Pool:
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
    if target.scheme == "http":
        return _Kept(address, target.port, timeout=timeout)
    return _KeptAndVerified(
        address,
        target.port,
        timeout=timeout,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
        ca_certs=settings.FEDERATION_CA_FILE or None,
    )
