"""A rule set is taken, or refused for reasons that its author can act on."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from provinces.rules import queries, validating
from provinces.rules.validating import Refusal, Refused
from tests.provinces.rules import documents
from tests.provinces.rules.validating.telling import told


class TestCheck:
    def test_has_nothing_against_a_rule_set_in_order(self) -> None:
        assert told(documents.ruleset()) == []
        assert told(queries.shipped("first")) == []

    def test_names_the_ground_the_path_and_the_reason(self) -> None:
        document = documents.ruleset(documents.ground(rests_on=["close_contakt"]))

        refusal = validating.check(document, zone=documents.ZONE)[0]

        assert (refusal.ground, refusal.path) == ("close_contact", "grounds.0.rests_on.0")
        assert refusal.message.startswith("'close_contakt' is no source of facts; close_contact is")
        assert str(refusal).startswith("grounds.0.rests_on.0 (ground close_contact): ")

    def test_has_faults_of_shape_and_of_sense_together(self) -> None:
        ground = documents.ground(rests_on=["other"])
        del ground["legal_basis"]["en"]
        document = documents.ruleset(ground, consequences={"red": {"testing": "refused"}})

        paths = [line.partition(" ")[0].rstrip(":") for line in told(document)]

        assert paths == [
            "grounds.0.legal_basis.en",
            "consequences.red.testing",
            "grounds.0.rests_on.0",
            "grounds.0.when.!.0.!.0",
        ]

    @pytest.mark.parametrize(
        "broken",
        [
            {"statuses": None},
            {"default": 7},
            {"cases": [{}]},
            {"grounds": [None]},
            {"grounds": [documents.ground(when=None)]},
            {"grounds": [documents.ground(anchor=None)]},
            {"grounds": [documents.ground(rests_on=None)]},
            {"grounds": [documents.ground(phases=None)]},
            {"grounds": [documents.ground(key=7)]},
        ],
    )
    def test_does_not_take_one_fault_for_many(self, broken: dict[str, Any]) -> None:
        ((field, _),) = broken.items()

        lines = told(documents.ruleset(**broken))

        assert lines
        assert all(line.startswith(field) for line in lines)

    @pytest.mark.parametrize("document", [None, [], "rules"])
    def test_says_what_is_no_rule_set_at_all(self, document: Any) -> None:
        (line,) = told(document)

        assert line.startswith("$: an object is needed here")

    def test_leaves_the_document_as_it_is(self) -> None:
        document = documents.ruleset()
        before = copy.deepcopy(document)

        validating.check(document)

        assert document == before


class TestValidate:
    def test_returns_the_rule_set(self) -> None:
        ruleset = validating.validate(documents.ruleset())

        assert ruleset.name == "sample"

    def test_raises_all_the_reasons(self) -> None:
        document = documents.ruleset(default="blue", days_in_force=91)

        with pytest.raises(Refused, match=r"(?s)days_in_force.*\ndefault: 'blue' is none") as found:
            validating.validate(document)

        first, second = found.value.refusals
        assert isinstance(first, Refusal)
        assert (first.path, second.path) == ("days_in_force", "default")
