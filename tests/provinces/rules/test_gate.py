"""What a document passes before it is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, OperationalError

from core.certlogic import parsing
from provinces.rules import gate, trying, validating
from provinces.rules.labels import NotADocument
from provinces.status import deciding, rehearsing
from provinces.tenancy import scope
from tests import cast
from tests.factories import rulesets
from tests.provinces.rules import documents
from tests.provinces.rules.documents import CONTACT, known


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch, north: object) -> None:
    monkeypatch.setattr(gate, "_passed", set())


def wide(operands: int) -> dict[str, Any]:
    return documents.ruleset(documents.ground(when={"and": [known(CONTACT)] * operands}))


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

    @pytest.mark.parametrize("operands", [300, 2000])
    def test_refuses_a_condition_that_is_too_wide(self, operands: int) -> None:
        with pytest.raises(gate.Refused) as refused:
            gate.require(wide(operands))

        assert [str(one) for one in refused.value.refusals] == [
            f"grounds.0.when (ground close_contact): this has {operands * 3 + 1} parts, and 500 at"
            ' most are read: to compare a value with many, list them after "in"'
        ]

    def test_refuses_what_the_database_gives_up_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(parsing, "MOST_PARTS", 10**6)

        with pytest.raises(gate.Refused) as refused:
            gate.require(wide(2000))

        assert str(refused.value).startswith(
            "grounds: these are too many or too long for the database to decide by: make fewer, or"
            " shorter (memory exhausted"
        )

    def test_runs_what_will_decide(self, monkeypatch: pytest.MonkeyPatch) -> None:
        without = deciding.WRITE.replace("jsonb_agg(", "jsonb_agg(1, ")
        monkeypatch.setattr(deciding, "WRITE", without)

        with pytest.raises(DatabaseError, match="jsonb_agg"):
            gate.require(rulesets.document())

    def test_passes_on_that_the_database_is_out_of_reach(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lost(*_: Any, **__: Any) -> None:
            raise OperationalError("the connection is lost")

        monkeypatch.setattr(rehearsing, "rehearse", lost)

        with pytest.raises(OperationalError, match="connection is lost"):
            gate.require(rulesets.document())

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
