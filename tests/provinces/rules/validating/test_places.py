"""Losing a stay makes nobody worse off: conditions, phases and clearings that could are refused."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from provinces.rules import judging, queries, reading
from tests.provinces.rules import documents, drafts, engines
from tests.provinces.rules.documents import RELEASED, ZONE, at, either, known, nested
from tests.provinces.rules.validating.telling import told

LEFT, LAST = "exposures.high.left_at", "companion.last_at"
MINUTES = "exposures.high.minutes"
PARAMETERS = {
    "dwell_minutes": 10,
    "companion": {"resolution": 8, "minutes": 10, "stay_minutes": 1800, "lookback_days": 14},
}
RED = {"status": "red", "days": 7}
YELLOW = {"status": "yellow", "days": 2}


def of_place(fact: str = LEFT, source: str = "zone_exposure", **changes: Any) -> list[str]:
    """Return what is refused of a ground that counts from a place, but for its cases."""
    ground = documents.ground("place", fact, rests_on=[source], **{"phases": [RED], **changes})
    document = documents.ruleset(ground, parameters=PARAMETERS)
    return [line for line in told(document) if not line.startswith("cases")]


def line(path: str, message: str) -> str:
    return f"grounds.0.{path} (ground place): {message}"


class TestRefusals:
    """Refused is a ground"""

    @pytest.mark.parametrize(
        ("fact", "source", "asked", "instead"),
        [
            (LEFT, "zone_exposure", {">=": [{"var": MINUTES}, 60]}, "parameters.dwell_minutes"),
            (LEFT, "zone_exposure", {"<": [{"var": MINUTES}, 60]}, "parameters.dwell_minutes"),
            (
                LAST,
                "companionship",
                {">": [{"var": "companion.minutes"}, 10]},
                "parameters.companion.minutes",
            ),
            (
                LAST,
                "companionship",
                {">": [{"var": "companion.stay_minutes"}, 1800]},
                "parameters.companion.stay_minutes",
            ),
        ],
    )
    def test_that_asks_how_long_the_last_stay_was(
        self, fact: str, source: str, asked: dict[str, Any], instead: str
    ) -> None:
        (operator, (var, _)), *_ = asked.items()
        message = f"{var['var']} is of the last stay, which hides the others; say it in {instead}"

        lines = of_place(fact, source, when={"and": [{"var": fact}, asked]})

        assert lines == [line(f"when.and.1.{operator}.0", message)]

    @pytest.mark.parametrize(
        ("fact", "source", "asked"),
        [
            (
                "divisions.high.left_at",
                "division_stay",
                {"in": [{"var": "divisions.high.code"}, ["110105"]]},
            ),
            (LEFT, "zone_exposure", {"===": [{"var": "exposures.high.answered"}, True]}),
        ],
    )
    def test_that_asks_of_which_kind_the_last_stay_was(
        self, fact: str, source: str, asked: dict[str, Any]
    ) -> None:
        lines = of_place(fact, source, when={"and": [{"var": fact}, asked]})

        assert len(lines) == 1
        assert "is of the last stay, which hides the others; ask for the place alone" in lines[0]

    def test_that_asks_how_long_ago_it_was(self) -> None:
        left, day = {"plusTime": [{"var": LEFT}, 0, "day"]}, documents.text(at(9))
        early = {"before": [left, {"plusTime": [day, 0, "day"]}]}

        assert of_place(when={"and": [{"var": LEFT}, early]}) == [
            line(
                "when.and.1.before.0.plusTime.0",
                f"{LEFT} moves back where the last stay is not known: a condition asks whether it"
                " is known, and no more; how long ago it was is for the phases",
            )
        ]

    @pytest.mark.parametrize("first", ["yellow", "green"])
    def test_whose_phases_grow_graver(self, first: str) -> None:
        message = (
            f"red is graver than {first} before it: it would begin sooner where the last stay is"
            " not known; what counts from a place begins with the gravest"
        )

        lines = of_place(phases=[{"status": first, "days": 2}, RED])

        assert lines == [line("phases.1.status", message)]

    def test_that_a_negative_test_begins(self) -> None:
        anchor = {"test": 1, "clock": "sample", "after": LEFT, "counting": "exact"}

        assert of_place(anchor=anchor) == [
            line(
                "anchor.after",
                "a negative test begins no hold: nobody is worse off for having been tested;"
                f" count from {LEFT}, and let tests clear a phase",
            )
        ]

    def test_of_evidence_in_which_what_clears_leads_to_worse(self) -> None:
        cleared = {"status": "yellow", "days": 14, "clears": [{"event": RELEASED}]}
        last = {"status": "red", "days": 30, "clears": [{"event": RELEASED}]}

        lines = told(documents.ruleset(documents.ground(phases=[cleared, last])))

        assert lines == [
            "grounds.0.phases.1.status (ground close_contact): red is graver than yellow before"
            " it: what clears a phase makes nothing worse"
        ]


class TestTaken:
    """Taken is a ground"""

    @pytest.mark.parametrize(
        "when",
        [
            known(LEFT),
            {"and": [{"var": LEFT}, either(known(LEFT), known("exposures.medium.left_at"))]},
            {"if": [{"var": LEFT}, True, False]},
        ],
    )
    def test_that_asks_whether_somebody_was_there(self, when: Any) -> None:
        assert [each for each in of_place(when=when) if ".when" in each] == []

    def test_whose_phases_grow_milder(self) -> None:
        assert [each for each in of_place(phases=[RED, YELLOW]) if ".status" in each] == []

    def test_of_evidence_with_a_pause(self) -> None:
        pause = {"status": "green", "days": 2}
        last = {"status": "red", "days": 7, "clears": [{"event": RELEASED}]}

        lines = told(documents.ruleset(documents.ground(phases=[pause, last])))

        assert [each for each in lines if ".status" in each] == []


class TestGuangdong:
    def test_never_worsens_by_losing_a_later_stay(self) -> None:
        prepared = judging.prepare(reading.read(queries.shipped("guangdong")), ZONE)
        tests = {
            "tests__negatives__sampled": [at(3, 13)],
            "tests__negatives__resulted": [at(3, 19)],
        }

        def rank(left_at: Any) -> int:
            status = judging.judge(
                prepared, nested(divisions__high__left_at=left_at, **tests), at(4)
            ).status
            return next(each.rank for each in prepared.ruleset.statuses if each.key == status)

        assert rank(at(1)) <= rank(at(3))


class TestDrafts:
    """Under rule sets at random that may be published"""

    @pytest.mark.parametrize("seed", range(12))
    def test_who_loses_a_stay_or_takes_a_test_is_not_worse_off(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311  not for secrets
        prepared = judging.prepare(reading.read(drafts.ruleset(chance)), ZONE)
        ranks = {status.key: status.rank for status in prepared.ruleset.statuses}

        def rank(facts: dict[str, Any], moment: datetime) -> int:
            return ranks[judging.judge(prepared, facts, moment).status]

        for facts, moment in engines.lives(chance, at(1, hour=0), people=8):
            now = rank(facts, moment)
            for group, field in PLACES:
                assert rank(without(facts, group), moment) <= now
                assert rank(moved_back(facts, group, field, chance), moment) <= now
            untested = {**facts, "tests": without(facts.get("tests", {}), "negatives")}
            assert rank(untested, moment) >= now


PLACES = [
    *((f"exposures.{level}", "left_at") for level in ("high", "medium", "low")),
    *((f"divisions.{level}", "left_at") for level in ("high", "medium")),
    ("companion", "last_at"),
]


def without(facts: dict[str, Any], group: str) -> dict[str, Any]:
    """Return what is known without a group of facts."""
    first, _, rest = group.partition(".")
    if first not in facts:
        return facts
    others = {name: value for name, value in facts.items() if name != first}
    return {**others, first: without(facts[first], rest)} if rest else others


def moved_back(facts: dict[str, Any], group: str, field: str, chance: Random) -> dict[str, Any]:
    """Return what is known where another stay, some days earlier, is the last one."""
    found = copy.deepcopy(facts)
    within = found
    for name in group.split("."):
        if name not in within:
            return facts
        within = within[name]
    left = datetime.fromisoformat(within[field]) - timedelta(hours=chance.randrange(1, 200))
    within[field] = left.isoformat()
    return found
