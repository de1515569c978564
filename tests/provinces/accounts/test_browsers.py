"""A browser is named as people know it."""

from __future__ import annotations

import pytest

from provinces.accounts import browsers

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


class TestNamed:
    @pytest.mark.parametrize(
        ("agent", "name"),
        [
            (
                f"Mozilla/5.0 (X11; Linux x86_64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36",
                "Chrome · Linux",
            ),
            (
                f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0"
                " Safari/537.36 Edg/140.0.0.0",
                "Edge · Windows",
            ),
            (
                f"Mozilla/5.0 (Linux; Android 15; PLA110) {WEBKIT} Version/4.0 Chrome/130.0.0.0"
                " Mobile Safari/537.36 MicroMessenger/8.0.50",
                "WeChat · Android",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
                " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
                "Safari · iPhone",
            ),
            ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko Firefox/140.0", "Firefox · Android"),
            ("Firefox/140.0", "Firefox"),
            ("a reader for the blind 1.0", "a reader for the blind 1.0"),
            ("", ""),
        ],
    )
    def test_is_what_its_owner_calls_it(self, agent: str, name: str) -> None:
        assert browsers.named(agent) == name
