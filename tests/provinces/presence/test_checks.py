"""Settings by which a venue's code could be sent around for hours are refused at the start."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from provinces.presence.checks import codes_are_over_in_time


class TestCodesAreOverInTime:
    def test_are_as_they_ship(self) -> None:
        assert codes_are_over_in_time() == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PRESENCE_VENUE_CODE_SECONDS", 3600),
            ("PRESENCE_CHECK_IN_HOURS", 0),
            ("PRESENCE_VENUE_DAYS", 3),
        ],
    )
    def test_are_refused_where_they_are_too_long(
        self, settings: Settings, name: str, value: int
    ) -> None:
        setattr(settings, name, value)

        assert any(name in problem.msg for problem in codes_are_over_in_time())
