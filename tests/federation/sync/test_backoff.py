"""How long a peer that fails is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.sync import backoff


class TestWait:
    @pytest.mark.parametrize(
        ("failures", "seconds"), [(0, 0), (1, 20), (2, 40), (4, 160), (8, 2560), (9, 3600)]
    )
    def test_doubles_up_to_an_hour(self, failures: int, seconds: int) -> None:
        assert backoff.wait(failures) == timedelta(seconds=seconds)

    def test_never_ends(self) -> None:
        assert backoff.wait(1_000_000) == backoff.LONGEST
