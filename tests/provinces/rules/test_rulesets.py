"""The rule sets that ship: they validate, keep their promises, and speak to people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import engines, judging, laying, queries, reading, trying, validating
from provinces.rules.compiling import compile_ruleset
from provinces.rules.document import CARVE_OUTS
from provinces.rules.judging import Held, Judged
from provinces.tenancy import directory
from tests.provinces.rules import histories

SHIPPED = sorted(path.stem for path in queries.RULESETS.glob("*.json"))
SAMPLES = ["beijing", "guangdong", "hebei", "henan", "sichuan", "tianjin"]
ENGINES = pytest.mark.parametrize("engine", list(engines.Name))

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 11, 1, tzinfo=ZONE)
DAYS = 60
PEOPLE = 60


def document(name: str) -> dict[str, Any]:
    return queries.shipped(name)


def phases(document: dict[str, Any]) -> Iterator[tuple[str, int]]:
    """Yield each phase of each ground, counted from 1."""
    for ground in document["grounds"]:
        for number in range(1, len(ground["phases"]) + 1):
            yield ground["key"], number


def days_of(ground: dict[str, Any]) -> int:
    return sum(phase["days"] for phase in ground["phases"])


@cache
def people() -> list[tuple[dict[str, Any], datetime]]:
    """Return what is known of people made up, day by day, at one hour or another."""
    lives = [histories.life(seed, BEGINS, DAYS) for seed in range(PEOPLE)]
    moments = [BEGINS + timedelta(days=day, hours=day % 24) for day in range(DAYS)]
    return [(life.facts(at), at) for life in lives for at in moments]


def outline(judged: Judged) -> tuple[Any, ...]:
    """Return all of a judgement that both engines tell."""
    return judged.status, judged.until, [_outline(held) for held in judged.grounds]


def _outline(held: Held) -> tuple[Any, ...]:
    return held.ground, held.status, held.rank, held.since, held.until, dict(held.evidence)


def test_the_six_samples_ship() -> None:
    assert set(SAMPLES) <= set(SHIPPED)


class TestCases:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_are_called_in_both_languages(self, name: str) -> None:
        cases = reading.read(document(name)).cases

        assert all(re.search("[\u4e00-\u9fff]", case.names["zh-hans"]) for case in cases)
        assert not [case.name for case in cases if case.names["en"].lower() != case.name.lower()]


@pytest.mark.parametrize("name", SHIPPED)
class TestShipped:
    def test_is_taken_by_the_validator(self, name: str) -> None:
        assert list(map(str, validating.check(document(name), zone=ZONE))) == []

    @ENGINES
    def test_passes_its_own_cases(self, north: directory.Entry, name: str, engine: str) -> None:
        report = trying.run_cases(document(name), engine, zone=ZONE)

        assert [(failure.assertion.test, failure.got) for failure in report.failures] == []
        assert report.passed == len(document(name)["cases"])

    def test_is_known_by_the_name_of_its_file(self, name: str) -> None:
        assert document(name)["name"] == name


@pytest.mark.parametrize("name", SAMPLES)
class TestSamples:
    def test_last_90_days_and_count_from_10_minutes_on(self, name: str) -> None:
        found = document(name)

        assert (found["days_in_force"], found["parameters"]["dwell_minutes"]) == (90, 10)

    def test_have_the_three_statuses_that_everybody_knows(self, name: str) -> None:
        consequences = {
            status["key"]: status["consequence"] for status in document(name)["statuses"]
        }

        assert consequences["green"] == "free"
        assert consequences["yellow"] == "restricted"
        assert consequences["red"] == "held"

    def test_keep_care_tests_home_and_contesting_open(self, name: str) -> None:
        found = document(name)
        others = {status["key"] for status in found["statuses"]} - {found["default"]}

        assert set(found["consequences"]) == others
        for places in found["consequences"].values():
            assert {places[place] for place in CARVE_OUTS} == {"allowed"}

    def test_tell_people_how_long_each_hold_lasts(self, name: str) -> None:
        for ground in document(name)["grounds"]:
            lengths = {str(days_of(ground)), str(24 * days_of(ground))}
            for texts in ground["texts"].values():
                assert lengths & set(re.findall(r"\d+", texts["clears"])), ground["key"]

    def test_speak_chinese_to_some_and_english_to_others(self, name: str) -> None:
        for ground in document(name)["grounds"]:
            for key in ("reason", "clears"):
                zh, en = ground["texts"]["zh-hans"][key], ground["texts"]["en"][key]
                assert zh.endswith("。")
                assert en.endswith(".")
                assert en.isascii()

    def test_say_of_each_ground_where_it_comes_from(self, name: str) -> None:
        found = document(name)
        for ground in found["grounds"]:
            for language, title in found["modelled_on"]["title"].items():
                assert title in ground["legal_basis"][language], ground["key"]


@pytest.mark.parametrize("name", SHIPPED)
class TestEngines:
    def test_decide_the_same_of_everybody_every_day(
        self, north: directory.Entry, name: str
    ) -> None:
        found = document(name)
        prepared = judging.prepare(reading.read(found), ZONE)

        in_python = [judging.judge(prepared, facts, at) for facts, at in people()]
        in_sql = laying.judge(compile_ruleset(found, ZONE), people())

        assert list(map(outline, in_sql)) == list(map(outline, in_python))
        # Or they would agree on nothing much.
        held = {(one.ground, one.phase) for judged in in_python for one in judged.grounds}
        assert held >= set(phases(found))
