"""The room's settings are checked when the project starts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from provinces.evidence.checks import evidence_is_kept_for_a_while


class TestKeeping:
    def test_is_sensible_as_it_is(self) -> None:
        assert evidence_is_kept_for_a_while() == []

    @pytest.mark.parametrize("days", [0, 91])
    def test_that_is_none_or_for_good_stops_the_project(self, settings: Any, days: int) -> None:
        settings.EVIDENCE_KEEP_DAYS = days

        assert [found.id for found in run_checks() if found.id == "evidence.E001"]
