"""Asking peers over the network: at the address that was judged, and no further."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pytest_django import Settings

from federation.peers import outside
from federation.peers.exchanging import Answer, NotAnswered, Redirected, TooLarge

NAME = "peer.example"
BODY = b"y" * 200_000


class Handler(BaseHTTPRequestHandler):
    """Answers as peers do, well and badly; remembers what it was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[tuple[str, str, str, bytes]]
    callers: list[int]

    def do_GET(self) -> None:
        self.callers.append(self.client_address[1])
        length = int(self.headers.get("Content-Length") or 0)
        told = (self.command, self.path, self.headers["Host"], self.rfile.read(length))
        self.asked.append(told)
        answers = {
            "/door/large": (200, {}, BODY),
            "/door/elsewhere": (302, {"Location": "http://127.0.0.1:1/"}, b""),
            "/door/compressed": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
        }
        status, headers, body = answers.get(self.path, (200, {"X-Said": "yes"}, b"well"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.path.endswith("last")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


class Peer:
    """A server on this machine, and how it is asked."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str, host: str) -> None:
        self.port = server.server_address[1]
        self.place = f"{host}:{self.port}"
        self.url = f"{scheme}://{self.place}/door/"
        self.asked: list[tuple[str, str, str, bytes]] = vars(server.RequestHandlerClass)["asked"]
        self.callers: list[int] = vars(server.RequestHandlerClass)["callers"]

    def ask(self, path: str, *, most: int = 1000, body: bytes = b"", **given: Any) -> Answer:
        exchange = outside.exchange_with(self.url, **given)
        return exchange("POST" if body else "GET", path, body, {"X-Own": "1"}, most)


def serving(context: ssl.SSLContext | None = None) -> Iterator[ThreadingHTTPServer]:
    handler = type("OwnHandler", (Handler,), {"asked": [], "callers": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def peer(settings: Settings) -> Iterator[Peer]:
    """A peer without TLS, allowed for being tried out."""
    for server in serving():
        found = Peer(server, "http", "localhost")
        settings.FEDERATION_LOOPBACK_PORTS = [found.place]
        yield found


def here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


class TestExchange:
    def test_asks_and_is_answered(self, peer: Peer) -> None:
        answer = peer.ask("v1/where", resolver=here)

        assert (answer.status, answer.body, answer.headers["x-said"]) == (200, b"well", "yes")
        assert peer.asked == [("GET", "/door/v1/where", peer.place, b"")]

    def test_tries_the_next_address_where_one_takes_no_connection(self, peer: Peer) -> None:
        answer = peer.ask("v1/where", resolver=lambda _host, _port: ["::1", "127.0.0.1"])

        assert answer.body == b"well"

    def test_sends_a_body(self, peer: Peer) -> None:
        peer.ask("v1/notices", body=b"hello", resolver=here)

        assert peer.asked == [("POST", "/door/v1/notices", peer.place, b"hello")]

    def test_reads_no_more_than_was_asked_for(self, peer: Peer) -> None:
        assert peer.ask("large", most=len(BODY), resolver=here).body == BODY
        with pytest.raises(TooLarge):
            peer.ask("large", most=len(BODY) - 1, resolver=here)

    def test_follows_nobody(self, peer: Peer) -> None:
        with pytest.raises(Redirected):
            peer.ask("elsewhere", resolver=here)

        assert len(peer.asked) == 1

    def test_unpacks_nothing(self, peer: Peer) -> None:
        with pytest.raises(NotAnswered, match="compressed"):
            peer.ask("compressed", resolver=here)

    def test_waits_for_no_peer_for_ever(self, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(outside, "WHOLE_SECONDS", -1.0)

        with pytest.raises(NotAnswered, match="took longer"):
            peer.ask("large", most=len(BODY), resolver=here)

    def test_is_not_answered_where_nobody_listens(self, settings: Settings) -> None:
        settings.FEDERATION_LOOPBACK_PORTS = ["127.0.0.1:1"]

        with pytest.raises(NotAnswered):
            outside.exchange_with("http://127.0.0.1:1/")("GET", "", b"", {}, 10)

    def test_refuses_a_name_that_is_turned_inwards_later(self, peer: Peer) -> None:
        told = iter([["127.0.0.1"], ["10.0.0.1"]])

        def turning(_host: str, _port: int) -> list[str]:
            return next(told)

        exchange = outside.exchange_with(peer.url, resolver=turning)
        exchange("GET", "first", b"", {}, 10)

        with pytest.raises(NotAnswered, match="instead of this machine"):
            exchange("GET", "second", b"", {}, 10)
        assert len(peer.asked) == 1

    @pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "169.254.169.254"])
    def test_connects_nowhere_inwards(self, peer: Peer, address: str) -> None:
        exchange = outside.exchange_with(
            f"https://{NAME}:{peer.port}/", resolver=lambda _host, _port: [address]
        )

        with pytest.raises(NotAnswered, match="not public"):
            exchange("GET", "", b"", {}, 10)
        assert peer.asked == []

    def test_asks_no_resolver_but_for_the_connection_itself(self, peer: Peer) -> None:
        asked: list[str] = []

        def once(host: str, _port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]

        peer.ask("v1/where", resolver=once)

        assert asked == ["localhost"]


class TestConnection:
    def test_is_kept_for_the_next_request(self, peer: Peer) -> None:
        exchange = outside.exchange_with(peer.url, resolver=here)
        for path in ("one", "large", "three"):
            exchange("GET", path, b"", {}, len(BODY))
        exchange("POST", "four", b"hello", {}, 10)

        assert (len(peer.callers), len(set(peer.callers))) == (4, 1)

    def test_is_made_anew_where_the_peer_has_hung_up(self, peer: Peer) -> None:
        exchange = outside.exchange_with(peer.url, resolver=here)
        bodies = [exchange("GET", path, b"", {}, 10).body for path in ("last", "next", "last")]

        assert bodies == [b"well"] * 3
        assert len(set(peer.callers)) == 2

    def test_is_not_kept_where_not_all_was_read(self, peer: Peer) -> None:
        exchange = outside.exchange_with(peer.url, resolver=here)
        with pytest.raises(TooLarge):
            exchange("GET", "large", b"", {}, 10)

        assert exchange("GET", "next", b"", {}, 10).body == b"well"
        assert len(set(peer.callers)) == 2

    def test_is_not_used_once_its_address_is_no_longer_the_peers(self, peer: Peer) -> None:
        told = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2", "127.0.0.1"]])
        exchange = outside.exchange_with(peer.url, resolver=lambda _host, _port: next(told))
        exchange("GET", "first", b"", {}, 10)

        with pytest.raises(NotAnswered):  # nobody listens there
            exchange("GET", "second", b"", {}, 10)

        assert exchange("GET", "third", b"", {}, 10).body == b"well"
        assert len(peer.asked) == 2


@pytest.fixture
def certified(tmp_path: Path, settings: Settings) -> Iterator[Peer]:
    """A peer with a certificate for a name, reached at an address."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    kept = tmp_path / "peer.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kept.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept)
    settings.FEDERATION_CA_FILE = str(kept)
    for server in serving(context):
        found = Peer(server, "https", NAME)
        settings.FEDERATION_LOOPBACK_PORTS = [found.place, f"other.example:{found.port}"]
        yield found


class TestTls:
    def test_verifies_the_name_though_it_connects_to_the_address(self, certified: Peer) -> None:
        assert certified.ask("v1/where", resolver=here).body == b"well"
        assert certified.asked[0][2] == certified.place

    def test_refuses_a_certificate_for_another_name(self, certified: Peer) -> None:
        exchange = outside.exchange_with(
            f"https://other.example:{certified.port}/door/", resolver=here
        )

        with pytest.raises(NotAnswered, match="doesn't match"):
            exchange("GET", "", b"", {}, 10)

    def test_refuses_a_certificate_of_an_unknown_authority(
        self, certified: Peer, settings: Settings
    ) -> None:
        settings.FEDERATION_CA_FILE = ""

        with pytest.raises(NotAnswered, match="CERTIFICATE_VERIFY_FAILED"):
            certified.ask("v1/where", resolver=here)
