"""Rooms say what waits; each official is shown what is theirs, the most urgent first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.web import waiting
from core.web.waiting import Count, Waiting
from tests.cast import NOW

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_WAITING", {})


def some(page: str, count: Count, power: str = "sign") -> Waiting:
    def counted(_official: object, _at: object) -> Count:
        return count

    return Waiting(page, page, {power}, counted)


class TestLines:
    def test_are_of_what_waits_for_whoever_holds_the_power(self) -> None:
        waiting.add(
            some("mine", Count(2)), some("none", Count(0)), some("other", Count(3), "other")
        )

        assert [line.page for line in waiting.lines(None, {"sign"}, NOW)] == ["mine"]

    def test_have_what_is_due_first_before_what_has_no_clock(self) -> None:
        waiting.add(
            some("whenever", Count(1)),
            some("later", Count(1, due=NOW + 2 * HOUR)),
            some("late", Count(1, due=NOW - HOUR)),
        )

        found = waiting.lines(None, {"sign"}, NOW)

        assert [line.page for line in found] == ["late", "later", "whenever"]
        assert [line.is_late for line in found] == [True, False, False]

    def test_are_counted_once(self) -> None:
        each = some("mine", Count(1))
        waiting.add(each)
        waiting.add(each)

        assert len(waiting.lines(None, {"sign"}, NOW)) == 1
