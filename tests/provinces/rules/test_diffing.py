"""What differs between two documents."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from provinces.rules import queries
from provinces.rules.diffing import (
    ABSENT,
    LISTED,
    Change,
    Differences,
    Kind,
    Part,
    differences,
)

PLAIN = some.none() | some.booleans() | some.integers(0, 2) | some.sampled_from(["", "a", "b"])
VALUES = some.recursive(
    PLAIN,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["x", "y", "when", "facts"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def listed(key: str) -> Any:
    parts = some.dictionaries(some.sampled_from("abc"), some.dictionaries(PLAIN_KEY, VALUES))
    return parts.map(lambda found: [{**fields, key: name} for name, fields in found.items()])


PLAIN_KEY = some.sampled_from(["phases", "when", "anchor", "texts"])
DOCUMENTS = some.fixed_dictionaries(
    {},
    optional={
        "version": PLAIN,
        "parameters": some.dictionaries(some.sampled_from("pq"), VALUES),
        "consequences": some.dictionaries(
            some.sampled_from("ry"), some.dictionaries(some.sampled_from("pq"), PLAIN)
        ),
        "statuses": listed("key"),
        "grounds": listed("key"),
        "cases": listed("name"),
        "entry": VALUES,
    },
)


def first(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(queries.shipped("first")) | changes


class TestDifferences:
    def test_are_none_between_a_document_and_itself(self) -> None:
        assert not differences(first(), first())

    def test_are_of_fields_by_their_path(self) -> None:
        changed = first(version="2", days_in_force=30)
        changed["parameters"]["dwell_minutes"] = 15

        found = differences(first(), changed)

        assert found == Differences(
            about=(
                Change(("version",), "2026-1", "2"),
                Change(("days_in_force",), 90, 30),
            ),
            parameters=(Change(("dwell_minutes",), 10, 15),),
            statuses=(),
            consequences=(),
            grounds=(),
            cases=(),
        )

    def test_match_grounds_by_their_key_wherever_they_stand(self) -> None:
        turned = first()
        turned["grounds"].reverse()

        assert not differences(first(), turned)

    def test_are_of_a_ground_that_came_or_went(self) -> None:
        fewer = first()
        gone = fewer["grounds"].pop(0)["key"]

        assert differences(first(), fewer).grounds == (Part(gone, Kind.REMOVED),)
        assert differences(fewer, first()).grounds == (Part(gone, Kind.ADDED),)

    def test_take_conditions_anchors_and_phases_whole(self) -> None:
        changed = first()
        ground = changed["grounds"][0]
        old = copy.deepcopy(ground)
        ground["when"] = {">=": [{"var": "exposures.high.minutes"}, 30]}
        ground["anchor"]["counting"] = "exclusive"
        ground["phases"] = [*ground["phases"], {"status": "yellow", "days": 7}]
        ground["texts"]["en"]["clears"] = "It ends."

        (part,) = differences(first(), changed).grounds

        assert part.kind is Kind.CHANGED
        assert {change.path: (change.old, change.new) for change in part.changes} == {
            ("when",): (old["when"], ground["when"]),
            ("anchor",): (old["anchor"], ground["anchor"]),
            ("phases",): (old["phases"], ground["phases"]),
            ("texts", "en", "clears"): (old["texts"]["en"]["clears"], "It ends."),
        }

    def test_tell_what_was_not_there_from_null(self) -> None:
        found = differences({"entry": {"a": None}}, {"entry": {"b": 1}})

        assert found.about == (
            Change(("entry", "b"), ABSENT, 1),
            Change(("entry", "a"), None, ABSENT),
        )
        assert [change.kind for change in found.about] == [Kind.ADDED, Kind.REMOVED]

    def test_tell_true_from_one(self) -> None:
        assert differences({"entry": True}, {"entry": 1})

    def test_are_of_consequences_by_status_and_place(self) -> None:
        changed = first()
        changed["consequences"]["red"]["transport"] = "ask"
        del changed["consequences"]["yellow"]["event"]

        found = differences(first(), changed).consequences

        assert {change.path: (change.old, change.new) for change in found} == {
            ("red", "transport"): ("refused", "ask"),
            ("yellow", "event"): ("refused", ABSENT),
        }

    def test_keep_parts_of_one_key_apart(self) -> None:
        twice = {"cases": [{"name": "a", "n": 1}, {"name": "a", "n": 2}]}

        found = differences({"cases": [{"name": "a", "n": 1}]}, twice)

        assert found.cases == (Part("a (2)", Kind.ADDED),)

    @pytest.mark.parametrize("odd", [{"grounds": "none"}, {"grounds": [1, None]}, {}])
    def test_bear_what_is_no_rule_set(self, odd: dict[str, Any]) -> None:
        assert differences(first(), odd)

    @given(DOCUMENTS, DOCUMENTS)
    def test_are_enough_to_make_the_new_from_the_old(
        self, old: dict[str, Any], new: dict[str, Any]
    ) -> None:
        made = patched(old, new, differences(old, new))

        assert not differences(made, new)
        assert bool(differences(old, new)) == bool(differences(new, old))


def patched(old: dict[str, Any], new: dict[str, Any], found: Differences) -> dict[str, Any]:
    """Apply what was found to the old document; parts that came are taken from the new one."""
    made = copy.deepcopy(old)
    for change in found.about:
        put(made, change)
    for area in ("parameters", "consequences"):
        for change in getattr(found, area):
            put(made.setdefault(area, {}), change)
    for area, key in LISTED.items():
        for part in getattr(found, area):
            patch(made.setdefault(area, []), part, key, new.get(area, []))
    return made


def patch(listed: list[Any], part: Part, key: str, new: list[Any]) -> None:
    at = next((place for place, one in enumerate(listed) if one[key] == part.key), -1)
    if part.kind is Kind.ADDED:
        listed.append(next(one for one in new if one[key] == part.key))
    if part.kind is Kind.REMOVED:
        listed.pop(at)
    for change in part.changes:
        put(listed[at], change)


def put(made: dict[str, Any], change: Change) -> None:
    *above, last = change.path
    for key in above:
        made = made.setdefault(key, {})
    if change.new is ABSENT:
        del made[last]
    else:
        made[last] = change.new
