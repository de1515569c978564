"""Suites are read and run as the official ones are, and what fails is told in full."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.certlogic import suites
from core.certlogic.suites import NotASuite, Report
from core.certlogic.syntax import Json

X: Json = {"var": "x"}


def suite(*assertions: Json, **more: Json) -> dict[str, Any]:
    """Return a suite of one test, of what x comes to."""
    case = {"name": "x", "certLogicExpression": X, "assertions": list(assertions)}
    return {"name": "suite", "cases": [{**case, **more}]}


def write(path: Path, document: Json) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def run(path: Path) -> Report:
    return suites.run(path, suites.in_python)


class TestRun:
    def test_counts_what_holds(self, tmp_path: Path) -> None:
        file = write(
            tmp_path / "a.json",
            suite({"data": {"x": 1}, "expected": 1}, {"data": {}, "expected": None}),
        )

        assert run(file) == Report(passed=2, failures=(), skipped=0)

    def test_tells_what_fails_and_what_came_instead(self, tmp_path: Path) -> None:
        file = write(
            tmp_path / "a.json",
            suite({"data": {"x": 1}, "expected": 1}, {"data": {"x": 1}, "expected": True}),
        )

        (failure,) = run(file).failures

        told = failure.assertion
        assert (told.file, told.test, told.place, told.expected) == ("a.json", "x", 2, True)
        assert failure.got == "1"

    def test_tells_the_error_that_came_instead(self, tmp_path: Path) -> None:
        own = {"data": {}, "expected": False, "certLogicExpression": {"<": [X, 1]}}
        file = write(tmp_path / "a.json", suite(own))

        (failure,) = run(file).failures

        assert failure.got == "error: $.<.0: a whole number is needed"

    def test_tells_the_fault_of_an_expression_that_is_none(self, tmp_path: Path) -> None:
        own = {"data": {}, "expected": False, "certLogicExpression": {"or": [X, 1]}}

        report = run(write(tmp_path / "a.json", suite(own)))

        assert report.failed == 1
        assert report.failures[0].got == 'error: $: unrecognised operator: "or"'

    def test_writes_date_times_as_json_has_them(self, tmp_path: Path) -> None:
        own = {"data": {}, "expected": "2021-12-31T00:00:00.000Z"}
        file = write(
            tmp_path / "a.json",
            suite(own, certLogicExpression={"plusTime": ["2021", 0, "day"]}),
        )

        assert run(file).passed == 1

    def test_leaves_what_is_to_be_skipped(self, tmp_path: Path) -> None:
        wrong: dict[str, Json] = {"data": {}, "expected": 1}
        write(tmp_path / "file.json", {**suite(wrong), "directive": "skip"})
        write(tmp_path / "case.json", suite(wrong, directive="skip"))
        write(
            tmp_path / "one.json",
            suite({"data": {}, "expected": None}, {**wrong, "directive": "skip"}),
        )

        assert run(tmp_path) == Report(passed=1, failures=(), skipped=3)

    def test_takes_a_folder_with_all_that_is_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "deeper").mkdir()
        for file in (tmp_path / "a.json", tmp_path / "deeper" / "b.json"):
            write(file, suite({"data": {}, "expected": None}))

        assert run(tmp_path).passed == 2

    def test_refuses_a_folder_without_a_suite(self, tmp_path: Path) -> None:
        with pytest.raises(NotASuite, match=r"has no \.json file"):
            run(tmp_path)

    def test_fails_for_an_engine_that_returns_no_value(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.json", suite({"data": {}, "expected": None}))

        with pytest.raises(TypeError, match="no value of CertLogic"):
            suites.run(file, lambda _expression, _data: object())  # type: ignore[return-value]


class TestReport:
    def test_of_several_runs_is_their_sum(self, tmp_path: Path) -> None:
        wrong: dict[str, Json] = {"data": {}, "expected": 1}
        one = run(write(tmp_path / "a.json", suite(wrong, {"data": {}, "expected": None})))
        other = run(write(tmp_path / "b.json", suite({**wrong, "directive": "skip"}, wrong)))

        total = one + other

        assert (total.passed, total.failed, total.skipped) == (1, 2, 1)
        assert [failure.assertion.file for failure in total.failures] == ["a.json", "b.json"]


class TestRead:
    @pytest.mark.parametrize(
        "document",
        [
            [],
            {},
            {"cases": [{"name": "a"}]},
            {"cases": [{"name": "a", "assertions": [{"data": 1, "expected": 1}]}]},
            suite({"data": 1}),
            suite({"data": 1, "expected": 1, "directive": "only"}),
            suite({"data": 1, "expected": 1, "directive": ["skip"]}),
        ],
        ids=str,
    )
    def test_refuses_what_is_no_suite(self, tmp_path: Path, document: Json) -> None:
        with pytest.raises(NotASuite, match=r"a\.json is no CertLogic test suite"):
            suites.read(write(tmp_path / "a.json", document))

    def test_refuses_what_is_no_json(self, tmp_path: Path) -> None:
        (tmp_path / "a.json").write_text("{")

        with pytest.raises(NotASuite, match="no CertLogic"):
            suites.read(tmp_path / "a.json")
