"""How a status comes about: ground by ground, with pieces, phases, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.rules.models import Ruleset
from provinces.status import explaining, pipeline
from provinces.status.explaining import Explanation, Reasoned
from provinces.status.models import Outcome
from tests import cast
from tests.factories import evidence, road, screening

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def publish(name: str) -> Ruleset:
    return publishing.publish(rules.shipped(name), now=NOW - 30 * DAY)


def contact(citizen: Citizen, **values: Any) -> Evidence:
    """Record a close contact of yesterday noon, and decide."""
    given = {"expires_at": NOW + 20 * DAY, **values}
    piece = evidence.recorded(citizen, EvidenceClass.CLOSE_CONTACT, **given)
    pipeline.drain(now=NOW)
    return piece


def positive(citizen: Citizen) -> None:
    """Have somebody been tested positive four days ago, under Sichuan's rules, and decide."""
    publish("sichuan")
    screening.result(citizen, outcome="positive", sampled_at=NOW - 4 * DAY)
    pipeline.drain(now=NOW)


def now(citizen: Citizen, at: Any = NOW) -> Explanation:
    found = explaining.explain_now(citizen, at)
    assert found is not None
    return found


def only(found: Explanation) -> Reasoned:
    (ground,) = found.grounds
    return ground


class TestExplanation:
    def test_names_the_decision_the_rules_and_the_status(self, eve: Citizen) -> None:
        ruleset = publish("hebei")
        contact(eve)

        found = now(eve)

        assert found.decision == Outcome.objects.get().pk
        assert found.ruleset == ruleset
        assert (found.status.key, found.until) == ("red", NOW + 6 * DAY)

    def test_names_ground_since_until_and_who_answers(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)

        ground = only(now(eve))

        assert (ground.key, ground.holds, ground.why_not) == ("close_contact", True, "")
        assert (ground.anchor, ground.since, ground.until) == (YESTERDAY, YESTERDAY, NOW + 6 * DAY)
        assert ground.answerable.office
        assert ground.answerable.contact
        assert ground.legal_basis
        assert ground.clears

    def test_tells_each_phase_and_what_ends_it(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)

        stages = only(now(eve)).stages

        assert [(stage.status.key, stage.since, stage.until) for stage in stages] == [
            ("red", YESTERDAY, NOW + 6 * DAY),
            ("yellow", NOW + 6 * DAY, NOW + 9 * DAY),
        ]
        assert [stage.is_now for stage in stages] == [True, False]
        assert {stage.ended_by for stage in stages} == {"its days are over then"}

    def test_tells_the_piece_its_class_and_whose_word_it_is(self, eve: Citizen) -> None:
        publish("hebei")
        piece = contact(eve)

        (told,) = only(now(eve)).pieces

        assert (told.what, told.source) == ("Close contact", "From a register")
        assert (told.number, told.authority, told.expires_at) == (
            piece.pk,
            piece.authority,
            piece.expires_at,
        )
        assert evidence.CASE not in str(told)

    def test_tells_that_evidence_ends_it_before_its_days(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve, expires_at=NOW + 3 * DAY)

        (stage,) = only(now(eve)).stages

        assert (stage.until, stage.ended_by) == (NOW + 3 * DAY, "the evidence expires then")

    def test_tells_that_the_rules_end_before_its_days(self, eve: Citizen) -> None:
        ruleset = publishing.publish(rules.shipped("hebei"), now=NOW - 86 * DAY)
        contact(eve)

        (stage,) = only(now(eve)).stages

        assert (stage.until, stage.ended_by) == (ruleset.expires_at, "the rules end then")

    def test_tells_why_the_others_do_not_hold(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)

        later = {one.key: one.why_not for one in now(eve, NOW + 10 * DAY).others}

        assert later["close_contact"] == "It ended on 24 November 2026, 12:00."
        assert later["positive_test"] == "Nothing of this is known."

    def test_tells_that_a_ground_does_not_apply(self, eve: Citizen) -> None:
        publish("sichuan")
        details = {"country": "SG", "bound_elsewhere": True}
        evidence.recorded(eve, EvidenceClass.OVERSEAS_ARRIVAL, details=details)
        pipeline.drain(now=NOW)

        others = {one.key: one.why_not for one in now(eve).others}

        assert others["overseas_arrival"] == "This does not apply."

    def test_is_of_nothing_where_no_rules_were_in_force(self, eve: Citizen) -> None:
        assert explaining.explain_now(eve, NOW) is None

    def test_of_somebody_about_whom_nothing_is_known_has_no_ground(self, eve: Citizen) -> None:
        publish("hebei")

        found = now(eve)

        assert (found.status.key, found.decision, found.grounds) == ("green", None, ())
        assert {one.why_not for one in found.others} == {"Nothing of this is known."}


class TestMissing:
    def test_says_how_many_tests_and_how_far_apart(self, eve: Citizen) -> None:
        positive(eve)

        (early,) = only(now(eve)).stages[0].early

        assert early.progress == (
            "Still missing: 2 negative tests; each at least 24 hours after the one before;"
            " all within 14 days."
        )

    def test_counts_a_test_that_alone_changes_nothing(self, eve: Citizen) -> None:
        positive(eve)
        screening.result(eve, sampled_at=NOW - 20 * HOUR)
        pipeline.drain(now=NOW)

        (early,) = only(now(eve)).stages[0].early

        assert Outcome.objects.count() == 1
        assert early.progress == (
            "Still missing: 1 more negative test; sampled at least 24 hours after"
            " 14 November 2026, 16:00; sampled by 28 November 2026, 16:00."
        )

    def test_is_nothing_once_there_are_enough(self, eve: Citizen) -> None:
        positive(eve)
        for hours in (60, 20):
            screening.result(eve, sampled_at=NOW - hours * HOUR)
        pipeline.drain(now=NOW)

        others = {one.key: one for one in now(eve).others}

        assert others["positive_test"].why_not == "It ended on 14 November 2026, 22:00."
        assert others["positive_test"].stages[0].ended_by == "there were enough negative tests"

    def test_says_that_an_event_is_not_known_so_far(self, eve: Citizen) -> None:
        publish("sichuan")
        contact(eve)

        (early,) = only(now(eve)).stages[0].early

        assert early.progress == "Not known so far."


class TestPieces:
    def test_of_a_zone_are_named(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        (piece,) = only(now(eve)).pieces

        assert (piece.what, piece.reference) == ("Stays in zones of risk", "Some compound")

    def test_of_a_test_name_laboratory_and_sample(self, eve: Citizen) -> None:
        positive(eve)

        (piece,) = only(now(eve)).pieces

        assert piece.authority == screening.LABORATORY
        assert piece.reference.startswith("S")
        assert piece.source == "From a laboratory"

    @pytest.mark.parametrize("origin", Origin)
    def test_say_whose_word_they_are(self, eve: Citizen, origin: Origin) -> None:
        assert explaining.pieces.ORIGINS[origin]

    def test_that_are_somebody_elses_are_not_told(self, eve: Citizen, finn: Citizen) -> None:
        publish("hebei")
        contact(eve)
        outcome = Outcome.objects.select_related("decision__ruleset").get()
        outcome.citizen = finn

        found = explaining.explain(outcome)

        assert found is not None
        (piece,) = only(found).pieces
        assert (piece.source, piece.authority) == ("The piece itself is no longer kept", "")


class TestExplain:
    def test_is_as_of_the_decision_unless_told(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)
        outcome = Outcome.objects.select_related("decision__ruleset").get()

        found = [explaining.explain(outcome), explaining.explain(outcome, at=NOW + 7 * DAY)]

        assert [one and one.status.key for one in found] == ["red", "yellow"]

    def test_of_a_moment_is_of_what_was_shown_then(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)

        found = explaining.explain_at(eve, NOW + HOUR)

        assert found is not None
        assert (found.status.key, found.at) == ("red", NOW + HOUR)
        assert explaining.explain_at(eve, YESTERDAY) is None

    def test_rests_on_the_facts_kept_with_the_decision(self, eve: Citizen) -> None:
        positive(eve)
        screening.result(eve, sampled_at=NOW - 20 * HOUR)
        pipeline.drain(now=NOW)

        found = explaining.explain(Outcome.objects.select_related("decision__ruleset").get())

        assert found is not None
        assert "Still missing: 2 negative tests" in only(found).stages[0].early[0].progress

    def test_is_in_the_language_of_the_page(self, eve: Citizen) -> None:
        publish("hebei")
        contact(eve)

        with translation.override("zh-hans"):
            ground = only(now(eve))

        assert ground.pieces[0].what == "密切接触者"
