"""How the sample's citizens are shared out among its provinces."""

from __future__ import annotations

import pytest

from sample.plan import PROVINCES, Population


class TestPopulation:
    @pytest.mark.parametrize("total", [1, 2, 7, 300, 20_000, 1_000_003])
    def test_the_parts_add_up(self, total: int) -> None:
        assert sum(Population(total=total).part_of(each) for each in PROVINCES) == total

    def test_the_usual_one_is_shared_out_by_weight(self) -> None:
        assert [Population().part_of(each) for each in PROVINCES] == [9_000, 5_000, 6_000]
