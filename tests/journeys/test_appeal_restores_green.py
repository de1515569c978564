"""Somebody is held, says that it is wrong, and is answered: by others, in time, and with effect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provinces.appeals import queries, services
from provinces.appeals.models import Appeal, Letter, Recheck, Review
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.models import Suspension
from provinces.jurisdictions.models import Office
from provinces.notices import queries as notices
from provinces.notices import wording as telling
from provinces.rules import services as rules
from provinces.status import checking, pipeline
from provinces.status import services as statuses
from provinces.status.runs import Plan
from tests import cast
from tests.factories import appeals, road, screening, zones
from tests.factories import evidence as pieces
from tests.provinces.rules import documents

NOW = cast.NOW
HOUR = timedelta(hours=1)
LATE = NOW + 24 * HOUR


def told(citizen: Citizen) -> list[str]:
    """Return the headlines of what somebody was told, the latest first."""
    return [telling.in_words(one, language="en").headline for one in notices.for_citizen(citizen)]


class TestExposedOvernight:
    def test_is_told_appeals_and_is_green_again_with_a_letter(self, north: object) -> None:
        eve, officer = appeals.resident(), appeals.reviewer()
        road.first_ruleset()
        zones.in_force()
        road.stay(eve, at=appeals.YESTERDAY, minutes=75, cell=appeals.HERE)
        statuses.recompute(Plan(as_of=NOW), now=NOW)
        assert told(eve) == ["Your status became: Red."]

        appeal = appeals.attended(appeals.filed(eve, files=[services.File("a.png", appeals.PNG)]))
        assert appeal.recheck == Recheck.STANDS
        appeals.answered(appeal, officer)

        assert appeals.status(eve) == "green"
        letter = Letter.objects.get()
        assert letter.decisions == [appeal.decision_id]
        assert queries.void_decisions(eve) == {appeal.decision_id}
        assert told(eve)[0] == "The hold has ended. Your status is: Green."
        assert f"Your appeal {appeal.reference} is upheld: you were right." in told(eve)
        assert checking.check(as_of=NOW).verdict == "equal"

    def test_is_not_answered_by_whoever_declared_the_zone_nor_by_their_office(
        self, north: object
    ) -> None:
        eve = appeals.resident()
        version = appeals.exposed(eve)
        declarer = version.declared_by
        colleague = appeals.reviewer(unit="declaring office")
        appeals.high_reviewer(unit="signing office")

        appeal = appeals.attended(appeals.filed(eve))

        assert not appeal.reviews.exists()
        for unfit, unit in [(declarer, "another office"), (colleague, "declaring office")]:
            with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
                Review.objects.create(
                    appeal=appeal,
                    level=1,
                    reviewer=unfit,
                    unit=unit,
                    area=Office.objects.get(user=unfit).area,
                    assigned_at=NOW,
                    answer_by=LATE,
                )
        other = appeals.reviewer(unit="other office")
        appeals.attended(appeal)
        assert appeal.reviews.get().reviewer == other

    def test_has_relief_when_the_clock_is_missed_until_it_is_answered(self, north: object) -> None:
        eve, officer = appeals.resident(), appeals.reviewer()
        high = appeals.high_reviewer()
        appeals.exposed(eve)
        appeal = appeals.attended(appeals.filed(eve))
        assert appeal.reviews.get().reviewer == officer
        assert appeals.status(eve, LATE - HOUR) == "red"

        appeal = appeals.attended(appeal, now=LATE)

        assert appeals.status(eve, LATE) == "green"
        assert checking.check(as_of=LATE).verdict == "equal"
        assert appeal.relieved_at == LATE
        assert queries.lies_with(appeal, high)
        assert not queries.lies_with(appeal, officer)
        appeals.answered(appeal, high, wrong=False, now=LATE + HOUR)
        assert appeals.status(eve, LATE + HOUR) == "red"
        assert checking.check(as_of=LATE + HOUR).verdict == "equal"


class TestLaboratoryPositive:
    def test_has_no_relief_and_is_corrected_by_the_laboratory_alone(self, north: object) -> None:
        eve, high = appeals.resident(), appeals.high_reviewer()
        result = positive(eve)
        appeal = appeals.attended(appeals.filed(eve, "positive"))

        appeal = appeals.attended(appeal, now=LATE)

        assert appeals.status(eve, LATE) == "red"
        assert appeal.relieved_at is None
        assert not Suspension.objects.exists()
        appeals.answered(appeal, high, now=LATE)
        assert appeals.status(eve, LATE) == "red"
        assert not Letter.objects.exists()
        voided = screening.services.void
        voided(result, because="mixed up", source=screening.SOURCE, now=LATE + HOUR)
        appeals.attended(appeal, now=LATE + HOUR)
        assert appeals.status(eve, LATE + HOUR) == "green"
        assert Letter.objects.get().appeal == appeal


def positive(citizen: Citizen) -> screening.Result:
    """Have somebody be held by a positive test."""
    at = documents.at
    facts = documents.nested(tests__positive__sampled_at=at(4))
    ground = documents.ground(
        "positive",
        "tests.positive.sampled_at",
        rests_on=["test_result"],
        phases=[{"status": "red", "days": 14}],
        evidence={"result": "tests.positive.result"},
    )
    held = documents.case("held", at(5), facts, "positive", status="red", until=at(18))
    nobody = documents.case("nobody", at(5), {})
    rules.publish(documents.ruleset(ground, cases=[nobody, held]), now=NOW - timedelta(days=2))
    result = screening.result(citizen, outcome=screening.Outcome.POSITIVE)
    pipeline.drain(now=NOW)
    return result


class TestMassReversal:
    def test_frees_whoever_met_the_same_zone_and_tells_them(self, north: object) -> None:
        eve, finn, gail = (appeals.resident() for _ in range(3))
        officer, high = appeals.reviewer(), appeals.high_reviewer()
        appeals.exposed(eve, finn, gail)
        first, second = appeals.filed(eve), appeals.filed(finn)
        appeals.attended(first)
        appeals.answered(first, officer)
        cause = first.bases.get().cause

        proposed = services.propose_reversal(cause, because="a mill", by=officer, now=NOW)
        with pytest.raises(services.SameOffice):
            services.sign_reversal(proposed, by=appeals.reviewer(), now=NOW)
        signed = services.sign_reversal(proposed, by=high, now=NOW)

        assert {appeals.status(each) for each in (eve, finn, gail)} == {"green"}
        assert signed.people == 3
        assert Appeal.objects.get(pk=second.pk).outcome == "upheld"
        assert "Something that was held against you was wrong" in told(gail)[1]
        assert {letter.citizen for letter in Letter.objects.all()} == {eve, finn, gail}
        assert checking.check(as_of=NOW).verdict == "equal"


class TestContact:
    def test_that_was_filed_by_officials_is_withdrawn(self, north: object) -> None:
        eve, officer = appeals.resident(), appeals.reviewer()
        appeals.contact_rules()
        piece = appeals.contact(eve)
        appeal = appeals.attended(appeals.filed(eve, appeals.CLOSE))

        appeals.answered(appeal, officer)

        piece.refresh_from_db()
        assert piece.withdrawn_by == officer
        assert appeals.status(eve) == "green"

    def test_that_is_withdrawn_meanwhile_is_found_gone_by_the_machine(self, north: object) -> None:
        eve = appeals.resident()
        appeals.contact_rules()
        piece = appeals.contact(eve)
        appeal = appeals.filed(eve, appeals.CLOSE)
        by = pieces.official("reviewer", unit="third office")
        evidence.withdraw(piece, by=by, because="a mistake", now=NOW)

        appeal = appeals.attended(appeal)

        assert (appeal.recheck, appeal.outcome) == (Recheck.GONE, "upheld")
        assert not appeal.reviews.exists()
        assert Letter.objects.get().citizen == eve
