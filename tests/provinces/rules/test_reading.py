"""A rule set's document is read as it says, or refused field by field."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from provinces.rules import queries, reading
from provinces.rules.document import (
    NEVER_REFUSED,
    ClearedByEvent,
    ClearedByTests,
    Clock,
    Companion,
    Consequence,
    Counting,
    NthTest,
)
from tests.provinces.rules import documents
from tests.provinces.rules.documents import CONTACT

Change = Callable[[dict[str, Any]], object]
TESTS = {"tests": {"count": 2, "within_days": 3, "hours_apart": 24, "clock": "result"}}


def faults(document: Any) -> list[str]:
    """Return what is wrong with the shape of a document."""
    with pytest.raises(reading.Malformed) as refused:
        reading.read(document)
    return [str(fault) for fault in refused.value.faults]


def changed(change: Change) -> dict[str, Any]:
    document = copy.deepcopy(documents.ruleset())
    change(document)
    return document


class TestRead:
    def test_has_what_the_one_that_ships_says(self) -> None:
        ruleset = reading.read(queries.shipped("first"))

        high, medium = ruleset.grounds
        assert (ruleset.name, ruleset.default, ruleset.dwell_minutes) == ("first", "green", 10)
        assert [status.consequence for status in ruleset.statuses] == list(Consequence)
        assert high.key == "stayed_in_high_risk_zone"
        assert high.phases[0].status == "red"
        assert medium.anchor.fact == "exposures.medium.left_at"
        assert ruleset.cases[1].as_of == datetime(2026, 11, 10, 4, tzinfo=UTC)

    def test_has_what_clears_and_counts_tests_from_the_anchor(self) -> None:
        since = copy.deepcopy(TESTS)
        since["tests"]["since"] = "tests.negative.sampled_at"
        clears = [TESTS, since, {"event": "contacts.close.released_at"}]
        phases = [{"status": "red", "days": 14, "clears": clears}]

        (ground,) = reading.read(documents.ruleset(documents.ground(phases=phases))).grounds

        assert ground.phases[0].clears == (
            ClearedByTests(2, 3, 24, Clock.RESULT, documents.CONTACT),
            ClearedByTests(2, 3, 24, Clock.RESULT, "tests.negative.sampled_at"),
            ClearedByEvent("contacts.close.released_at"),
        )

    def test_has_an_anchor_that_is_a_test_after_a_fact(self) -> None:
        anchor = {"test": 2, "after": documents.CONTACT, "clock": "sample", "counting": "exclusive"}

        (ground,) = reading.read(documents.ruleset(documents.ground(anchor=anchor))).grounds

        assert (ground.anchor.fact, ground.anchor.counting) == (
            documents.CONTACT,
            Counting.EXCLUSIVE,
        )
        assert ground.anchor.test == NthTest(2, Clock.SAMPLE)

    def test_has_what_may_be_left_out(self) -> None:
        companion = {"resolution": 8, "minutes": 10, "stay_minutes": 1800, "lookback_days": 14}
        document = documents.ruleset(
            parameters={"dwell_minutes": 0, "companion": companion},
            modelled_on={"title": documents.SAID, "date": "2021-08"},
            entry={"transport": {"test_hours": 48, "exempt": ["emergency_care"]}},
            contact_parameters={"index_days": 11},
            consequences={"red": {"school": "refused", "testing": "allowed"}},
        )

        ruleset = reading.read(document)

        assert ruleset.companion == Companion(8, 10, 1800, 14)
        assert ruleset.modelled_on["date"] == "2021-08"
        assert ruleset.consequences == {"red": {"school": "refused", "testing": "allowed"}}

    def test_takes_a_rule_set_without_grounds(self) -> None:
        assert reading.read(documents.ruleset(grounds=[])).grounds == ()


class TestMalformed:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda d: d.update(schema=1), "schema: this is 2; no other format is read"),
            (lambda d: d.update(name="Si chuan"), "name: this is a name of small letters"),
            (lambda d: d.update(version=" "), "version: this is a text that is not blank"),
            (lambda d: d.update(version="1" * 31), "version: this has 30 characters at most"),
            (lambda d: d["names"].pop("en"), "names.en: this field is missing; it is a text"),
            (lambda d: d["names"].update(fr="x"), "names.fr: there is no such field"),
            (lambda d: d.update(days_in_force=91), "days_in_force: rules last 1 to 90 days, not"),
            (lambda d: d.update(days_in_force=True), "days_in_force: rules last 1 to 90 days, not"),
            (lambda d: d.pop("days_in_force"), "rules last 1 to 90 days, not without an end"),
            (lambda d: d.update(parameters=[1]), "parameters: an object is needed here, not a li"),
            (lambda d: d["parameters"].update(dwel=1), "parameters.dwel: there is no such field"),
            (lambda d: d.update(statuses=[]), "statuses: this is a list with at least one status"),
            (lambda d: d["statuses"][0].update(rank="0"), "statuses.0.rank: this is a whole numb"),
            (lambda d: d["statuses"][1].update(consequence="jail"), "one of free, restricted, h"),
            (lambda d: d.update(cases=[]), "cases: this is a list with this version's own cases"),
            (lambda d: d.update(modelled_on={"date": "x"}), "modelled_on.title: this field is mi"),
            (lambda d: d.update(grounds=None), "grounds: this is a list, not null"),
            (lambda d: d.update(grounds=[None]), "grounds.0: an object is needed here, not null"),
            (lambda d: d.update(grounds=["x"]), "grounds.0: an object is needed here, not 'x'"),
        ],
    )
    def test_names_the_field_of_a_rule_set(self, change: Change, message: str) -> None:
        assert message in faults(changed(change))[0]

    @pytest.mark.parametrize("resolution", [5, 10])
    def test_names_a_place_that_makes_too_many_companions_or_none(self, resolution: int) -> None:
        companion = {"minutes": 10, "stay_minutes": 1800, "lookback_days": 14}
        parameters = {"dwell_minutes": 0, "companion": companion | {"resolution": resolution}}

        told = faults(documents.ruleset(parameters=parameters))

        path = "parameters.companion.resolution"
        assert told == [f"{path}: this is a whole number from 6 to 9, not {resolution}"]

    @pytest.mark.parametrize(
        ("change", "path", "message"),
        [
            ({"key": "it's"}, "key", "a name of small letters"),
            ({"rests_on": []}, "rests_on", "a list with at least one source of facts, not an empt"),
            ({"rests_on": [1]}, "rests_on.0", "this is the name of a source, not 1"),
            ({"when": {"or": []}}, "when", 'unrecognised operator: "or"'),
            ({"anchor": {"counting": "exact"}}, "anchor.fact", "this field is missing"),
            ({"anchor": {"fact": "a", "counting": "fair"}}, "anchor.counting", "one of exact, inc"),
            (
                {"anchor": {"test": 6, "after": "a", "clock": "sample", "counting": "exact"}},
                "anchor.test",
                "a whole number from 1 to 5",
            ),
            ({"phases": []}, "phases", "a list with at least one phase"),
            ({"phases": [{"status": "red"}]}, "phases.0.days", "not without an end"),
            ({"phases": [{"status": "red", "days": None}]}, "phases.0.days", "1 to 90 days, not n"),
            ({"phases": [{"status": "red", "days": 0}]}, "phases.0.days", "1 to 90 days, not 0"),
            ({"phases": [{"status": "red", "days": 91}]}, "phases.0.days", "1 to 90 days, not 91"),
            ({"legal_basis": {"en": "x"}}, "legal_basis.zh-hans", "this field is missing"),
            ({"answerable": {"contact": "1"}}, "answerable.office", "this field is missing"),
            ({"texts": {"en": {"reason": "x"}}}, "texts.zh-hans", "this field is missing"),
            ({"evidence": {}}, "evidence", "name a fact"),
            ({"hold_days": 7}, "hold_days", "there is no such field"),
            ({"evidense": {}}, "evidense", "there is no such field; evidence is one"),
        ],
    )
    def test_names_the_field_of_a_ground(self, change: Any, path: str, message: str) -> None:
        told = faults(documents.ruleset(documents.ground(**change)))

        assert any(each.startswith(f"grounds.0.{path}: ") and message in each for each in told)

    @pytest.mark.parametrize(
        ("clears", "path", "message"),
        [
            ({"tests": {}}, "tests.count", "a whole number from 1 to 5"),
            ({"tests": TESTS["tests"] | {"count": 6}}, "tests.count", "from 1 to 5, not 6"),
            ({"tests": TESTS["tests"] | {"clock": "wall"}}, "tests.clock", "one of sample, result"),
            ({"tests": TESTS["tests"], "event": "x"}, "tests", "there is no such field"),
            ({}, "", 'a phase clears by "tests" or by an "event"'),
        ],
    )
    def test_names_the_field_of_what_clears(self, clears: Any, path: str, message: str) -> None:
        phases = [{"status": "red", "days": 14, "clears": [clears]}]

        told = faults(documents.ruleset(documents.ground(phases=phases)))

        where = ".".join(filter(None, ["grounds.0.phases.0.clears.0", path]))
        assert told[0].startswith(f"{where}: ")
        assert message in told[0]

    @pytest.mark.parametrize(
        ("change", "path", "message"),
        [
            ({"as_of": "2026-11-10"}, "as_of", "a moment in whole minutes with its offset"),
            ({"as_of": "2026-11-31T12:00:00+08:00"}, "as_of", "a moment in whole minutes"),
            ({"as_of": "2026-11-10T12:00:30+08:00"}, "as_of", "a moment in whole minutes"),
            ({"facts": []}, "facts", "an object is needed here"),
            ({"expect": {"status": "green"}}, "expect.grounds", "this field is missing"),
            ({"expect": {"status": "green", "grounds": "x"}}, "expect.grounds", "list of grounds'"),
            ({"expect": {"status": 1, "grounds": []}}, "expect.status", "a name of small letters"),
        ],
    )
    def test_names_the_field_of_a_case(self, change: Any, path: str, message: str) -> None:
        one = documents.case("nobody", documents.at(10), {}) | change

        told = faults(documents.ruleset(cases=[one]))

        assert told[0].startswith(f"cases.0.{path}: ")
        assert message in told[0]

    def test_has_all_that_is_wrong(self) -> None:
        wrong = documents.ruleset(documents.ground(key="A", phases=[], typo=1), days_in_force=0)

        paths = [told.partition(":")[0] for told in faults(wrong)]
        assert sorted(paths) == [
            "days_in_force",
            "grounds.0.key",
            "grounds.0.phases",
            "grounds.0.typo",
        ]

    @pytest.mark.parametrize("document", [None, [], "rules", 2])
    def test_says_what_is_no_object_at_all(self, document: Any) -> None:
        assert "$: an object is needed here" in faults(document)[0]

    @pytest.mark.parametrize("setting", ["entry", "contact_parameters"])
    def test_names_what_is_no_plain_setting(self, setting: str) -> None:
        document = documents.ruleset(**{setting: {"transport": {"hours": [48, None]}}})

        assert faults(document) == [
            f"{setting}.transport.hours.1: a text, a whole number, true or false is needed here,"
            " not null"
        ]

    def test_is_an_entry_that_turns_people_away_from_care(self) -> None:
        document = documents.ruleset(entry={"clinic": {"emergency_care": "refused"}})

        assert "no rule keeps anybody from emergency_care" in faults(document)[0]

    @pytest.mark.parametrize("place", NEVER_REFUSED)
    def test_is_a_status_that_closes_care_or_the_way_home(self, place: str) -> None:
        document = documents.ruleset(consequences={"red": {place: "refused"}})

        reading.read(documents.ruleset(consequences={"red": {place: "ask"}}))

        assert faults(document) == [
            f"consequences.red.{place}: no status keeps anybody from {place}: it may ask, not"
            " refuse"
        ]

    def test_is_a_text_that_could_mislead_wherever_it_is_read(self) -> None:
        turned = "a\u202eb"
        one = documents.ground(
            when={"in": [{"var": "divisions.high.code"}, [turned]]},
            answerable={"office": documents.SAID, "contact": turned},
            evidence={turned: CONTACT},
        )
        one["texts"]["en"]["reason"] = turned

        assert [fault.partition(": ")[0] for fault in faults(documents.ruleset(one))] == [
            "grounds.0.when.in.1.0",
            f"grounds.0.evidence.{turned}",
            "grounds.0.answerable.contact",
            "grounds.0.texts.en.reason",
        ]

    def test_is_a_decision_that_shows_too_much(self) -> None:
        shown = {f"fact_{number}": CONTACT for number in range(21)}

        assert faults(documents.ruleset(documents.ground(evidence=shown))) == [
            "grounds.0.evidence: 20 facts at most are shown with a decision, not 21"
        ]
