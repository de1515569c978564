"""What is agreed at the border reaches the people who were there, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import h3.api.basic_int as h3
import pytest

from core.cells.ranges import Ranges
from federation.borders import services
from federation.borders.models import Conflict, Offer
from provinces.citizens.models import Citizen
from provinces.status import pipeline, queries, runs
from provinces.status import services as status
from provinces.tenancy import scope
from provinces.zones.models import Level, Version
from tests import cast
from tests.factories import road
from tests.federation.borders import border

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)
MINUTE = timedelta(minutes=1)


def inside(cells: Ranges, whole: Ranges) -> int:
    """Return one of some cells with nothing but the whole around it."""
    return next(cell for cell in cells.cells() if all(n in whole for n in h3.grid_disk(cell, 4)))


def stays(citizen: Citizen, cell: int) -> None:
    """Have a citizen have been in a cell yesterday for an hour, as is known and judged."""
    road.first_ruleset()
    road.stay(citizen, at=YESTERDAY, cell=cell)
    status.recompute(runs.Plan(as_of=NOW), now=NOW)


def status_of(citizen: Citizen, at: datetime) -> str:
    """Walk the road, and return a citizen's status."""
    pipeline.drain(now=at)
    found = queries.status_of(citizen, at)
    assert found is not None
    return found.status


class TestOffer:
    @pytest.fixture
    def spilling(self, neighbours: None) -> Version:
        """A zone of the south that reaches into the north."""
        with scope.province(cast.SOUTH):
            version = border.zone(level=Level.HIGH)
        border.exchange()
        return version

    def test_holds_nobody_before_it_is_accepted_and_after_it_is_taken_back(
        self, spilling: Version, eve: Citizen
    ) -> None:
        spill = border.cells(spilling.spill)
        stays(eve, inside(spill, spill | border.cells(spilling.cells)))
        found = [status_of(eve, NOW + MINUTE)]

        border.accepted()
        border.exchange(now=NOW + 2 * MINUTE)
        found.append(status_of(eve, NOW + 3 * MINUTE))
        by = border.official("epidemiologist", "third office")
        services.refuse(Offer.objects.get(), by=by, reason="an error", now=NOW + 4 * MINUTE)
        border.exchange(now=NOW + 4 * MINUTE)
        found.append(status_of(eve, NOW + 5 * MINUTE))

        assert found == ["green", "red", "green"]


class TestTie:
    def test_holds_nobody_by_the_graver_claim(self, rivals: None, eve: Citizen) -> None:
        version = border.zone((116.5, 39.90), level=Level.HIGH)
        border.exchange()
        contested = border.cells(version.cells) & border.strip()
        stays(eve, inside(contested, border.cells(version.cells)))
        before = status_of(eve, NOW + MINUTE)

        with scope.province(cast.SOUTH):
            border.zone((116.5, 39.90), level=Level.LOW)
        border.exchange(now=NOW + 2 * MINUTE)

        assert Conflict.objects.count() == 1
        assert (before, status_of(eve, NOW + 3 * MINUTE)) == ("red", "green")
