"""Settings by which guessing would not be hopeless are refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from provinces.citizens import checks


class TestGuessingIsHopeless:
    def test_is_so_by_default(self) -> None:
        assert checks.guessing_is_hopeless() == []

    @pytest.mark.parametrize(
        ("name", "value", "key"),
        [
            ("CITIZENS_CODE_TRIES", 1000, "citizens.E001"),
            ("CITIZENS_CODE_LASTS", timedelta(days=1), "citizens.E002"),
            ("CITIZENS_LETTER_LASTS", timedelta(days=365), "citizens.E003"),
            ("CITIZENS_BUDGETS", {"account": {"actor": 1}}, "citizens.E004"),
            ("CITIZENS_CHILD_UNTIL", 21, "citizens.E005"),
        ],
    )
    def test_is_asked_of_each_setting(
        self, settings: Settings, name: str, value: Any, key: str
    ) -> None:
        setattr(settings, name, value)

        assert [found.id for found in checks.guessing_is_hopeless()] == [key]
