"""What a comparison found is told by age with its share, where both numbers may be told."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.console import comparisons
from provinces.rules import queries as rules
from tests import cast
from tests.factories import road


def shown(count: Any = 30, **counted: Any) -> dict[str, Any]:
    flip = {"from": "green", "to": "red", "count": count}
    return {
        "flips": [{**flip, "count": 60}],
        "by_age": [{"key": "60+", "flips": [flip]}],
        **counted,
    }


@pytest.fixture
def told(north: object, noon: None) -> Any:
    """How the rows of what was found read, of one status and another."""
    road.first_ruleset()
    ruleset = rules.in_force(cast.NOW)

    def row(found: dict[str, Any]) -> dict[str, Any]:
        (of_age,) = comparisons.by_age(found, ruleset, ruleset)
        (line,) = of_age["lines"]
        return {"name": str(of_age["name"]), "share": line["share"], "times": line["times"]}

    return row


class TestByAge:
    def test_tells_the_share_of_an_age_and_of_all(self, told: Any) -> None:
        found = told(shown(people=2000, people_by_age={"60+": 200}))

        assert found == {"name": "60 and above", "share": "15%", "times": "5.0"}

    def test_tells_no_share_of_what_is_not_told(self, told: Any) -> None:
        few = {"people": 2000, "people_by_age": {"60+": "withheld"}}

        assert told(shown(**few))["share"] == ""
        assert told(shown("fewer_than_10", people=2000, people_by_age={"60+": 200}))["share"] == ""

    def test_tells_none_where_nobody_was_counted(self, told: Any) -> None:
        assert told(shown())["share"] == ""
