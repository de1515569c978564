"""Holds end by what there is, for good, and with what they rest on."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.evidence.classes import FORMS
from provinces.facts.schema import GROUP_OF
from tests.provinces.rules import documents
from tests.provinces.rules.documents import CONTACT, RELEASED, either, known
from tests.provinces.rules.validating.telling import told
from tests.provinces.rules.validating.test_grounds import TESTS, but_for_cases, clearing, line

WELLNESS = "declarations.wellness.declared_at"
RED = {"status": "red", "days": 14}
SECONDARY = "contacts.secondary.last_contact_at"


def of(source: str, fact: str, *events: str, **changes: Any) -> list[str]:
    """Return what is refused of a ground that some events clear, but for its cases."""
    clears = [{"event": event} for event in events]
    phases = [RED | {"clears": clears} if clears else RED]
    ground = documents.ground("held", fact, rests_on=[source], phases=phases)
    document = documents.ruleset(ground | changes)
    return [line for line in told(document) if not line.startswith("cases")]


class TestEvents:
    @pytest.mark.parametrize("event", [WELLNESS, "orders.home_isolation.ends_at"])
    def test_that_end_something_are_taken(self, event: str) -> None:
        assert but_for_cases(phases=clearing({"event": event})) == []

    @pytest.mark.parametrize(
        "event",
        [
            "contacts.close.expires_at",
            "vaccination.last_at",
            "tests.positive.sampled_at",
            "tests.negative.sampled_at",
            "cases.confirmed.diagnosed_at",
            "exposures.high.left_at",
            "companion.last_at",
        ],
    )
    def test_that_end_nothing_are_refused(self, event: str) -> None:
        (refused,) = but_for_cases(phases=clearing({"event": event}))

        assert refused.startswith(line("phases.0.clears.1.event", f"{event} ends nothing"))
        assert "there are arrivals.overseas.left_at, arrivals.province.left_at, " in refused

    def test_are_known_for_as_long_as_the_phase_may_last(self) -> None:
        message = (
            f"{WELLNESS} is known for 30 days at most, and without it the phase lasts up to 60:"
            " the hold would come back; end the phase within 30 days"
        )

        assert but_for_cases(phases=clearing({"event": WELLNESS}, days=30)) == []
        assert but_for_cases(phases=clearing({"event": WELLNESS}, days=60)) == [
            line("phases.0.clears.1.event", message)
        ]

    def test_of_the_anchors_own_evidence_go_with_it(self) -> None:
        phases = [{"status": "red", "days": 90, "clears": [{"event": RELEASED}]}]

        assert but_for_cases(phases=phases) == []


class TestTests:
    def test_are_taken(self) -> None:
        assert but_for_cases(phases=clearing({"tests": TESTS})) == []

    @pytest.mark.parametrize(
        ("tests", "message"),
        [
            (
                TESTS | {"count": 5},
                "5 tests 24 hours apart take 96 hours, more than 3 days: this never clears",
            ),
            (
                TESTS | {"count": 3, "within_days": 20, "hours_apart": 168},
                "3 tests 168 hours apart take 336 hours, and the phase is over after 14 days: this"
                " never clears",
            ),
        ],
    )
    def test_can_be_done(self, tests: Any, message: str) -> None:
        assert but_for_cases(phases=clearing({"tests": tests})) == [
            line("phases.0.clears.1.tests", message)
        ]

    def test_are_kept_for_as_long_as_the_phase_may_last(self) -> None:
        message = (
            "a test is known for 28 days at most, and without it the phase lasts up to 29: the"
            " hold would come back; end the phase within 28 days"
        )
        exclusive = {"fact": CONTACT, "counting": "exclusive"}

        assert but_for_cases(phases=clearing({"tests": TESTS}, days=28)) == []
        assert but_for_cases(phases=clearing({"tests": TESTS}, days=28), anchor=exclusive) == [
            line("phases.0.clears.1.tests", message)
        ]

    def test_are_none_from_before_the_hold(self) -> None:
        order = "orders.monitoring.starts_at"
        ends = [RELEASED, "orders.monitoring.released_at", "orders.monitoring.ends_at"]
        clears = [*({"event": end} for end in ends), {"tests": TESTS | {"since": CONTACT}}]
        message = (
            f"{CONTACT} may be before the hold begins: a test from then would be forgotten while"
            f" it lasts; count from {order}"
        )

        lines = but_for_cases(
            rests_on=["close_contact", "monitoring"],
            when={"and": [{"var": CONTACT}, {"var": order}]},
            anchor={"fact": order, "counting": "exact"},
            phases=[RED | {"clears": clears}],
        )

        assert lines == [line("phases.0.clears.3.tests.since", message)]


class TestEvidence:
    """The evidence that a ground rests on"""

    @pytest.mark.parametrize(
        ("source", "fact", "ends"),
        [
            (str(each), f"{GROUP_OF[each]}.{form.happened}", f"{GROUP_OF[each]}.{form.ended}")
            for each, form in FORMS.items()
            if form.ended and not form.has_planned_end
        ],
    )
    def test_ends_the_hold_where_it_has_an_ending(self, source: str, fact: str, ends: str) -> None:
        message = f"{ends} ends what this rests on, so it has to clear this phase"

        assert of(source, fact) == [f"grounds.0.phases.0 (ground held): {message}"]
        assert of(source, fact, ends) == []

    def test_ends_the_hold_where_it_has_a_planned_end(self) -> None:
        starts, released, ends = (
            f"orders.home_isolation.{name}" for name in ("starts_at", "released_at", "ends_at")
        )
        message = f"{ends} ends what this rests on, so it has to clear this phase"

        assert of("home_isolation", starts, released) == [
            f"grounds.0.phases.0 (ground held): {message}"
        ]
        assert of("home_isolation", starts, released, ends) == []

    def test_ends_each_phase_of_the_gravest_status(self) -> None:
        phases = [RED | {"clears": [{"event": RELEASED}]}, RED, {"status": "yellow", "days": 7}]
        message = f"{RELEASED} ends what this rests on, so it has to clear this phase"

        assert but_for_cases(phases=phases) == [line("phases.1", message)]

    @pytest.mark.parametrize("group", ["cases.confirmed", "cases.asymptomatic"])
    def test_ended_by_discharge_may_begin_a_hold(self, group: str) -> None:
        source = {"confirmed": "confirmed_case"}.get(group.split(".")[1], "asymptomatic_case")

        assert of(source, f"{group}.discharged_at") == []

    @pytest.mark.parametrize(
        ("source", "ended"),
        [
            (str(each), f"{GROUP_OF[each]}.{form.ended}")
            for each, form in FORMS.items()
            if form.ended and form.ended != "discharged_at"
        ],
    )
    def test_ended_otherwise_begins_none(self, source: str, ended: str) -> None:
        message = (
            f"{ended} is when something ended: of such moments only cases.asymptomatic.discharged"
            "_at and cases.confirmed.discharged_at begin a hold"
        )

        assert f"grounds.0.anchor.fact (ground held): {message}" in of(source, ended)

    def test_may_have_ended_before_another_piece_begins(self) -> None:
        order = "orders.home_isolation"
        ends = [{"event": f"{order}.released_at"}, {"event": f"{order}.ends_at"}]

        lines = but_for_cases(
            rests_on=["close_contact", "home_isolation"],
            when={"and": [{"var": RELEASED}, {"var": f"{order}.starts_at"}]},
            anchor={"fact": f"{order}.starts_at", "counting": "exact"},
            phases=[RED | {"clears": ends}],
        )

        assert lines == []

    def test_is_all_needed_or_makes_several_grounds(self) -> None:
        when = either(known(CONTACT), {"and": [known(CONTACT), known(SECONDARY)]})
        ends = [{"event": RELEASED}, {"event": "contacts.secondary.released_at"}]
        message = (
            "the condition can hold without secondary_contact, and the hold would end where that"
            " expires; make two grounds of it"
        )
        rests_on = ["close_contact", "secondary_contact"]
        phases = [RED | {"clears": ends}]

        either_of = but_for_cases(rests_on=rests_on, when=when, phases=phases)
        both = {"and": [{"var": CONTACT}, {"var": SECONDARY}]}

        assert either_of == [line("rests_on.1", message)]
        assert but_for_cases(rests_on=rests_on, when=both, phases=phases) == []


class TestGoodNews:
    @pytest.mark.parametrize(
        ("source", "fact"),
        [
            ("test_result", "tests.negative.sampled_at"),
            ("vaccination", "vaccination.last_at"),
            ("wellness_declared", WELLNESS),
        ],
    )
    def test_is_no_reason_to_hold_anybody(self, source: str, fact: str) -> None:
        message = f"{fact} is good news, for which nobody is held; let it clear a phase"

        assert of(source, fact) == [
            f"grounds.0.when.!.0.!.0 (ground held): {message}",
            f"grounds.0.anchor.fact (ground held): {fact} is good news: no hold begins there",
        ]

    def test_is_no_reason_beside_another(self) -> None:
        when = {"and": [{"var": CONTACT}, {"<": [{"var": "tests.negatives.count"}, 2]}]}

        message = (
            "tests.negatives.count is good news, for which nobody is held; let it clear a phase"
        )

        lines = but_for_cases(rests_on=["close_contact", "test_result"], when=when)

        assert lines == [line("when.and.1.<.0", message)]
