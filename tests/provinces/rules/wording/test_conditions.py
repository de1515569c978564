"""Conditions as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from core.certlogic.parsing import parse
from provinces.facts.schema import BY_NAME
from provinces.rules import queries, reading
from provinces.rules.wording import Clause, condition

LEFT, MINUTES = {"var": "exposures.high.left_at"}, {"var": "exposures.high.minutes"}
CLOSE, FLAG = {"var": "contacts.close.last_contact_at"}, {"var": "tests.positive.pooled"}
COUNTRY, GAP = {"var": "arrivals.overseas.country"}, {"var": "tests.negatives.gap_hours"}
DOSES = {"var": "vaccination.doses"}
ALL, ANY = "All of these hold:", "At least one of these holds:"


def called(variable: dict[str, str]) -> str:
    return f"“{BY_NAME[variable['var']].meaning.en}”"


def known(variable: dict[str, str]) -> dict[str, Any]:
    return {"!": [{"!": [variable]}]}


def either(*parts: Any) -> dict[str, Any]:
    return {"!": [{"and": [{"!": [part]} for part in parts]}]}


def lines(clause: Clause, depth: int = 0) -> Iterator[str]:
    yield f"{'  ' * depth}{clause.text}"
    for part in clause.parts:
        yield from lines(part, depth + 1)


def told(expression: Any) -> str:
    return "\n".join(lines(condition(parse(expression))))


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class TestFacts:
    @pytest.mark.parametrize(
        ("expression", "text"),
        [
            (known(LEFT), f"{called(LEFT)}: known"),
            ({"!": [LEFT]}, f"{called(LEFT)}: not known"),
            (FLAG, f"{called(FLAG)}: yes"),
            ({"!": [FLAG]}, f"{called(FLAG)}: no, or not known"),
            (known(DOSES), f"{called(DOSES)}: known, and not 0"),
            ({"!": [DOSES]}, f"{called(DOSES)}: 0, or not known"),
            (True, "Always"),
            ({"!": [True]}, "Never"),
            ({"var": "bank.deposit"}, "“bank.deposit”: known"),
        ],
    )
    def test_are_known_or_not(self, expression: Any, text: str) -> None:
        assert told(expression) == text


class TestComparisons:
    @pytest.mark.parametrize(
        ("expression", "text"),
        [
            ({">=": [MINUTES, 30]}, f"{called(MINUTES)}: at least 30 minutes"),
            ({"<": [30, MINUTES]}, f"{called(MINUTES)}: more than 30 minutes"),
            ({"!": [{">=": [MINUTES, 1]}]}, f"{called(MINUTES)}: less than 1 minute"),
            ({"<=": [GAP, 24]}, f"{called(GAP)}: at most 24 hours"),
            ({">": [DOSES, 2]}, f"{called(DOSES)}: more than 2"),
            ({"===": [COUNTRY, "mo"]}, f"{called(COUNTRY)}: mo"),
            ({"!": [{"===": [COUNTRY, "mo"]}]}, f"{called(COUNTRY)}: not mo"),
            ({"in": [COUNTRY, ["mo", "hk"]]}, f"{called(COUNTRY)}: one of mo, hk"),
            ({"!": [{"in": [COUNTRY, ["mo"]]}]}, f"{called(COUNTRY)}: none of mo"),
            ({"===": [FLAG, True]}, f"{called(FLAG)}: yes"),
        ],
    )
    def test_are_said_of_the_fact(self, expression: Any, text: str) -> None:
        assert told(expression) == text

    @pytest.mark.parametrize(
        ("operator", "says"),
        [
            ("after", "later than"),
            ("before", "earlier than"),
            ("not-after", "no later than"),
            ("not-before", "no earlier than"),
        ],
    )
    def test_of_moments_say_which_comes_first(self, operator: str, says: str) -> None:
        shifted = {"plusTime": [CLOSE, 7, "day"]}

        text = told({operator: [{"plusTime": [LEFT, 0, "day"]}, shifted]})

        assert text == f"{called(LEFT)}: {says} 7 days after {called(CLOSE)}"

    def test_of_a_moment_with_a_date_are_said_of_the_moment(self) -> None:
        date = {"plusTime": ["2022-09-18", 0, "day"]}

        text = told({"before": [date, {"plusTime": [LEFT, -1, "hour"]}]})

        assert text == f"1 hour before {called(LEFT)}: later than 2022-09-18"

    def test_of_three_are_two(self) -> None:
        assert told({"<": [10, MINUTES, 45]}).splitlines() == [
            ALL,
            f"  {called(MINUTES)}: more than 10 minutes",
            f"  {called(MINUTES)}: less than 45 minutes",
        ]

    def test_may_be_of_a_sum(self) -> None:
        both = {"+": [MINUTES, {"var": "exposures.medium.minutes"}]}

        text = told({">": [both, 60]})

        assert text.startswith(f"{called(MINUTES)} plus “Minutes stayed in that medium-risk")
        assert text.endswith(": more than 60 minutes")


class TestJunctions:
    def test_list_what_has_to_hold(self) -> None:
        text = told({"and": [known(LEFT), {"and": [known(CLOSE), FLAG]}]})

        assert text.splitlines() == [
            ALL,
            f"  {called(LEFT)}: known",
            f"  {called(CLOSE)}: known",
            f"  {called(FLAG)}: yes",
        ]

    def test_read_or_where_the_language_writes_it_with_not(self) -> None:
        text = told(either(known(LEFT), {"and": [known(CLOSE), FLAG]}))

        assert text.splitlines() == [
            ANY,
            f"  {called(LEFT)}: known",
            f"  {ALL}",
            f"    {called(CLOSE)}: known",
            f"    {called(FLAG)}: yes",
        ]

    @pytest.mark.parametrize(
        ("expression", "same"),
        [
            ({"if": [FLAG, known(LEFT), False]}, {"and": [FLAG, known(LEFT)]}),
            ({"if": [FLAG, True, known(LEFT)]}, either(FLAG, known(LEFT))),
            ({"if": [FLAG, False, known(LEFT)]}, {"and": [{"!": [FLAG]}, known(LEFT)]}),
            ({"if": [FLAG, known(LEFT), True]}, either({"!": [FLAG]}, known(LEFT))),
            (
                {"!": [{"if": [FLAG, known(LEFT), False]}]},
                either({"!": [FLAG]}, {"!": [LEFT]}),
            ),
        ],
    )
    def test_read_branches_to_true_or_false(self, expression: Any, same: Any) -> None:
        assert told(expression) == told(same)

    def test_tell_of_other_branches(self) -> None:
        assert told({"if": [FLAG, known(LEFT), known(CLOSE)]}).splitlines() == [
            "It depends:",
            "  If this holds:",
            f"    {called(FLAG)}: yes",
            "  then:",
            f"    {called(LEFT)}: known",
            "  otherwise:",
            f"    {called(CLOSE)}: known",
        ]


class TestRest:
    def test_is_shown_as_it_is_written(self) -> None:
        reduction = {"reduce": [["a"], {"var": "accumulator"}, True]}

        assert told(reduction) == ('{"reduce": [["a"], {"var": "accumulator"}, true]}')
        assert told({"!": [reduction]}).startswith('Not: {"reduce"')
        assert "extractFromUVCI" in told({"===": [{"extractFromUVCI": [COUNTRY, 1]}, "a"]})


class TestShipped:
    @pytest.mark.parametrize("name", sorted(path.stem for path in queries.RULESETS.glob("*.json")))
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_are_said_without_a_word_of_json(self, name: str, language: str) -> None:
        with translation.override(language):
            said = [
                text
                for ground in reading.read(queries.shipped(name)).grounds
                for text in lines(condition(ground.condition))
            ]

        assert said
        assert not [text for text in said if "{" in text or "var" in text.split()]
