"""The room's settings are checked when the project starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from provinces.screening.checks import periods_are_sensible


class TestKeeping:
    def test_is_sensible_as_it_is(self) -> None:
        assert periods_are_sensible() == []

    @pytest.mark.parametrize(
        ("name", "days", "key"),
        [
            ("SCREENING_RESULT_DAYS", 13, "screening.E001"),
            ("SCREENING_RESULT_DAYS", 61, "screening.E001"),
            ("SCREENING_VACCINATION_DAYS", 100, "screening.E002"),
        ],
    )
    def test_that_is_too_short_or_too_long_stops_the_project(
        self, settings: Any, name: str, days: int, key: str
    ) -> None:
        setattr(settings, name, days)

        assert [found.id for found in run_checks() if found.id == key] == [key]
