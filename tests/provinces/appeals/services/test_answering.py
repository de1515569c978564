"""An official answers: only with whom it lies, of whom nothing is contested, and with reasons."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Appeal, Basis, Finding, Letter, Review
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence, Origin, Suspension
from provinces.evidence.signatures import NotAllowed
from provinces.jurisdictions.models import Office
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from tests import cast
from tests.factories import appeals, areas, evidence, offices
from tests.factories.appeals import CLOSE, REASONS

NOW = cast.NOW


@pytest.fixture
def officer(north: object) -> User:
    return appeals.reviewer()


@pytest.fixture
def appeal(officer: User) -> Appeal:
    """An appeal against a zone that lies with the officer."""
    citizen = appeals.resident()
    appeals.exposed(citizen)
    return appeals.attended(appeals.filed(citizen))


class TestAnswer:
    def test_is_kept_with_its_reasons(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer)

        review = appeal.reviews.get()
        assert (review.outcome, review.finding) == ("upheld", Finding.NOT_THERE)
        assert review.reasons == REASONS
        told = Payload.objects.get(entry__event=Event.APPEAL_ANSWERED)
        assert told.body["office"] == "appeals office"

    def test_suspends_what_was_observed_up_to_the_end_of_the_day(
        self, appeal: Appeal, officer: User
    ) -> None:
        appeals.answered(appeal, officer)

        suspension = Suspension.objects.get()
        assert (suspension.why, suspension.thing) == ("overturned", "zone")
        assert suspension.observed_before == NOW.replace(hour=16, minute=0)

    def test_refuses_and_leaves_the_status(self, appeal: Appeal, officer: User) -> None:
        found = appeals.answered(appeal, officer, wrong=False)

        assert found.outcome == "refused"
        assert appeals.status(found.citizen) == "red"
        assert not Letter.objects.exists()
        assert not Suspension.objects.exists()

    def test_is_for_whom_it_lies_with(self, appeal: Appeal) -> None:
        with pytest.raises(services.NotYours):
            appeals.answered(appeal, appeals.reviewer(unit="other office"))

    def test_is_given_once(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer)

        with pytest.raises(services.AlreadyAnswered):
            appeals.answered(appeal, officer)

    def test_is_not_for_who_joined_an_office_that_it_is_about(
        self, appeal: Appeal, officer: User
    ) -> None:
        area = areas.area("110101")
        offices.office(officer, area, "reviewer", unit="signing office", now=NOW)

        with pytest.raises(services.NotIndependent):
            appeals.answered(appeal, officer)

    def test_needs_the_power_still(self, appeal: Appeal, officer: User) -> None:
        Office.objects.filter(user=officer).delete()

        with pytest.raises(NotAllowed):
            appeals.answered(appeal, officer)

    @pytest.mark.parametrize(
        "values",
        [
            {"reasons": "no"},
            {"reasons": "x" * 2001},
            {"finding": Finding.RECORD_RIGHT},
            {"wrong": frozenset({999_999})},
        ],
    )
    def test_fits_together(self, appeal: Appeal, officer: User, values: dict[str, Any]) -> None:
        verdict = appeals.verdict(appeal)
        given = {"wrong": verdict.wrong, "finding": verdict.finding, "reasons": verdict.reasons}

        with pytest.raises(services.BadVerdict):
            services.answer(appeal, services.Verdict(**{**given, **values}), by=officer, now=NOW)

    def test_suspends_what_a_register_says(self, officer: User) -> None:
        citizen = appeals.resident()
        appeals.contact_rules()
        piece = evidence.recorded(citizen, evidence.EvidenceClass.CLOSE_CONTACT)
        assert appeals.status(citizen) == "red"
        appeal = appeals.attended(appeals.filed(citizen, CLOSE))

        appeals.answered(appeal, officer)

        assert appeals.status(citizen) == "green"
        assert Evidence.objects.get(pk=piece.pk).withdrawn_at is None
        assert Suspension.objects.get().piece == piece.pk

    def test_asks_the_laboratory_about_its_own_word(self, officer: User) -> None:
        citizen = appeals.resident()
        appeals.contact_rules()
        evidence.recorded(citizen, evidence.EvidenceClass.CLOSE_CONTACT, source=Origin.LABORATORY)
        assert appeals.status(citizen) == "red"
        appeal = appeals.attended(appeals.filed(citizen, CLOSE))

        found = appeals.answered(appeal, officer)

        assert found.outcome == "upheld"
        assert appeals.status(citizen) == "red"
        assert appeal.bases.get().laboratory_query.settled_at is None
        assert not Letter.objects.exists()


class TestReview:
    def test_is_not_changed_once_it_is_answered(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer)

        with pytest.raises(IntegrityError, match="set once"), transaction.atomic():
            Review.objects.update(reasons="others")


class TestAskAgain:
    def ask(self, appeal: Appeal, *, now: Any = NOW) -> Appeal:
        said = appeals.complaint(appeal.citizen, text="Nobody asked my witness.")
        return services.ask_again(appeal, said, by=appeal.filed_by, now=now)

    def test_goes_to_another_office_of_another_area(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer, wrong=False)
        appeals.reviewer("110100", unit="same area", role="high_appeals_officer")
        appeals.reviewer("110000", unit="appeals office", role="high_appeals_officer")
        high = appeals.high_reviewer()

        self.ask(appeal)
        appeals.attended(appeal)

        review = appeal.reviews.get(level=2)
        assert review.reviewer == high
        assert review.answer_by == NOW + timedelta(hours=72)

    def test_may_uphold_what_was_refused(self, appeal: Appeal, officer: User) -> None:
        high = appeals.high_reviewer()
        appeals.answered(appeal, officer, wrong=False)
        self.ask(appeal)
        appeals.attended(appeal)

        found = appeals.answered(appeal, high)

        assert (found.outcome, found.again_outcome) == ("refused", "upheld")
        assert appeals.status(found.citizen) == "green"
        assert Letter.objects.get().office == "provincial appeals office"

    def test_is_never_for_who_answered_first_by_the_database_as_well(
        self, appeal: Appeal, officer: User
    ) -> None:
        appeals.answered(appeal, officer, wrong=False)
        self.ask(appeal)

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Review.objects.create(
                appeal=appeal,
                level=2,
                reviewer=officer,
                unit="another office",
                area=areas.area("110000"),
                assigned_at=NOW,
                answer_by=NOW + timedelta(hours=1),
            )

    def test_is_for_no_colleague_of_who_answered_first_by_the_database_as_well(
        self, appeal: Appeal, officer: User
    ) -> None:
        appeals.answered(appeal, officer, wrong=False)
        self.ask(appeal)
        high, province = appeals.high_reviewer("office beside"), areas.area("110000")
        review = Review(
            appeal=appeal,
            level=2,
            reviewer=high,
            unit="office beside",
            area=province,
            assigned_at=NOW,
            answer_by=NOW + timedelta(hours=1),
        )
        offices.office(officer, areas.area("110100"), "auditor", unit="office beside", now=NOW)

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            review.save()

        Office.objects.filter(user=officer, unit="office beside").delete()
        review.save()

    def test_is_for_nobody_whose_office_who_answered_first_has_joined(
        self, appeal: Appeal, officer: User
    ) -> None:
        high = appeals.high_reviewer("office beside")
        appeals.answered(appeal, officer, wrong=False)
        self.ask(appeal)
        assert appeals.attended(appeal).reviews.get(level=2).reviewer == high
        offices.office(officer, areas.area("110100"), "auditor", unit="office beside", now=NOW)

        with pytest.raises(services.NotIndependent):
            appeals.answered(appeal, high)

    def test_is_asked_once(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer, wrong=False)
        self.ask(appeal)

        with pytest.raises(services.NotAgain):
            self.ask(appeal)

    def test_is_for_what_was_refused(self, appeal: Appeal, officer: User) -> None:
        with pytest.raises(services.NotAgain):
            self.ask(appeal)
        appeals.answered(appeal, officer)
        with pytest.raises(services.NotAgain):
            self.ask(appeal)

    def test_is_asked_within_a_fortnight(self, appeal: Appeal, officer: User) -> None:
        appeals.answered(appeal, officer, wrong=False)

        with pytest.raises(services.NotAgain):
            self.ask(appeal, now=NOW + timedelta(days=14))


class TestPartly:
    def test_leaves_what_is_right(self, officer: User) -> None:
        citizen: Citizen = appeals.resident()
        appeals.exposed(citizen)
        appeal = appeals.filed(citizen)
        wrong = appeal.bases.get()
        other = Basis.objects.get(pk=wrong.pk)
        other.pk, other.place, other._state.adding = None, "north/other", True
        other.save(force_insert=True)
        appeals.attended(appeal)

        given = services.Verdict(frozenset({wrong.pk}), Finding.NOT_THERE, REASONS)
        found = services.answer(appeal, given, by=officer, now=NOW)

        assert found.outcome == "partly"
        assert Basis.objects.get(pk=other.pk).overturned_at is None
        assert Letter.objects.count() == 1
