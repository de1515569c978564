"""Lines over days lie where their numbers say, and leave a gap where none is told."""

from __future__ import annotations

import pytest

from core.web import charts

DAYS = ["2026-11-13", "2026-11-14", "2026-11-15"]


class TestLines:
    def test_lie_higher_for_more(self) -> None:
        chart = charts.lines(DAYS, {"green": ("Green", [0, 20, 40])})

        assert chart is not None
        (green,) = chart.series
        assert green.pieces == ("64,194 348,102 632,10",)

    def test_leave_a_gap_for_what_is_not_told(self) -> None:
        chart = charts.lines(DAYS, {"red": ("Red", [10, None, 20])})

        assert chart is not None
        assert len(chart.series[0].pieces) == 2

    def test_are_told_apart_without_colour(self) -> None:
        both = {"red": ("Red", [1, 2, 3]), "green": ("Green", [3, 2, 1])}
        chart = charts.lines(DAYS, both)

        assert chart is not None
        assert [each.dashes for each in chart.series] == [0, 1]

    @pytest.mark.parametrize(("most", "top"), [(0, "4"), (4, "4"), (9, "20"), (1700, "2,000")])
    def test_end_at_a_round_number(self, most: int, top: str) -> None:
        chart = charts.lines(DAYS[:1], {"red": ("Red", [most])})

        assert chart is not None
        assert chart.levels[-1].words == top

    def test_are_not_drawn_of_nothing(self) -> None:
        assert charts.lines([], {}) is None
        assert charts.lines(DAYS, {"red": ("Red", [None, None, None])}) is None
