"""Settings by which passes would last too long are refused at the start."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from provinces.passes.checks import passes_are_over_in_time


class TestPassesAreOverInTime:
    def test_are_as_they_ship(self) -> None:
        assert passes_are_over_in_time() == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PASSES_LIVE_SECONDS", 61),
            ("PASSES_SHOWN_SECONDS", 3600),
            ("PASSES_DAY_HOURS", 25),
            ("PASSES_ENTRY_HOURS", 0),
            ("PASSES_PAPER_DAYS", 365),
            ("PASSES_POST_DAYS", 61),
            ("PASSES_POST_TRY_DAYS", 7),
            ("PASSES_POSTS_PER_WEEK", 0),
            ("PASSES_POST_KEEP_DAYS", 6),
            ("PASSES_KEEP_DAYS", 31),
            ("PASSES_LIST_SIZE", 8),
            ("PASSES_KEPT_SECONDS", 3600),
            ("PASSES_STATUS_TTL", timedelta(hours=1)),
            ("PASSES_STATUS_LASTS", timedelta(seconds=1)),
            ("PASSES_TRUST_TTL", timedelta(0)),
            ("PASSES_TRUST_LASTS", timedelta(days=60)),
        ],
    )
    def test_are_refused_where_they_are_too_long(
        self, settings: Settings, name: str, value: Any
    ) -> None:
        setattr(settings, name, value)

        assert any(name in problem.msg for problem in passes_are_over_in_time())
