"""What desks see of the border: what waits for them, and why a cell is as it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.borders import queries, services
from federation.borders.models import Offer
from federation.borders.resolution import explain
from federation.borders.services.resolving import resolved
from provinces.tenancy import scope
from provinces.zones.models import Territory
from tests import cast
from tests.factories import zones
from tests.federation.borders import border

NOW = cast.NOW


@pytest.fixture
def offer(neighbours: None) -> Offer:
    with scope.province(cast.SOUTH):
        border.zone()
    border.carry(cast.SOUTH, cast.NORTH)
    return Offer.objects.get()


class TestAnswerable:
    def test_is_for_whoever_may_take_the_next_step(self, offer: Offer) -> None:
        first = border.official("epidemiologist", "here")
        second = border.official("high_reviewer", "there")
        stranger = zones.official("epidemiologist", "110200", unit="elsewhere")
        found = [[offer] == queries.answerable(user, NOW) for user in (first, second, stranger)]

        services.accept(offer, by=first, now=NOW)

        # An area whose cells are not known answers for all of the province.
        assert found == [True, False, True]
        assert queries.answerable(first, NOW) == []
        assert queries.answerable(second, NOW) == [offer]

    def test_is_nothing_after_a_day(self, offer: Offer) -> None:
        first = border.official("epidemiologist", "here")

        assert queries.answerable(first, NOW + timedelta(hours=25)) == []

    def test_is_nothing_before_the_territory_is_set(self, offer: Offer) -> None:
        first = border.official("epidemiologist", "here")
        assert queries.answerable(first, NOW) == [offer]

        Territory.objects.all().delete()

        assert queries.answerable(first, NOW) == []


class TestPendingOffers:
    def test_are_those_that_wait(self, offer: Offer) -> None:
        assert [*queries.pending_offers()] == [*queries.offers()] == [offer]

        services.lapse(now=NOW + timedelta(hours=25))

        assert not queries.pending_offers()
        assert [*queries.offers()] == [offer]


class TestWhy:
    def test_says_what_the_whole_map_says(self, offer: Offer) -> None:
        border.accepted(offer)
        border.zone((116.499, 39.90))
        border.exchange()
        whole, _, _ = resolved(NOW)

        for cell in border.cells(offer.cells).to_array()[::40].tolist():
            minute = int(NOW.timestamp() // 60)
            assert queries.why(cell, NOW, now=NOW) == explain(whole, cell, minute)
