"""Statuses are ordered, whoever is not held is free, and some doors stay open to everybody."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.rules.document import CARVE_OUTS
from tests.provinces.rules import documents
from tests.provinces.rules.documents import status
from tests.provinces.rules.validating.telling import told

GREEN, RED = status("green", 0, "free"), status("red", 2, "held")


class TestStatuses:
    @pytest.mark.parametrize(
        ("middle", "line"),
        [
            (
                status("yellow", 2, "restricted"),
                "statuses.1.rank: statuses come mildest first, ranked 0, 1, 2 ...:"
                " this is 1, not 2",
            ),
            (status("green", 1, "restricted"), "statuses.1.key: green is there twice"),
        ],
    )
    def test_are_ranked_in_order_and_each_is_one(self, middle: Any, line: str) -> None:
        assert line in told(documents.ruleset(statuses=[GREEN, middle, RED]))

    def test_do_not_get_milder_with_their_rank(self) -> None:
        statuses = [GREEN, status("yellow", 1, "held"), status("red", 2, "restricted")]

        assert told(documents.ruleset(statuses=statuses)) == [
            "statuses.2.consequence: restricted is milder than what follows from a milder status,"
            " held"
        ]


class TestDefault:
    def test_is_one_of_the_statuses(self) -> None:
        (line,) = told(documents.ruleset(default="gren"))

        assert line == "default: 'gren' is none of the statuses; green is one"

    def test_is_the_mildest(self) -> None:
        assert any(
            line.startswith("default: whoever no ground holds is free")
            and line.endswith("; yellow is 1, restricted")
            for line in told(documents.ruleset(default="yellow"))
        )

    def test_is_free(self) -> None:
        statuses = [status("green", 0, "restricted"), status("yellow", 1, "restricted"), RED]

        assert any(
            line.endswith("; green is 0, restricted")
            for line in told(documents.ruleset(statuses=statuses))
        )


class TestConsequences:
    @pytest.mark.parametrize("place", CARVE_OUTS)
    @pytest.mark.parametrize("admission", ["refused", "ask"])
    def test_keep_nobody_from_what_everybody_needs(self, place: str, admission: str) -> None:
        (line,) = told(documents.ruleset(consequences={"red": {place: admission}}))

        assert line == (
            f"consequences.red.{place}: no status keeps anybody from {place}: it is allowed, or"
            f" not named, and not '{admission}'"
        )

    def test_may_say_that_it_is_allowed(self) -> None:
        open_ = dict.fromkeys(CARVE_OUTS, "allowed") | {"transport": "refused", "school": "ask"}

        assert told(documents.ruleset(consequences={"red": open_})) == []

    def test_are_those_of_a_status(self) -> None:
        (line,) = told(documents.ruleset(consequences={"rd": {}}))

        assert line == "consequences.rd: 'rd' is none of the statuses; red is one"

    def test_refuse_nobody_who_is_free(self) -> None:
        (line,) = told(documents.ruleset(consequences={"green": {"school": "refused"}}))

        assert line == "consequences.green.school: green is a free status, and refused nowhere"
