"""What a document passes before it is published."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.rules import gate, trying, validating
from provinces.rules.labels import NotADocument
from provinces.tenancy import scope
from tests import cast
from tests.factories import rulesets


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch, north: object) -> None:
    monkeypatch.setattr(gate, "_passed", set())


class TestRequire:
    def test_lets_a_sound_document_pass(self) -> None:
        gate.require(rulesets.document())

    def test_refuses_what_the_validator_refuses(self) -> None:
        with pytest.raises(gate.Refused, match="colour"):
            gate.require(rulesets.document(colour="red"))

    def test_refuses_a_case_that_comes_to_something_else_on_either_engine(self) -> None:
        wrong = rulesets.document()
        wrong["cases"][1]["expect"]["until"] = "2026-11-12T00:00:00+08:00"

        with pytest.raises(gate.Refused) as refused:
            gate.require(wrong)

        name = wrong["cases"][1]["name"]
        told = [str(one).partition(" says ")[0] for one in refused.value.refusals]
        assert [one.startswith(f"cases.1: {name}: expected ") for one in told] == [True, True]
        assert [one.rpartition(" ")[2] for one in told] == ["python", "sql"]

    def test_tries_the_same_document_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        tried: list[Any] = []
        run_cases = trying.run_cases

        def counting(document: Any, engine: Any, **options: Any) -> Any:
            tried.append(engine)
            return run_cases(document, engine, **options)

        monkeypatch.setattr(trying, "run_cases", counting)

        gate.require(rulesets.document())
        gate.require(rulesets.document("another version"))
        gate.require(rulesets.document(days_in_force=30))

        assert tried == ["python", "sql", "python", "sql"]

    def test_takes_no_other_way_to_write_a_number_for_what_has_passed(self) -> None:
        gate.require(rulesets.document("1"))
        other = rulesets.document("2")
        other["grounds"][0]["phases"][0]["days"] = 7.0

        with pytest.raises(NotADocument, match="days is a float, which has no canonical form"):
            gate.require(other)

    def test_remembers_no_refusal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[Any] = []
        validate = validating.validate

        def counting(document: Any, **options: Any) -> Any:
            asked.append(document["version"])
            return validate(document, **options)

        monkeypatch.setattr(gate, "validate", counting)
        for _ in range(2):
            with pytest.raises(gate.Refused):
                gate.require(rulesets.document(cases=[]))

        assert len(asked) == 2

    def test_remembers_by_the_midnights_of_the_province(self) -> None:
        gate.require(rulesets.document())
        with scope.province(cast.SOUTH):
            gate.require(rulesets.document())

        assert len(gate._passed) == 1

    def test_does_not_remember_without_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(gate, "MOST_REMEMBERED", 2)
        for days in (1, 2, 3):
            gate.require(rulesets.document(days_in_force=days))

        assert len(gate._passed) == 1
