"""The room's settings are checked when the project starts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks

from provinces.ledger.checks import lag_is_borne_for_hours


class TestLag:
    def test_is_sensible_as_it_is(self) -> None:
        assert lag_is_borne_for_hours() == []

    @pytest.mark.parametrize("hours", [0, 5])
    def test_that_stops_nobody_stops_the_project(self, settings: Any, hours: int) -> None:
        settings.LEDGER_MAX_LAG = timedelta(hours=hours)

        assert [found.id for found in run_checks() if found.id == "ledger.E001"] == ["ledger.E001"]
