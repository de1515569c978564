"""Recall inside zones and false flags outside, against the targets; see `accuracy`."""

from __future__ import annotations

import pytest

from tests.core.cells.accuracy import Row, accuracy_table, as_markdown


@pytest.fixture(scope="module")
def sample() -> list[Row]:
    """A table of few zones, the same in every run."""
    return accuracy_table(zones=9)


@pytest.fixture(scope="module")
def table() -> list[Row]:
    """The table in full."""
    return accuracy_table(zones=300)


def check(table: list[Row], slack: float) -> None:
    """Assert the targets, but for so much as chance may make of few draws; print the table."""
    print(as_markdown(table))  # noqa: T201 - shown when a target is missed, or with -s
    for row in table:
        worst = row.reported_m[1]
        if worst <= 50:
            assert row.inside.found_or_asked >= 0.94 - slack, row
            assert row.beside.certain <= 0.01 + slack, row
        if row.side_m >= 2 * worst:
            assert row.inside.found_or_asked >= 0.92 - slack, row
        assert row.beside.certain <= 0.04 + slack, row
        assert row.far.nothing == 1, row


class TestAccuracy:
    def test_meets_the_targets_in_a_sample(self, sample: list[Row]) -> None:
        check(sample, slack=0.03)

    @pytest.mark.battery
    def test_meets_the_targets(self, table: list[Row]) -> None:
        check(table, slack=0.005)


class TestAsMarkdown:
    def test_has_a_line_for_each_size_and_class(self, sample: list[Row]) -> None:
        lines = as_markdown(sample).splitlines()

        assert len(lines) == 2 + len(sample)
        assert lines[2].startswith("| 150 m | 5 m | 0.")
