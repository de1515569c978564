"""A peer's URL leads outwards, each time it is looked up, or nowhere."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from pytest_django import Settings

from federation.peers import addresses
from federation.peers.addresses import ForbiddenAddress

# What must not be asked, by why: the forms are those that slip through guards.
INWARDS = [
    "127.0.0.1", "127.1.2.3", str(IPv4Address(0)), "10.0.0.1", "10.255.255.255", "172.16.0.1",
    "172.31.255.254", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1", "::127.0.0.1",
    "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "2002:7f00:1::", "2002:a00:1::1", "2001::7f00:1", "100::1",
]  # fmt: skip
OUTWARDS = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e"]
# An IPv4 address as inet_aton reads it, but a name to whoever looks for dots and digits.
DISGUISED = [
    "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1",
    "0x7f.1", "0", "0.0", "10.1", "1.2.3.4.5", "300.1.1.1", "127.0.0.1.", "127.0.0.01",
    "0x", "example.0x1",
]  # fmt: skip


def bracketed(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def resolved(*answers: str, url: str = "https://north.example/federation/") -> tuple[str, ...]:
    return addresses.resolved(addresses.checked(url), lambda _host, _port: answers)


class TestChecked:
    def test_has_the_parts_of_a_plain_url(self) -> None:
        target = addresses.checked("https://North.Example:8443/p/north/federation/")

        assert (target.scheme, target.host, target.port) == ("https", "north.example", 8443)
        assert (target.path, target.authority) == ("/p/north/federation/", "north.example:8443")

    def test_does_not_name_the_schemes_own_port(self) -> None:
        assert addresses.checked("https://north.example:443/").authority == "north.example"

    @pytest.mark.parametrize("address", OUTWARDS)
    def test_allows_public_addresses(self, address: str) -> None:
        assert addresses.checked(f"https://{bracketed(address)}/").host == address

    @pytest.mark.parametrize("address", INWARDS)
    def test_refuses_addresses_that_lead_inwards(self, address: str) -> None:
        with pytest.raises(ForbiddenAddress):
            addresses.checked(f"https://{bracketed(address)}/")

    @pytest.mark.parametrize("host", DISGUISED)
    def test_refuses_addresses_in_disguise(self, host: str) -> None:
        with pytest.raises(ForbiddenAddress):
            addresses.checked(f"https://{host}/")

    @pytest.mark.parametrize(
        "url",
        [
            "", "north.example", "//north.example/", "https:///", "https://", "ftp://north.example/",
            "file:///etc/passwd", "gopher://north.example/", "http://north.example/",
            "https://user@north.example/", "https://user:word@north.example/",
            "https://@north.example/", "https://north.example@10.0.0.1/",
            "https://north.example/?", "https://north.example/?a=1", "https://north.example/#",
            "https://north.example/#x", "https://north.example", "https://north.example/federation",
            "https://north.example/../", "https://north.example/a/../b/", "https://north.example/./",
            "https://north.example//", "https://north.example/%2e%2e/",
            "https://north.example/a b/",
            "https://north.example:0x50/", "https://north.example:99999/", "https://north.example:/x",
            "https://north_.example/", "https://-north.example/", "https://north..example/",
            "https://nörth.example/", "https://north.example\\@10.0.0.1/", "https://[::1/",
            "https://[fe80::1%25eth0]/", "https://[v1.a]/", "https://north.example\n/",
            "https://" + "a" * 64 + ".example/", "https://" + "a." * 127 + "example/",
        ],
    )  # fmt: skip
    def test_refuses_any_other_form(self, url: str) -> None:
        with pytest.raises(ForbiddenAddress):
            addresses.checked(url)


class TestResolved:
    @pytest.mark.parametrize("address", OUTWARDS)
    def test_are_the_addresses_to_connect_to(self, address: str) -> None:
        assert resolved(address) == (address,)

    @pytest.mark.parametrize("address", [*INWARDS, "fe80::1%eth0", "nonsense", ""])
    def test_refuses_a_name_that_leads_inwards(self, address: str) -> None:
        with pytest.raises(ForbiddenAddress):
            resolved(address)

    @pytest.mark.parametrize("answers", [("8.8.8.8", "10.0.0.1"), ("::1", "8.8.8.8")])
    def test_refuses_a_name_any_of_whose_addresses_leads_inwards(
        self, answers: tuple[str, ...]
    ) -> None:
        with pytest.raises(ForbiddenAddress, match="not public"):
            resolved(*answers)

    def test_refuses_a_name_without_address(self) -> None:
        with pytest.raises(ForbiddenAddress, match="has no address"):
            resolved()


class TestSystemResolver:
    def test_reads_addresses(self) -> None:
        assert addresses.system_resolver("127.0.0.1", 443) == ["127.0.0.1"]

    @pytest.mark.parametrize("host", ["north.invalid", "a" * 300])
    def test_has_none_for_a_name_without_address(self, host: str) -> None:
        assert addresses.system_resolver(host, 443) == []


class TestLoopbackPorts:
    @pytest.fixture(autouse=True)
    def allowed(self, settings: Settings) -> None:
        settings.FEDERATION_LOOPBACK_PORTS = ["localhost:8001", "127.0.0.1:8002", "[::1]:8003"]

    @pytest.mark.parametrize(
        "url",
        ["http://localhost:8001/", "https://localhost:8001/", "http://127.0.0.1:8002/p/",
         "http://[::1]:8003/"],
    )  # fmt: skip
    def test_allow_that_very_place(self, url: str) -> None:
        assert resolved("127.0.0.1", url=url) == ("127.0.0.1",)

    @pytest.mark.parametrize(
        "url",
        ["http://localhost/", "http://localhost:8002/", "http://127.0.0.1:8001/",
         "https://127.0.0.1:8001/", "http://north.example:8001/"],
    )  # fmt: skip
    def test_allow_no_other(self, url: str) -> None:
        with pytest.raises(ForbiddenAddress):
            resolved("127.0.0.1", url=url)

    @pytest.mark.parametrize("address", ["10.0.0.1", "8.8.8.8"])
    def test_lead_to_this_machine_and_nowhere_else(self, address: str) -> None:
        with pytest.raises(ForbiddenAddress, match="instead of this machine"):
            resolved(address, url="http://localhost:8001/")
