"""Figures for the public: small cells are hidden, and cannot be found by subtraction."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.portal import figures
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens


class TestCell:
    @pytest.mark.parametrize(
        ("number", "shown"),
        [(0, "0"), (1, "<10"), (9, "<10"), (10, "10"), (12_345, "12,345")],
    )
    def test_hides_what_is_small(self, number: int, shown: str) -> None:
        assert figures.cell(number) == shown


class TestCells:
    def test_are_exact_where_none_is_small(self) -> None:
        assert figures.cells({"green": 1234, "red": 0}) == ({"green": "1,234", "red": "0"}, False)

    def test_are_rounded_where_one_is_small(self) -> None:
        shown, is_rounded = figures.cells({"green": 1234, "yellow": 17, "red": 3})

        assert shown == {"green": "1,230", "yellow": "20", "red": "<10"}
        assert is_rounded


class TestCurrent:
    def test_is_kept_for_some_seconds(self, north: directory.Entry) -> None:
        before = figures.current(cast.NOW)
        citizens.citizen()

        assert figures.current(cast.NOW + timedelta(seconds=5)) is not None
        assert figures.current(cast.NOW + timedelta(seconds=5)).citizens == before.citizens == "0"

    def test_is_each_provinces_own(self, north: directory.Entry) -> None:
        citizens.citizen()
        figures.current(cast.NOW)

        with scope.province(cast.SOUTH):
            assert figures.current(cast.NOW).citizens == "0"
        assert figures.current(cast.NOW).citizens == "<10"
