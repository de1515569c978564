"""Results that another province tells, and results given on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.screening import from_peers
from provinces.screening.models import Result
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import areas, citizens, screening

NOW = cast.NOW
SOURCE = "province:south"


def told(**changes: Any) -> dict[str, Any]:
    """Return a positive result as another province tells it."""
    sampled = NOW - timedelta(days=1)
    return {
        "sampled_at": sampled,
        "resulted_at": sampled + timedelta(hours=6),
        "outcome": "positive",
        "method": "pcr",
        "laboratory": "南省实验室",
        "sample_reference": "S1",
        **changes,
    }


class TestProblems:
    def test_are_none_of_a_good_result(self, north: directory.Entry) -> None:
        assert from_peers.problems(told(), now=NOW) == {}

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"outcome": "red"}, "outcome"),
            ({"laboratory": ""}, "laboratory"),
            ({"resulted_at": NOW - timedelta(days=2)}, "resulted_at"),
        ],
    )
    def test_name_the_field(
        self, north: directory.Entry, changes: dict[str, Any], field: str
    ) -> None:
        assert field in from_peers.problems(told(**changes), now=NOW)

    def test_name_what_is_missing(self, north: directory.Entry) -> None:
        assert from_peers.problems({}, now=NOW)


class TestRecord:
    def test_keeps_it_once(self, eve: Citizen) -> None:
        once = from_peers.record(eve.pk, told(), source=SOURCE, now=NOW)

        assert from_peers.record(eve.pk, told(), source=SOURCE, now=NOW) == once
        assert Result.objects.get().citizen == eve

    def test_keeps_none_that_is_another_persons(self, eve: Citizen, finn: Citizen) -> None:
        from_peers.record(eve.pk, told(), source=SOURCE, now=NOW)

        assert from_peers.record(finn.pk, told(), source=SOURCE, now=NOW) is None


class TestTakeBack:
    def test_voids_it_once(self, eve: Citizen) -> None:
        key = from_peers.record(eve.pk, told(), source=SOURCE, now=NOW)

        assert from_peers.take_back(key, because="wrong", source=SOURCE, now=NOW)
        assert not from_peers.take_back(key, because="wrong", source=SOURCE, now=NOW)


class TestToldOf:
    def test_can_be_kept_by_another_province(self, eve: Citizen) -> None:
        screening.result(eve)
        screening.vaccination(eve)
        (result,) = from_peers.told_of(eve, at=NOW)
        doses = from_peers.doses_of(eve)

        with scope.province(cast.SOUTH):
            there = citizens.citizen(area=areas.area("120101")).pk
            assert from_peers.record(there, result, source=SOURCE, now=NOW)
            assert from_peers.record_doses(there, doses, source=SOURCE, now=NOW) == 1
