"""Evidence goes some time after it expired; what others rest on stays until they go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.ledger.models import Payload
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import evidence

NOW = cast.NOW
CLOSE, SECONDARY = EvidenceClass.CLOSE_CONTACT, EvidenceClass.SECONDARY_CONTACT


def drop(days: int) -> int:
    """Drop what has expired by so many days from now."""
    at = NOW + timedelta(days=days)
    with as_owner():
        return services.drop_expired(before=at, now=at)


def kept() -> set[int]:
    return set(Evidence.objects.values_list("pk", flat=True))


class TestDropExpired:
    def test_removes_what_expired_before_a_moment(self, north: object) -> None:
        evidence.in_force(expires_at=NOW + timedelta(days=5))
        stays = evidence.in_force(expires_at=NOW + timedelta(days=6))

        assert drop(6) == 1
        assert kept() == {stays.pk}

    def test_marks_those_about_whom_it_counted_and_is_recorded(self, eve: Citizen) -> None:
        evidence.in_force(eve)
        evidence.proposed()
        StaleMark.objects.all().delete()

        assert drop(10) == 2

        assert [mark.citizen for mark in StaleMark.objects.all()] == [eve]
        assert Payload.objects.get(entry__event="evidence.dropped").body["pieces"] == 2

    def test_leaves_a_case_on_which_something_rests(self, eve: Citizen) -> None:
        case = evidence.recorded(expires_at=NOW + timedelta(days=1))
        close = evidence.in_force(
            eve, CLOSE, contact=evidence.contact(case=case), expires_at=NOW + timedelta(days=2)
        )
        last = evidence.in_force(
            None,
            SECONDARY,
            contact=evidence.contact(case=close),
            expires_at=NOW + timedelta(days=3),
        )

        assert drop(3) == 0
        assert kept() == {case.pk, close.pk, last.pk}
        assert drop(4) == 3

    def test_leaves_an_end_that_holds_for_what_happened_before(self, eve: Citizen) -> None:
        """And the case that it rests on, until the one before is over as well."""
        case = evidence.recorded(expires_at=NOW + timedelta(days=1))
        soon = {"expires_at": NOW + timedelta(days=2), "source_reference": "the later one"}
        released = evidence.recorded(eve, CLOSE, contact=evidence.contact(case=case), **soon)
        services.end(released, at=NOW, by=None, because="解除", now=NOW)
        before = evidence.recorded(
            eve, CLOSE, happened_at=NOW - timedelta(days=2), expires_at=NOW + timedelta(days=9)
        )

        assert drop(8) == 0
        assert kept() == {case.pk, released.pk, before.pk}
        assert drop(10) == 3

    def test_removes_an_end_that_holds_for_nothing(self, eve: Citizen, finn: Citizen) -> None:
        released = evidence.recorded(eve, CLOSE, expires_at=NOW + timedelta(days=2))
        services.end(released, at=NOW, by=None, because="解除", now=NOW)
        later = {"happened_at": NOW - timedelta(hours=1), "source_reference": "another"}
        stays = {evidence.recorded(of, CLOSE, **later).pk for of in (eve, finn)}

        assert drop(3) == 1
        assert kept() == stays

    def test_does_nothing_where_nothing_has_expired(self, north: object) -> None:
        evidence.in_force()

        assert drop(0) == 0
        assert not Payload.objects.filter(entry__event="evidence.dropped").exists()

    def test_is_the_owners_business(self, north: object) -> None:
        evidence.in_force()

        with pytest.raises(IntegrityError, match="by retention only"):
            services.drop_expired(before=NOW + timedelta(days=90), now=NOW)
