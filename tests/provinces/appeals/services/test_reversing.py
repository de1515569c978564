"""One cause, many people: undone by two offices, for everybody, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.appeals import causes, services
from provinces.appeals.models import Appeal, Letter, Reversal
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.notices.models import Notice
from provinces.status import pipeline
from tests import cast
from tests.factories import appeals, areas, citizens, road
from tests.factories import evidence as pieces
from tests.factories.appeals import CLOSE

NOW = cast.NOW


@pytest.fixture
def officer(north: object) -> User:
    return appeals.reviewer()


@pytest.fixture
def cause(officer: User) -> str:
    return appeals.found_wrong(officer)


class TestPropose:
    def test_changes_nothing_yet(self, cause: str, officer: User) -> None:
        before = Notice.objects.count()

        appeals.proposed(cause, officer)

        assert Notice.objects.count() == before
        assert Letter.objects.count() == 1

    def test_is_for_a_cause_that_was_found_wrong(self, officer: User) -> None:
        with pytest.raises(services.NotReversible):
            appeals.proposed("zone:north/none@1", officer)

    def test_is_done_once(self, cause: str, officer: User) -> None:
        appeals.proposed(cause, officer)

        with pytest.raises(services.AlreadyDecided):
            appeals.proposed(cause, officer)

    def test_needs_the_power(self, cause: str) -> None:
        with pytest.raises(PermissionDenied):
            appeals.proposed(cause, cast.cleo())

    def test_is_not_for_an_office_that_the_cause_is_of(self, cause: str) -> None:
        with pytest.raises(services.SameOffice):
            appeals.proposed(cause, appeals.reviewer(unit="declaring office"))


class TestSign:
    def test_bears_two_offices_by_the_database_as_well(self, cause: str, officer: User) -> None:
        found = appeals.proposed(cause, officer)

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Reversal.objects.filter(pk=found.pk).update(
                signed_by=officer, signed_unit="x", signed_at=NOW, people=0
            )

    def test_is_done_once(self, cause: str, officer: User) -> None:
        found, high = appeals.proposed(cause, officer), appeals.high_reviewer()
        services.sign_reversal(found, by=high, now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign_reversal(found, by=high, now=NOW)

    def test_is_for_an_office_that_reaches_everybody(self, cause: str, officer: User) -> None:
        elsewhere = citizens.citizen(area=areas.area("110201"))
        appeals.exposed_as_well(elsewhere)
        found = appeals.proposed(cause, officer)

        with pytest.raises(PermissionDenied):
            services.sign_reversal(found, by=appeals.reviewer(unit="their neighbours"), now=NOW)
        assert appeals.status(elsewhere) == "red"

        assert services.sign_reversal(found, by=appeals.high_reviewer(), now=NOW).people == 3

    def test_leaves_whoever_is_held_by_something_else(self, cause: str, officer: User) -> None:
        gail = appeals.resident()
        zone = road.zone(cells=[appeals.far_from(appeals.HERE)])
        road.stay(gail, at=appeals.YESTERDAY, cell=appeals.far_from(appeals.HERE))
        pipeline.drain(now=NOW)

        signed = services.sign_reversal(
            appeals.proposed(cause, officer), by=appeals.high_reviewer(), now=NOW
        )

        assert signed.people == 2
        assert appeals.status(gail) == "red"
        assert zone.reference not in cause

    def test_withdraws_what_rests_on_the_same_case(self, officer: User) -> None:
        appeals.contact_rules()
        case = pieces.recorded(appeals.resident())
        people = [appeals.resident() for _ in range(2)]
        for person in people:
            appeals.contact(person, contact=pieces.contact(case=case))
        high = appeals.high_reviewer()
        appeal = appeals.attended(appeals.filed(people[0], CLOSE))
        appeals.answered(appeal, officer)

        services.sign_reversal(appeals.proposed(f"case:{case.pk}", officer), by=high, now=NOW)

        assert [appeals.status(person) for person in people] == ["green", "green"]
        assert not Evidence.objects.filter(case=case, withdrawn_at=None).exists()
        assert Letter.objects.filter(citizen=people[1], reversal__isnull=False).count() == 1

    def test_answers_open_appeals(self, cause: str, officer: User) -> None:
        other = Citizen.objects.exclude(pk__in=Letter.objects.values("citizen")).get(
            user__isnull=False, results=None, appeals=None
        )
        second = appeals.filed(other)

        services.sign_reversal(
            appeals.proposed(cause, officer), by=appeals.high_reviewer(), now=NOW
        )

        second = Appeal.objects.get(pk=second.pk)
        assert second.outcome == "upheld"
        assert second.letters.count() == 1


class TestRefuse:
    def test_leaves_everything_and_lets_it_be_proposed_anew(
        self, cause: str, officer: User
    ) -> None:
        high = appeals.high_reviewer()
        services.refuse_reversal(
            appeals.proposed(cause, officer), because="one case", by=high, now=NOW
        )

        assert appeals.proposed(cause, officer).signed_at is None
        assert Letter.objects.count() == 1


class TestCauses:
    @pytest.mark.parametrize("cause", ["laboratory:L", "tube:L/1", "issuer:south"])
    def test_of_others_are_for_their_source(self, north: object, cause: str) -> None:
        assert not causes.is_reversible(cause)
        assert causes.touched(cause, now=NOW) == []

    def test_touch_whom_the_same_report_names(self, eve: Citizen, finn: Citizen) -> None:
        for citizen in (eve, finn):
            pieces.in_force(citizen, source_reference="R-7")
        pieces.in_force(source_reference="R-8")

        found = causes.touched("report:manual/R-7", now=NOW)

        assert {touch.citizen for touch in found} == {eve.pk, finn.pk}

    def test_touch_nobody_any_more_once_it_is_over(self, eve: Citizen) -> None:
        pieces.in_force(eve, source_reference="R-7")

        assert causes.touched("report:manual/R-7", now=NOW + timedelta(days=30)) == []
