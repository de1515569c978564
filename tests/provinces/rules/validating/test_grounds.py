"""Grounds rest on named sources, begin with something known, and come to an end."""

from __future__ import annotations

from typing import Any

import pytest

from tests.provinces.rules import documents
from tests.provinces.rules.documents import CONTACT, either, known
from tests.provinces.rules.validating.telling import of_ground, told

COMPANION = {"resolution": 8, "minutes": 10, "stay_minutes": 1800, "lookback_days": 14}
TESTS = {"count": 2, "within_days": 3, "hours_apart": 24, "clock": "sample"}


def line(path: str, message: str) -> str:
    return f"grounds.0.{path} (ground close_contact): {message}"


def clearing(clears: Any, days: int = 14) -> list[dict[str, Any]]:
    """Return phases of which the first clears by release, and by something else."""
    return [
        {"status": "red", "days": days, "clears": [{"event": documents.RELEASED}, clears]},
        {"status": "yellow", "days": 7},
    ]


def but_for_cases(**changes: Any) -> list[str]:
    """Return what is refused of the ground, but for cases that show it."""
    return [line for line in of_ground(**changes) if "no case" not in line]


class TestKeys:
    def test_are_each_one(self) -> None:
        twice = documents.ruleset(documents.ground(), documents.ground())

        assert told(twice) == ["grounds.1.key (ground close_contact): close_contact is there twice"]


class TestSources:
    @pytest.mark.parametrize(
        "source", ["other", "emergency_red", "any", "unknown", "risk_group", "managed_as_red"]
    )
    def test_are_no_catch_all(self, source: str) -> None:
        message = f"'{source}' is a catch-all: a ground rests on what is known of the person"

        assert line("rests_on.0", message) in of_ground(rests_on=[source])

    @pytest.mark.parametrize("source", ["other_province_code_red", "copy_source", "peer_status"])
    def test_are_no_colour_from_elsewhere(self, source: str) -> None:
        lines = of_ground(rests_on=[source])

        assert lines[0].startswith(f"grounds.0.rests_on.0 (ground close_contact): '{source}'")

    def test_are_of_the_closed_list(self) -> None:
        assert any(
            "'bank_run' is no source of facts" in each and "there are zone_exposure, " in each
            for each in of_ground(rests_on=["bank_run"])
        )

    def test_are_at_least_one(self) -> None:
        (refused,) = of_ground(rests_on=[])

        assert refused == line(
            "rests_on", "this is a list with at least one source of facts, not an empty list"
        )

    def test_are_each_named_once(self) -> None:
        lines = of_ground(rests_on=["close_contact", "close_contact"])

        assert lines == [line("rests_on.1", "close_contact is there twice")]

    def test_are_asked_about(self) -> None:
        message = (
            "the condition names no fact of symptoms_declared, so the ground does not rest on it"
        )

        assert of_ground(rests_on=["close_contact", "symptoms_declared"]) == [
            line("rests_on.1", message)
        ]

    @pytest.mark.parametrize(("status", "is_refused"), [("red", True), ("yellow", False)])
    def test_hold_nobody_by_their_own_word(self, status: str, is_refused: bool) -> None:
        lines = of_ground(
            fact="declarations.symptoms.declared_at",
            rests_on=["symptoms_declared"],
            evidence={"at": "declarations.symptoms.declared_at"},
            phases=[{"status": status, "days": 7}],
        )

        assert ("holds nobody" in " ".join(lines)) is is_refused

    def test_have_their_parameters(self) -> None:
        ground = documents.ground(
            fact="companion.last_at",
            rests_on=["companionship"],
            evidence={"at": "companion.last_at"},
        )
        message = "parameters.companion is missing: nothing says who counts as a companion"

        without = told(documents.ruleset(ground))
        parameters = {"dwell_minutes": 10, "companion": COMPANION}

        assert without == [line("rests_on.0", message)]
        assert line("rests_on.0", message) not in told(
            documents.ruleset(ground, parameters=parameters)
        )


class TestAnchor:
    @pytest.mark.parametrize(
        ("fact", "message"),
        [
            ("contacts.close.at", "contacts.close.at: there is no such fact"),
            (
                "contacts.close.evidence",
                "contacts.close.evidence is no moment: it is of kind reference",
            ),
            (
                "contacts.close.expires_at",
                "contacts.close.expires_at is when the evidence ends, and the hold with it: none"
                " begins there",
            ),
            (
                "contacts.close.released_at",
                "the condition can hold without contacts.close.released_at; then nothing says when"
                " the hold ends",
            ),
        ],
    )
    def test_is_a_moment_that_the_condition_needs(self, fact: str, message: str) -> None:
        (refused,) = of_ground(anchor={"fact": fact, "counting": "exact"})

        assert refused.startswith(line("anchor.fact", message))

    def test_is_known_whichever_way_the_condition_holds(self) -> None:
        condition = either(known(CONTACT), known("contacts.close.released_at"))

        (refused,) = of_ground(when=condition)

        assert refused.startswith("grounds.0.anchor.fact (ground close_contact): the condition can")

    def test_may_be_a_test_after_such_a_moment(self) -> None:
        anchor = {"test": 1, "after": "contacts.close.released_at", "clock": "sample"}

        (refused,) = of_ground(anchor=anchor | {"counting": "exact"})

        assert refused.startswith("grounds.0.anchor.after (ground close_contact): the condition")


class TestPhases:
    def test_come_to_90_days_at_most(self) -> None:
        phases = [{"status": "red", "days": 60}, {"status": "yellow", "days": 31}]
        message = "a hold lasts 90 days at most, all phases together, not 91"

        assert line("phases", message) in of_ground(phases=phases)

    @pytest.mark.parametrize("phase", [{"status": "red"}, {"status": "red", "days": None}])
    def test_have_an_end(self, phase: Any) -> None:
        (refused,) = of_ground(phases=[phase])

        assert "phases.0.days" in refused
        assert "a phase lasts 1 to 90 days" in refused

    def test_have_a_status_that_there_is(self) -> None:
        lines = of_ground(phases=[{"status": "rde", "days": 7}])

        assert line("phases.0.status", "'rde' is none of the statuses; red is one") in lines

    @pytest.mark.parametrize("status", ["copy_source", "peer_colour"])
    def test_copy_no_status_from_elsewhere(self, status: str) -> None:
        (refused,) = of_ground(phases=[{"status": status, "days": 7}])

        assert "facts travel between provinces, colours do not" in refused

    def test_end_with_one_that_holds(self) -> None:
        phases = [{"status": "red", "days": 7}, {"status": "green", "days": 7}]
        message = "the last phase has the default status: the hold is over before it"

        assert line("phases.1.status", message) in of_ground(phases=phases)


class TestClearing:
    @pytest.mark.parametrize(
        ("event", "message"),
        [
            ("orders.monitoring.released", "orders.monitoring.released: there is no such fact"),
            ("tests.negatives.count", "tests.negatives.count is no moment: it is of kind count"),
        ],
    )
    def test_by_an_event_names_a_moment(self, event: str, message: str) -> None:
        lines = of_ground(phases=clearing({"event": event}))

        assert any(each.startswith(line("phases.0.clears.1.event", message)) for each in lines)

    @pytest.mark.parametrize(
        ("since", "message"),
        [
            ("tests.negatives.sampled", "tests.negatives.sampled is no moment: it is of kind mom"),
            (
                "contacts.close.released_at",
                "the condition can hold without contacts.close.released_at; then no test would",
            ),
        ],
    )
    def test_by_tests_counts_from_a_moment_that_is_known(self, since: str, message: str) -> None:
        (refused,) = but_for_cases(phases=clearing({"tests": TESTS | {"since": since}}))

        assert refused.startswith(line("phases.0.clears.1.tests.since", message))


class TestEvidence:
    def test_is_made_of_facts(self) -> None:
        message = "contacts.close.when: there is no such fact"

        (refused,) = of_ground(evidence={"when": "contacts.close.when"})

        assert refused.startswith(line("evidence.when", message))


class TestAnswerable:
    @pytest.mark.parametrize("field", ["legal_basis", "answerable", "texts"])
    def test_cannot_be_left_out(self, field: str) -> None:
        ground = documents.ground()
        del ground[field]

        (refused,) = told(documents.ruleset(ground))

        assert refused == line(field, "this field is missing; it is an object")
