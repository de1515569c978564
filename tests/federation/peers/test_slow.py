"""Peers that hold the line: they drip, they never end, they hang up in the middle."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pytest_django import Settings

from federation.peers import lines, outside
from federation.peers.exchanging import NotAnswered

PATIENCE = 0.6
# Long enough between two bytes that what is waited for is not the socket's own time-out.
PAUSE = 0.02
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
DRIPS = {
    "status line": (b"", b"H"),
    "header": (OK, b"X"),
    "headers": (OK, b"X: y\r\n"),
    "body": (OK + b"Content-Length: 100000\r\n\r\n", b"x"),
    "body without a length": (OK + b"\r\n", b"x"),
    "length of a chunk": (CHUNKED, b"0"),
    "chunks": (CHUNKED, b"1\r\nx\r\n"),
    "trailers": (CHUNKED + b"0\r\n", b"X: y\r\n"),
    "nothing": (b"", b""),
}


class Dripping:
    """A peer that answers a beginning, and then drips."""

    def __init__(self) -> None:
        self.begins, self.drip = b"", b""
        self.hung_up = threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                asker, _ = self.listening.accept()
                with asker, suppress(OSError):
                    asker.recv(65536)
                    asker.sendall(self.begins)
                    self._drip(asker)
                self.hung_up.set()

    def _drip(self, asker: socket.socket) -> None:
        asker.settimeout(PAUSE)
        while True:
            if self.drip:
                asker.sendall(self.drip)
            with suppress(TimeoutError):
                if not asker.recv(1):
                    return


@pytest.fixture
def peer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dripping]:
    found = Dripping()
    settings.FEDERATION_LOOPBACK_PORTS = [f"127.0.0.1:{found.port}"]
    monkeypatch.setattr(outside, "WHOLE_SECONDS", PATIENCE)
    thread = threading.Thread(target=found.serve, daemon=True)
    thread.start()
    yield found
    found.listening.shutdown(socket.SHUT_RDWR)
    found.listening.close()
    thread.join()


class TestDrip:
    @pytest.mark.parametrize("what", DRIPS)
    def test_is_cut_off(self, peer: Dripping, what: str) -> None:
        peer.begins, peer.drip = DRIPS[what]
        exchange = outside.exchange_with(f"http://127.0.0.1:{peer.port}/door/")
        began = time.monotonic()

        with pytest.raises(NotAnswered, match="took longer"):
            exchange("GET", "slow", b"", {}, 10_000_000)

        assert time.monotonic() - began < PATIENCE + lines.READ_SECONDS / 4
        assert peer.hung_up.wait(lines.READ_SECONDS)


class TestHeaders:
    def test_without_end_are_refused(self, peer: Dripping, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outside, "WHOLE_SECONDS", lines.READ_SECONDS)
        peer.begins = OK + b"X: y\r\n" * 200

        with pytest.raises(NotAnswered, match="more than 100 headers"):
            outside.exchange_with(f"http://127.0.0.1:{peer.port}/")("GET", "", b"", {}, 10)
