"""Offers: opened for what reaches over the border, answered by two offices, or lapsed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from core.cells.ranges import Ranges
from federation.borders import queries, reading, services
from federation.borders.models import Offer, OfferState
from provinces.ledger import services as ledger
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from provinces.zones.models import Version
from provinces.zones.services import NotAllowed, SameOffice, SameOfficial
from tests import cast
from tests.factories import zones
from tests.federation.borders import border

NOW = cast.NOW
LATE = NOW + timedelta(hours=24, minutes=1)


@pytest.fixture
def spilling(neighbours: None) -> Version:
    """A zone of the south that reaches into the north, which has heard of it."""
    with scope.province(cast.SOUTH):
        version = border.zone()
    border.carry(cast.SOUTH, cast.NORTH)
    return version


@pytest.fixture
def offer(spilling: Version) -> Offer:
    return Offer.objects.get()


def published() -> list[dict[str, Any]]:
    return [dict(e.body) for e in border.entries(LATE) if e.kind == Kind.OFFER_ANSWERED]


class TestOpenOffer:
    def test_offers_what_lies_on_the_own_ground(self, spilling: Version, offer: Offer) -> None:
        assert border.cells(offer.cells) == border.cells(spilling.spill)
        assert (offer.state, offer.level) == (OfferState.OPEN, spilling.level)
        assert offer.lapses_at == spilling.declared_at.replace(microsecond=0) + timedelta(hours=24)

    def test_has_no_effect_by_itself(self, offer: Offer) -> None:
        services.resolve_now(now=NOW)

        cell = int(border.cells(offer.cells).to_array()[0])
        assert queries.why(cell, NOW, now=NOW).decider is None
        assert not services.resolve_now(now=NOW).is_new

    def test_offers_nothing_of_a_zone_that_keeps_to_its_ground(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            border.zone((116.60, 39.90))

        taken = border.carry(cast.SOUTH, cast.NORTH)

        assert (taken.held, taken.offers) == (1, 0)

    def test_of_what_is_told_late_has_lapsed_already(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            border.zone()

        border.carry(cast.SOUTH, cast.NORTH, now=LATE)

        assert Offer.objects.get().state == OfferState.LAPSED

    def test_lapses_with_the_zone(self, spilling: Version, offer: Offer) -> None:
        with scope.province(cast.SOUTH):
            zones.services.lift(
                spilling.zone, at=spilling.starts_at, by=spilling.declared_by, now=NOW
            )
        border.carry(cast.SOUTH, cast.NORTH)

        offer.refresh_from_db()
        assert offer.state == OfferState.LAPSED

    def test_told_anew_unsays_the_first_signature(self, spilling: Version, offer: Offer) -> None:
        services.accept(offer, by=border.official("epidemiologist", "here"), now=NOW)
        with scope.province(cast.SOUTH):
            zones.services.lift(spilling.zone, at=NOW, by=spilling.declared_by, now=NOW)
        border.carry(cast.SOUTH, cast.NORTH)

        offer.refresh_from_db()
        assert (offer.state, offer.proposed_by) == (OfferState.OPEN, None)
        assert offer.ends == int(NOW.timestamp() // 60)

    @pytest.mark.parametrize("is_anew", [True, False])
    def test_is_open_again_if_the_version_is_declared_anew(
        self, spilling: Version, offer: Offer, is_anew: bool
    ) -> None:
        """Whoever has lost what it published gives its zones the same names again."""
        services.lapse(now=LATE)
        with scope.province(cast.SOUTH):
            told = next(e for e in border.entries() if e.kind == Kind.ZONE_EFFECTIVE)
            declared_at = reading.said(LATE if is_anew else NOW)
            body = {**told.body, "declared_at": declared_at, "authority": "told again"}
            ledger.publish(Kind.ZONE_EFFECTIVE, body, at=LATE, blobs=list(told.blobs.values()))

        taken = border.carry(cast.SOUTH, cast.NORTH, now=LATE)

        offer.refresh_from_db()
        assert taken.offers == int(is_anew)
        assert offer.state == (OfferState.OPEN if is_anew else OfferState.LAPSED)
        assert (offer.authority == "told again") == is_anew


class TestAccept:
    def test_awaits_a_second_office(self, offer: Offer) -> None:
        services.accept(offer, by=border.official("epidemiologist", "here"), now=NOW)

        offer.refresh_from_db()
        assert offer.state == OfferState.PROPOSED
        assert published() == []

    def test_is_for_whoever_may_declare_on_that_ground(self, offer: Offer) -> None:
        with pytest.raises(NotAllowed):
            services.accept(offer, by=border.official("reviewer", "here"), now=NOW)

    def test_takes_offered_cells_only(self, spilling: Version, offer: Offer) -> None:
        by = border.official("epidemiologist", "here")
        for cells in (border.cells(spilling.cells), Ranges.empty()):
            with pytest.raises(services.NotOffered):
                services.accept(offer, by=by, now=NOW, cells=cells)

    @pytest.mark.parametrize("level", [0, 4])
    def test_lowers_a_level_only(self, offer: Offer, level: int) -> None:
        by = border.official("epidemiologist", "here")

        with pytest.raises(services.NotOffered):
            services.accept(offer, by=by, now=NOW, level=level)

    @pytest.mark.parametrize(("level", "kept"), [(None, None), (3, None), (2, 2), (1, 1)])
    def test_keeps_the_level_it_is_lowered_to(
        self, offer: Offer, level: int | None, kept: int | None
    ) -> None:
        border.accepted(offer, level=level)

        assert published()[0]["level"] == 3
        assert published()[0]["lowered_to"] == kept

    def test_comes_too_late_after_a_day(self, offer: Offer) -> None:
        by = border.official("epidemiologist", "here")

        with pytest.raises(services.Lapsed):
            services.accept(offer, by=by, now=LATE)


class TestSign:
    def test_publishes_what_was_accepted(self, offer: Offer) -> None:
        part = border.cells(offer.cells).to_array()[:10]
        cells = Ranges.from_cells(part)

        border.accepted(offer, cells=cells)

        (body,) = published()
        assert (body["of"], body["reference"]) == (cast.SOUTH, offer.reference)
        assert (body["is_accepted"], body["level"]) == (True, offer.level)
        assert services.resolve_now(now=NOW).rejected == 0

    def test_needs_somebody_to_have_proposed(self, offer: Offer) -> None:
        with pytest.raises(services.AlreadyAnswered):
            services.sign(offer, by=border.official("high_reviewer", "second"), now=NOW)

    def test_refuses_the_same_official_and_the_same_office(self, offer: Offer) -> None:
        first = border.official("epidemiologist", "here")
        services.accept(offer, by=first, now=NOW)

        with pytest.raises(SameOfficial):
            services.sign(offer, by=first, now=NOW)
        with pytest.raises(SameOffice):
            services.sign(offer, by=border.official("high_reviewer", "here"), now=NOW)

    @pytest.mark.parametrize("cap", ["ZONES_MAX_FINE_CELLS", "ZONES_MAX_DAYS_BACK"])
    def test_above_a_countys_caps_is_for_a_higher_office(
        self, offer: Offer, settings: Settings, cap: str
    ) -> None:
        setattr(settings, cap, 1)
        services.accept(offer, by=border.official("epidemiologist", "here"), now=NOW)

        with pytest.raises(NotAllowed):
            services.sign(offer, by=border.official("reviewer", "second"), now=NOW)
        services.sign(offer, by=border.official("high_reviewer", "higher"), now=NOW)

    def test_is_guarded_by_the_database(self, offer: Offer) -> None:
        border.accepted(offer)

        with pytest.raises(IntegrityError, match="second_office"), transaction.atomic():
            Offer.objects.update(signed_unit="accepting office")

    def test_is_final(self, offer: Offer) -> None:
        border.accepted(offer)

        with pytest.raises(services.AlreadyAnswered):
            services.accept(offer, by=border.official("epidemiologist", "again"), now=NOW)


class TestRefuse:
    def test_says_why(self, offer: Offer) -> None:
        by = border.official("epidemiologist", "here")

        services.refuse(offer, by=by, reason="a lake", now=NOW)

        (body,) = published()
        assert (body["is_accepted"], body["reason"], body["cells"]) == (False, "a lake", None)
        with pytest.raises(ValueError, match="reason"):
            services.refuse(offer, by=by, reason=" ", now=NOW)

    def test_takes_an_acceptance_back(self, offer: Offer) -> None:
        border.accepted(offer)
        before = border.resolved(cast.NORTH).digest
        by = border.official("epidemiologist", "here")
        services.refuse(offer, by=by, reason="an error", now=LATE)

        assert border.resolved(cast.NORTH).digest != before
        told = [body["is_accepted"] for body in published()]
        assert told == [True, False]


class TestLapse:
    def test_between_the_two_signatures_leaves_nothing_accepted(self, offer: Offer) -> None:
        last = offer.lapses_at
        by = border.official("epidemiologist", "here")
        services.accept(offer, by=by, now=last - timedelta(seconds=1))
        second = border.official("high_reviewer", "second office")

        with pytest.raises(services.Lapsed):
            services.sign(offer, by=second, now=last + timedelta(seconds=1))
        services.lapse(now=last + timedelta(seconds=1))

        offer.refresh_from_db()
        assert offer.state == OfferState.LAPSED
        assert published() == []

    def test_does_not_come_before_the_last_moment(self, offer: Offer) -> None:
        last = offer.lapses_at
        services.accept(offer, by=border.official("epidemiologist", "here"), now=last)
        assert services.lapse(now=last) == 0

        services.sign(offer, by=border.official("high_reviewer", "second office"), now=last)
        border.entries(last)

        assert services.resolve_now(now=last).rejected == 0
        cell = int(border.cells(offer.cells).to_array()[0])
        assert queries.why(cell, last, now=last).decider is not None

    def test_closes_what_nobody_answered(self, offer: Offer) -> None:
        assert services.lapse(now=NOW) == 0
        assert services.lapse(now=LATE) == 1

        offer.refresh_from_db()
        assert offer.state == OfferState.LAPSED
        assert services.lapse(now=LATE) == 0
