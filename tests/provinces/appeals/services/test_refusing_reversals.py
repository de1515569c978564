"""A reversal is turned down by whoever could sign it, or taken back by whoever proposed it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Basis, Reversal
from provinces.exposure.models import Exposure
from tests import cast
from tests.factories import appeals, areas, citizens, offices, users

NOW = cast.NOW


@pytest.fixture
def officer(north: object) -> User:
    return appeals.reviewer()


@pytest.fixture
def cause(officer: User) -> str:
    return appeals.found_wrong(officer)


def refused(found: Reversal, by: User) -> Reversal:
    return services.refuse_reversal(found, because="we like it", by=by, now=NOW)


def is_waiting(found: Reversal) -> bool:
    return Reversal.objects.filter(pk=found.pk, refused_at=None, signed_at=None).exists()


def of_two_offices(first: str, second: str) -> User:
    """Return an official who answers appeals in one office's name, and is of another one too."""
    user = appeals.reviewer(unit=first)
    offices.office(user, areas.area("110100"), "auditor", unit=second, now=NOW)
    return user


class TestRefuse:
    def test_is_not_for_an_office_that_the_cause_is_of(self, cause: str, officer: User) -> None:
        found = appeals.proposed(cause, officer)

        with pytest.raises(services.SameOffice):
            refused(found, appeals.reviewer(unit="declaring office"))

        assert is_waiting(found)

    def test_is_not_for_somebody_who_is_of_that_office_besides(
        self, cause: str, officer: User
    ) -> None:
        found = appeals.proposed(cause, officer)
        both = of_two_offices("apart", "declaring office")

        with pytest.raises(services.SameOffice):
            refused(found, both)

        assert is_waiting(found)

    def test_is_for_an_office_that_reaches_everybody(self, cause: str, officer: User) -> None:
        appeals.exposed_as_well(citizens.citizen(area=areas.area("110201")))
        found = appeals.proposed(cause, officer)

        for near_or_far in ("110100", "110200"):
            with pytest.raises(PermissionDenied):
                refused(found, appeals.reviewer(near_or_far, unit=f"office of {near_or_far}"))

        assert is_waiting(found)
        assert refused(found, appeals.high_reviewer()).refused_at == NOW

    def test_reaches_whoever_has_an_open_appeal_of_it_as_well(
        self, cause: str, officer: User
    ) -> None:
        elsewhere = citizens.citizen(area=areas.area("110201"), user=users.user())
        appeals.exposed_as_well(elsewhere)
        appeals.filed(elsewhere)
        Exposure.objects.all().delete()
        found, near = appeals.proposed(cause, officer), appeals.reviewer(unit="their neighbours")

        with pytest.raises(PermissionDenied):
            refused(found, near)
        with pytest.raises(PermissionDenied):
            services.sign_reversal(found, by=near, now=NOW)

        assert is_waiting(found)

    def test_lets_the_office_that_proposed_it_take_it_back(self, cause: str, officer: User) -> None:
        colleague = appeals.reviewer()

        assert refused(appeals.proposed(cause, officer), officer).refused_by == officer
        assert refused(appeals.proposed(cause, officer), colleague).refused_by == colleague

    def test_is_not_for_another_office_of_whoever_proposed_it(self, cause: str) -> None:
        found = appeals.proposed(cause, of_two_offices("apart", "second office"))

        with pytest.raises(services.SameOffice):
            refused(found, appeals.reviewer(unit="second office"))

        assert is_waiting(found)


class TestApartByTheDatabase:
    """The second look, should a service forget the first."""

    def test_none_of_a_concerned_office_turns_it_down(self, cause: str, officer: User) -> None:
        found = appeals.proposed(cause, officer)
        both = of_two_offices("apart", "declaring office")

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Reversal.objects.filter(pk=found.pk).update(
                refused_by=both, refused_at=NOW, refusal="we like it"
            )

    def test_none_of_a_concerned_office_signs(self, cause: str, officer: User) -> None:
        found = appeals.proposed(cause, officer)
        both = of_two_offices("apart", "declaring office")

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Reversal.objects.filter(pk=found.pk).update(
                signed_by=both, signed_unit="apart", signed_at=NOW, people=0
            )

    def test_no_official_whose_word_it_is_proposes_it(self, cause: str) -> None:
        own = User.objects.get(pk=Basis.objects.get(cause=cause).officials[0])

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Reversal.objects.create(
                cause=cause, because="x", proposed_by=own, proposed_unit="new", proposed_at=NOW
            )

    def test_no_other_office_of_the_proposer_signs(self, cause: str) -> None:
        found = appeals.proposed(cause, of_two_offices("apart", "second office"))
        other = appeals.reviewer(unit="second office")

        with pytest.raises(IntegrityError, match="another office"), transaction.atomic():
            Reversal.objects.filter(pk=found.pk).update(
                signed_by=other, signed_unit="second office", signed_at=NOW, people=0
            )
