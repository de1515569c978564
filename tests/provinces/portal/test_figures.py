"""Figures for the public: small cells are hidden, and cannot be found by subtraction."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches

from provinces.portal import figures
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens


class TestCell:
    @pytest.mark.parametrize(
        ("number", "shown"),
        [(0, "0"), (1, "<10"), (9, "<10"), (10, "10"), (12_344, "12,340")],
    )
    def test_hides_what_is_small_and_rounds_the_rest(self, number: int, shown: str) -> None:
        assert figures.cell(number) == shown


class TestCurrent:
    def test_is_kept_for_some_minutes(self, north: directory.Entry) -> None:
        before = figures.current(cast.NOW)
        citizens.citizen()

        assert figures.current(cast.NOW + timedelta(minutes=5)) is not None
        assert figures.current(cast.NOW + timedelta(minutes=5)).citizens == before.citizens == "0"

    def test_does_not_show_that_one_person_has_come(self, north: directory.Entry) -> None:
        for _ in range(11):
            citizens.citizen()
        before = figures.current(cast.NOW)
        caches["process"].clear()
        citizens.citizen()

        after = figures.current(cast.NOW)

        assert after == before
        assert after.citizens == "10"

    def test_is_each_provinces_own(self, north: directory.Entry) -> None:
        citizens.citizen()
        figures.current(cast.NOW)

        with scope.province(cast.SOUTH):
            assert figures.current(cast.NOW).citizens == "0"
        assert figures.current(cast.NOW).citizens == "<10"
