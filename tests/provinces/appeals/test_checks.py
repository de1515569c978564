"""A clock may be shorter than was promised, never longer."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from provinces.appeals import checks


class TestClocks:
    def test_are_in_order(self) -> None:
        assert checks.appeals_are_answered_in_time() == []
        assert checks.appeals_are_kept_for_a_while() == []

    @pytest.mark.parametrize("name", checks.CLOCKS)
    @pytest.mark.parametrize("hours", [0, 1000])
    def test_are_refused(self, settings: Settings, name: str, hours: int) -> None:
        setattr(settings, name, hours)

        assert [one.id for one in checks.appeals_are_answered_in_time()] == ["appeals.E001"]

    def test_leave_time_to_ask_again(self, settings: Settings) -> None:
        settings.APPEALS_AGAIN_DAYS, settings.APPEALS_KEEP_DAYS = 3, 10

        found = [one.id for one in checks.appeals_are_kept_for_a_while()]
        assert found == ["appeals.E002", "appeals.E003"]
