"""A door before a node, by which its peers find it: what comes through may be spoilt on its way."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sample.serving import HOST

SECONDS = 60.0
# What is held up goes on when others have come past it, or after so long where nobody comes.
PASSED_BY, HELD_SECONDS = 2, 1.0


class Fault(StrEnum):
    """What may happen to a request on its way."""

    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    ANSWER_CUT_OFF = "answer cut off"
    TWICE = "twice"
    HELD_UP = "held up"


class Door(ThreadingHTTPServer):
    """Hands every request on to a node's port: as it is, or with the faults it is told to make."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, *, seed: int, port: int = 0) -> None:
        super().__init__((HOST, port), Caller)
        self.behind = 0
        self.is_closed = False
        self.faults: dict[Fault, float] = {}
        self.made: Counter[Fault] = Counter()
        self._chance = random.Random(seed)  # noqa: S311  not for secrets
        self._passing = threading.Condition()
        self._passed = 0
        self._held: tuple[str, threading.Event, threading.Event] | None = None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @contextmanager
    def faulty(self, shares: Mapping[Fault, float]) -> Iterator[None]:
        """Make each of the faults in a share of the requests, by the seed."""
        self.faults = dict(shares)
        try:
            yield
        finally:
            self.faults = {}

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Answer nobody."""
        self.is_closed = True
        try:
            yield
        finally:
            self.is_closed = False

    @contextmanager
    def holding(self, what: str) -> Iterator[threading.Event]:
        """Hold all requests for something until the end; yields what says that there is one."""
        asked, go_on = threading.Event(), threading.Event()
        self._held = (what, asked, go_on)
        try:
            yield asked
        finally:
            self._held = None
            go_on.set()

    def wait_if_held(self, path: str) -> None:
        """Return when the request may go on."""
        if (held := self._held) and held[0] in path:
            held[1].set()
            held[2].wait(SECONDS)

    def next_fault(self) -> Fault | None:
        """Return what happens to the next request."""
        with self._passing:
            drawn = self._chance.random()
            for fault, share in self.faults.items():
                if drawn < share:
                    self.made[fault] += 1
                    return fault
                drawn -= share
        return None

    def hold_up(self) -> None:
        """Return when others have come past, so that requests arrive in another order."""
        with self._passing:
            until = self._passed + PASSED_BY
            self._passing.wait_for(lambda: self._passed >= until, HELD_SECONDS)

    def let_pass(self) -> None:
        """Note that a request has come through."""
        with self._passing:
            self._passed += 1
            self._passing.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: callers that hang up are what doors are for."""


class Caller(BaseHTTPRequestHandler):
    """One request at a door."""

    server: Door
    timeout = SECONDS

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = None if self.server.is_closed else self.server.next_fault()
        if self.server.is_closed or fault is Fault.REQUEST_LOST:
            return  # the caller finds the connection closed
        self.server.wait_if_held(self.path)
        if fault is Fault.HELD_UP:
            self.server.hold_up()
        try:
            answer = self._asked(body)
            if fault is Fault.TWICE:
                self._asked(body)
        except (OSError, HTTPException):
            return
        self.server.let_pass()
        if fault is not Fault.ANSWER_LOST and not self.server.is_closed:
            self._answer(*answer, is_whole=fault is not Fault.ANSWER_CUT_OFF)

    def _asked(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection(HOST, self.server.behind, timeout=SECONDS)
        try:
            headers = {**dict(self.headers.items()), "Connection": "close"}
            connection.request(self.command, self.path, body or None, headers)
            found = connection.getresponse()
            return found.status, found.getheaders(), found.read()
        finally:
            connection.close()

    def _answer(
        self, status: int, headers: list[tuple[str, str]], body: bytes, *, is_whole: bool
    ) -> None:
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in {"connection", "transfer-encoding", "content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body if is_whole else body[: len(body) // 2])

    def log_message(self, *_args: object) -> None:
        """Say nothing of single requests."""


@contextmanager
def opened(*, seed: int) -> Iterator[Door]:
    """Have a door on a port of its own, in threads of this process."""
    with Door(seed=seed) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield door
        finally:
            door.shutdown()
            thread.join()
