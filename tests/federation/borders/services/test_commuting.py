"""Treaties on commuters reach the people of both provinces, each by its own road."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.cells.lookup import cell_for
from core.periods import epoch_minute
from federation.borders import services
from federation.borders.models import Treaty
from federation.borders.resolution import TreatyKind
from provinces.citizens.models import Citizen, RegularPlace
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.rules.models import Ruleset
from provinces.status import checking, pipeline, queries
from provinces.tenancy import scope
from provinces.zones.models import Commuting, Level, Version
from tests import cast
from tests.factories import citizens, road, zones
from tests.federation.borders import border

NOW = cast.NOW
# Treaties begin when they are drafted.
LATER = NOW + timedelta(minutes=10)
EVENING = NOW + timedelta(hours=3)
IN_THE_SOUTH = (116.51, 39.90)
STRIP = zones.snap(zones.box(116.49, 39.80, 116.53, 40.00))

pytestmark = pytest.mark.usefixtures("neighbours")


def signed(decider: str = cast.NORTH, *, by_both: bool = True, **values: object) -> Treaty:
    """Have a treaty on commuters on both banks be signed, and both resolve."""
    terms = border.draft(kind=TreatyKind.COMMUTERS, decider=decider, **{"strip": STRIP, **values})
    by = border.official("federation_officer", "federation office", whole=True)
    treaty = services.propose_treaty(terms, by=by, now=NOW)
    border.exchange()
    for slug in list(border.CODES)[: 2 if by_both else 1]:
        with scope.province(slug):
            signer = border.official("high_reviewer", "agreements office", whole=True)
            services.sign_treaty(Treaty.objects.get(pk=treaty.pk), by=signer, now=NOW)
    border.exchange()
    return treaty


def commuter(*, has_place: bool = True) -> Citizen:
    """Return somebody of the province in scope who was in the zone, by default at their place."""
    if not Ruleset.objects.exists():
        road.first_ruleset()
    cell = cell_for(IN_THE_SOUTH[1], IN_THE_SOUTH[0], 11)
    citizen = citizens.citizen()
    if has_place:
        said_at = NOW - timedelta(days=30)
        RegularPlace.objects.create(citizen=citizen, cell=cell, kind="work", said_at=said_at)
    road.stay(citizen, at=LATER, cell=cell)
    return citizen


def status_of(citizen: Citizen) -> str:
    pipeline.drain(now=EVENING)
    assert checking.check(as_of=EVENING).verdict == "equal"
    return queries.status_of(citizen, EVENING).status


def southern() -> Version:
    with scope.province(cast.SOUTH):
        return border.zone(IN_THE_SOUTH, level=Level.HIGH)


class TestHandDown:
    def test_spares_commuters_of_the_decider_the_others_zones(self) -> None:
        southern()
        signed()

        found = [status_of(commuter(has_place=each)) for each in (True, False)]

        assert found == ["green", "red"]

    def test_spares_the_other_provinces_commuters_as_well(self) -> None:
        southern()
        signed()

        with scope.province(cast.SOUTH):
            assert status_of(commuter()) == "green"
            assert list(Commuting.objects.values_list("spared", flat=True)) == [[cast.SOUTH]]

    def test_has_the_deciders_own_zones_met(self) -> None:
        southern()
        signed(decider=cast.SOUTH)

        assert status_of(commuter()) == "red"

    def test_needs_both_signatures(self) -> None:
        southern()
        signed(by_both=False)

        assert not Commuting.objects.exists()
        assert status_of(commuter()) == "red"

    def test_without_a_decider_spares_what_is_uncertain_of_both(self) -> None:
        signed(decider="")

        found = Commuting.objects.get()
        assert (found.spared, found.only_uncertain) == ([cast.NORTH, cast.SOUTH], True)

    def test_ends_with_the_treaty_for_stays_to_come(self) -> None:
        treaty = signed()
        by = border.official("high_reviewer", "agreements office", whole=True)

        services.end_treaty(treaty, at=LATER, reason="a new bridge", by=by, now=NOW)
        border.exchange()

        assert Commuting.objects.get().ends == epoch_minute(LATER)

    def test_is_ended_for_the_past_by_nobody(self) -> None:
        treaty = signed()
        with scope.province(cast.SOUTH):
            body = {"id": treaty.pk, "at_minute": 0, "reason": "never was", "unit": "south"}
            ledger.publish(Kind.TREATY_ENDED, body, at=LATER)

        border.exchange(now=EVENING)

        assert Commuting.objects.get().ends == epoch_minute(LATER)
        treaty.refresh_from_db()
        assert treaty.ended_minute == epoch_minute(LATER)

    def test_binds_on_no_ground_that_is_nobodys_and_far_from_both(self) -> None:
        beyond = zones.snap(zones.box(116.49, 39.95, 116.53, 40.20))
        signed(strip=beyond)

        assert Commuting.objects.get().digest != beyond.digest()
