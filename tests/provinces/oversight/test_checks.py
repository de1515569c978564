"""Clocks out of their bounds are found before anything runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from provinces.oversight.checks import clocks_are_within_bounds


class TestClocks:
    def test_are_within_bounds_as_they_come(self) -> None:
        assert clocks_are_within_bounds() == []

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("OVERSIGHT_SWITCH_SECONDS", 60),
            ("OVERSIGHT_LAWFUL_PER_DAY", 1000),
            ("OVERSIGHT_LAWFUL_TELL_WITHIN", timedelta(days=365)),
            ("OVERSIGHT_BREACH_TELL_WITHIN", timedelta(hours=73)),
        ],
    )
    def test_out_of_bounds_are_an_error(self, settings: Settings, name: str, value: object) -> None:
        setattr(settings, name, value)

        assert [each.id for each in clocks_are_within_bounds()] == ["oversight.E001"]

    def test_escalate_before_the_end(self, settings: Settings) -> None:
        settings.OVERSIGHT_BREACH_ESCALATE_AFTER = timedelta(hours=72)

        assert [each.id for each in clocks_are_within_bounds()] == ["oversight.E002"]
