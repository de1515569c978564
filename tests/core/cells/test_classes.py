"""Which class a fix belongs to."""

from __future__ import annotations

import pytest

from core.cells.classes import RADIUS_M, Thresholds, resolution_for


class TestResolutionFor:
    @pytest.mark.parametrize(
        ("accuracy_m", "resolution"),
        [
            (0.1, 11),
            (5, 11),
            (50, 11),
            (50.1, 10),
            (150, 10),
            (151, 9),
            (400, 9),
            (401, 8),
            (1000, 8),
        ],
    )
    def test_takes_the_finest_class_the_accuracy_allows(
        self, accuracy_m: float, resolution: int
    ) -> None:
        assert resolution_for(accuracy_m) == resolution

    @pytest.mark.parametrize("accuracy_m", [1000.1, 5000, float("inf")])
    def test_has_no_class_for_fixes_worse_than_a_kilometre(self, accuracy_m: float) -> None:
        assert resolution_for(accuracy_m) is None

    @pytest.mark.parametrize("accuracy_m", [0, -1, float("nan")])
    def test_refuses_an_accuracy_that_says_nothing(self, accuracy_m: float) -> None:
        with pytest.raises(ValueError, match="unknown"):
            resolution_for(accuracy_m)


class TestThresholds:
    def test_are_nine_tenths_and_one_tenth_unless_said_otherwise(self) -> None:
        assert Thresholds() == Thresholds(certain=0.9, possible=0.1)

    @pytest.mark.parametrize(("certain", "possible"), [(0.5, 0.6), (1.1, 0.1), (0.9, 0)])
    def test_refuse_values_in_the_wrong_order(self, certain: float, possible: float) -> None:
        with pytest.raises(ValueError, match="possible"):
            Thresholds(certain=certain, possible=possible)


def test_classes_go_from_fine_to_coarse() -> None:
    assert list(RADIUS_M) == sorted(RADIUS_M, reverse=True)
    assert list(RADIUS_M.values()) == sorted(RADIUS_M.values())
