"""The room's settings are checked when the project starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from provinces.zones.checks import caps_are_caps


class TestCaps:
    def test_are_sensible_as_they_are(self) -> None:
        assert caps_are_caps() == []

    @pytest.mark.parametrize(
        ("name", "value", "key"),
        [
            ("ZONES_MAX_FINE_CELLS", 0, "zones.E001"),
            ("ZONES_MAX_FINE_CELLS", 10**9, "zones.E001"),
            ("ZONES_MAX_DAYS_BACK", 0, "zones.E002"),
            ("ZONES_MAX_DAYS_BACK", 365, "zones.E002"),
        ],
    )
    def test_that_are_none_stop_the_project(
        self, settings: Any, name: str, value: int, key: str
    ) -> None:
        setattr(settings, name, value)

        assert [found.id for found in run_checks() if found.id == key] == [key]
