"""A condition line by line, with what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from core.certlogic import explaining
from core.certlogic.evaluating import condition
from core.certlogic.parsing import parse
from provinces.status.explaining import conditions
from provinces.status.explaining.conditions import Line

HIGH, MEDIUM = {"var": "exposures.high.left_at"}, {"var": "exposures.medium.left_at"}
MINUTES = {">=": [{"var": "exposures.high.minutes"}, 30]}
LEFT_AT = "2026-11-14T05:00:00Z"


def left(*levels: str, minutes: int | None = None) -> dict[str, Any]:
    """Return what is known of somebody who left zones of some levels."""
    known: dict[str, Any] = {level: {"left_at": LEFT_AT} for level in levels}
    if minutes is not None:
        known.setdefault("high", {})["minutes"] = minutes
    return {"exposures": known}


def either(one: Any, other: Any) -> Any:
    return {"!": [{"and": [{"!": [one]}, {"!": [other]}]}]}


def told(when: Any, facts: dict[str, Any]) -> Line:
    node = parse(when)
    return conditions.told(node, explaining.explain(node, facts), facts)


def marks(line: Line) -> list[bool | None]:
    return [part.is_met for part in line.parts]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class TestTold:
    def test_says_what_has_to_be_known_and_what_is(self) -> None:
        line = told(HIGH, left("high"))

        assert line.is_met is True
        assert line.text.endswith("”: known")
        assert [(seen.value, seen.is_known) for seen in line.seen] == [
            ("14 November 2026, 13:00", True)
        ]

    def test_says_that_nothing_is_known(self) -> None:
        line = told(HIGH, {})

        assert line.is_met is False
        assert [(seen.value, seen.is_known) for seen in line.seen] == [("not known", False)]

    def test_reads_a_double_negation_as_none(self) -> None:
        assert told({"!": [{"!": [HIGH]}]}, left("high")) == told(HIGH, left("high"))

    def test_compares_in_the_unit_of_the_fact(self) -> None:
        line = told(MINUTES, left("high", minutes=45))

        assert line.text.endswith("at least 30 minutes")
        assert (line.is_met, line.seen[0].value) == (True, "45 minutes")

    def test_holds_neither_way_where_what_is_compared_is_not_known(self) -> None:
        assert told(MINUTES, {}).is_met is False
        assert told({"!": [MINUTES]}, {}).is_met is False

    def test_lists_all_that_has_to_hold(self) -> None:
        line = told({"and": [HIGH, MINUTES]}, left("high", minutes=5))

        assert line.text == "All of these hold:"
        assert (line.is_met, marks(line)) == (False, [True, False])

    def test_lists_what_of_which_one_suffices(self) -> None:
        line = told(either(HIGH, MEDIUM), left("medium"))

        assert line.text == "At least one of these holds:"
        assert (line.is_met, marks(line)) == (True, [False, True])

    def test_leaves_out_of_account_what_was_not_looked_at(self) -> None:
        assert marks(told(either(HIGH, MEDIUM), left("high", "medium"))) == [True, None]
        assert marks(told({"and": [HIGH, MEDIUM]}, {})) == [False, None]

    def test_lists_what_is_listed_alike_once(self) -> None:
        line = told({"and": [{"and": [HIGH, MEDIUM]}, MINUTES]}, left("high", "medium", minutes=30))

        assert marks(line) == [True, True, True]

    @pytest.mark.parametrize(
        ("branches", "heading"),
        [
            ([HIGH, MEDIUM, False], "All of these hold:"),
            ([HIGH, True, MEDIUM], "At least one of these holds:"),
        ],
    )
    def test_reads_a_branch_to_a_plain_answer_as_a_list(
        self, branches: list[Any], heading: str
    ) -> None:
        line = told({"if": branches}, left("high", "medium"))

        assert (line.text, line.is_met) == (heading, True)

    def test_tells_other_branches_as_a_whole(self) -> None:
        line = told({"if": [HIGH, MINUTES, MEDIUM]}, left("high", minutes=60))

        assert (line.text, line.is_met, len(line.parts)) == ("It depends:", True, 3)
        assert [seen.value for seen in line.seen][1] == "60 minutes"

    def test_is_in_the_language_of_the_page(self) -> None:
        with translation.override("zh-hans"):
            line = told(HIGH, left("high"))

        assert "最后一次离开高风险区的时间" in line.text
        assert line.seen[0].value == "2026年11月14日 13:00"

    @pytest.mark.parametrize(
        "when",
        [
            HIGH,
            MINUTES,
            {"!": [MINUTES]},
            either(HIGH, MINUTES),
            {"and": [HIGH, {"!": [MEDIUM]}]},
            {"if": [HIGH, MINUTES, False]},
            {"===": [{"var": "exposures.high.answered"}, True]},
            {"<": [10, {"var": "exposures.high.minutes"}, 50]},
            {"after": [{"plusTime": [HIGH, 1, "day"]}, {"plusTime": [MEDIUM, 0, "day"]}]},
        ],
    )
    @pytest.mark.parametrize(
        "facts", [{}, left("high"), left("medium"), left("high", "medium", minutes=40)]
    )
    def test_says_of_the_whole_what_the_judge_does(self, when: Any, facts: dict[str, Any]) -> None:
        assert bool(told(when, facts).is_met) == condition(parse(when))(facts)
