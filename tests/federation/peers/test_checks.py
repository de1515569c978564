"""Settings of the federation that would undo it are found at the start."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from federation.peers import checks


class TestTrustExpires:
    def test_is_content_with_the_defaults(self) -> None:
        assert checks.trust_expires() == []
        assert checks.own_address_is_allowed() == []
        assert checks.no_way_inwards() == []

    @pytest.mark.parametrize(
        ("name", "value", "key"),
        [
            ("FEDERATION_MEMBERSHIP_DAYS", 3650, "peers.E001"),
            ("FEDERATION_MEMBERSHIP_DAYS", 1, "peers.E001"),
            ("FEDERATION_KEY_DAYS", 10_000, "peers.E002"),
            ("FEDERATION_OVERLAP_DAYS", 0, "peers.E003"),
        ],
    )
    def test_finds_what_never_ends(
        self, settings: Settings, name: str, value: Any, key: str
    ) -> None:
        setattr(settings, name, value)

        assert [each.id for each in checks.trust_expires()] == [key]


class TestOwnAddress:
    @pytest.mark.parametrize("url", ["http://north.example/{slug}/", "https://10.0.0.1/{slug}/"])
    def test_must_be_one_that_peers_may_ask(self, settings: Settings, url: str) -> None:
        settings.FEDERATION_URL = url

        assert [each.id for each in checks.own_address_is_allowed()] == ["peers.E004"]


class TestNoWayInwards:
    def test_warns_of_ports_of_this_machine(self, settings: Settings) -> None:
        settings.FEDERATION_LOOPBACK_PORTS = ["localhost:8000"]

        assert [each.id for each in checks.no_way_inwards()] == ["peers.W001"]
