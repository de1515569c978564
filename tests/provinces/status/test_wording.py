"""What a rule set says, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from provinces.rules import queries as rules
from provinces.status import wording
from provinces.status.decision import Ground
from tests import cast

LEFT_AT = cast.NOW - timedelta(days=1)


@dataclass(frozen=True)
class Ruleset:
    document: dict[str, Any]


@pytest.fixture
def first() -> Ruleset:
    return Ruleset(rules.shipped("first"))


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def ground(key: str = "stayed_in_high_risk_zone", **evidence: object) -> Ground:
    return Ground(key, "red", 2, LEFT_AT, cast.NOW, evidence)


class TestStatuses:
    def test_are_those_of_the_rule_set_the_mildest_first(self, first: Ruleset) -> None:
        assert [words.key for words in wording.statuses(first)] == ["green", "yellow", "red"]

    def test_are_none_without_one(self) -> None:
        assert wording.statuses(None) == []


class TestStatus:
    def test_has_the_shape_of_what_follows_from_it(self, first: Ruleset) -> None:
        assert wording.status(first, "red").shape == "red"
        assert wording.status(first, "green").name == "Green"

    def test_of_a_name_of_the_provinces_own_has_it_too(self, first: Ruleset) -> None:
        first.document["statuses"][1].update(key="orange", names={"en": "Orange"})

        words = wording.status(first, "orange")

        assert (words.name, words.shape) == ("Orange", "yellow")

    def test_that_is_unknown_goes_by_its_key(self, first: Ruleset) -> None:
        assert wording.status(first, "grey").name == "grey"
        assert str(wording.status(None, "").name) == "Not on record"

    def test_without_a_rule_set_is_not_restricted(self) -> None:
        assert str(wording.status(None, "green").name) == "Not restricted"
        with translation.override("zh-hans"):
            assert str(wording.status(None, "green").name) == "不受限制"


class TestSaid:
    def test_follows_the_language(self, first: Ruleset) -> None:
        assert wording.name(first) == "First rule set"
        with translation.override("zh-hans"):
            assert wording.name(first) == "首版规则"

    def test_takes_any_language_rather_than_none(self) -> None:
        assert wording.said({"zh-hans": "首版规则"}) == "首版规则"
        assert wording.said(None) == ""


class TestReasons:
    def test_say_where_and_about_when(self, first: Ruleset, north: object) -> None:
        evidence = {
            "name_zh": "某小区",
            "name_en": "Some compound",
            "source": "south",
            "zone": "Z1",
            "left_at": LEFT_AT.isoformat(),
            "minutes": 75,
        }

        [reason] = wording.reasons(first, [ground(**evidence)])

        assert reason.reason == "You stayed in a high-risk zone."
        assert reason.place == wording.Place(
            "某小区", "Some compound", "South", LEFT_AT, 75, "south/Z1"
        )

    @pytest.mark.parametrize(("source", "province"), [("north", ""), ("far_away", "far_away")])
    def test_name_the_province_of_a_foreign_zone(
        self, first: Ruleset, north: object, source: str, province: str
    ) -> None:
        evidence = {"name_zh": "某小区", "name_en": "Some compound", "source": source}

        [reason] = wording.reasons(first, [ground(**evidence)])

        assert reason.place is not None
        assert reason.place.province == province

    def test_name_no_place_that_is_not_known(self, first: Ruleset) -> None:
        [reason] = wording.reasons(first, [ground(zone=7)])

        assert reason.place is None

    def test_survive_a_rule_set_that_no_longer_has_the_ground(self, first: Ruleset) -> None:
        [reason] = wording.reasons(first, [ground("gone")])

        assert (reason.reason, reason.answerable) == ("gone", None)


class TestRules:
    def test_begin_with_the_gravest(self, first: Ruleset) -> None:
        assert [rule.status.key for rule in wording.rules(first)] == ["red", "yellow"]

    def test_name_who_answers_once(self, first: Ruleset) -> None:
        assert wording.answerable(first) == [
            wording.Answerable("Provincial office of disease control", "12320")
        ]


class TestInOrder:
    def test_is_the_mildest_first(self, first: Ruleset) -> None:
        ordered = wording.in_order(first, {"red": 1, "green": 2})

        assert [(words.key, number) for words, number in ordered] == [("green", 2), ("red", 1)]
