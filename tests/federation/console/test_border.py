"""The border desk: offers of neighbours, answered by two offices."""

from __future__ import annotations

import pytest

from federation.borders.models import Offer, OfferState
from provinces.accounts.models import User
from provinces.tenancy import directory, scope
from tests import cast
from tests.federation.borders import border
from tests.pages import address, reader

from .desks import ordered, shown, status


@pytest.fixture
def offer(north: directory.Entry, own_keys: None) -> Offer:
    """What the north is offered of a zone of the south."""
    border.made()
    with scope.province(cast.SOUTH):
        border.zone(case_evidence="case 2026-1115-03", name_en="Bridge Market")
    border.carry(cast.SOUTH, cast.NORTH)
    return Offer.objects.get()


@pytest.fixture
def first(north: directory.Entry) -> User:
    return border.official("epidemiologist", "accepting office")


@pytest.fixture
def second(north: directory.Entry) -> User:
    return border.official("high_reviewer", "second office")


def state(offer: Offer) -> str:
    offer.refresh_from_db()
    return offer.state


class TestBorder:
    def test_tells_what_waits_for_me_from_what_waits_for_others(
        self, first: User, second: User, offer: Offer
    ) -> None:
        mine, others = shown(first, "desk:border"), shown(second, "desk:border")

        assert "Offers that wait for me Zone" in mine
        assert "Bridge Market" in mine
        assert "Offers that wait for me Nothing waits for you." in others
        assert "Offers that wait for others" in others

    def test_is_linked_from_the_officials_desk(self, first: User, offer: Offer) -> None:
        said = shown(first, "console:home")

        assert "Other provinces" in said
        assert "Offered by neighbours" in said
        assert "Bridge Market" in said


class TestOffer:
    def test_says_whose_it_is_where_and_until_when(self, first: User, offer: Offer) -> None:
        said = shown(first, "desk:offer", offer.pk)

        assert "Offered by South Bridge Market" in said
        assert "case 2026-1115-03" in said
        assert "23 hours" in said or "1 day left" in said
        assert "Propose to accept" in said
        assert "Sign: accept" not in said

    def test_is_not_found_where_there_is_none(self, first: User, offer: Offer) -> None:
        page = reader(first).get(address("desk:offer", offer.pk + 1))

        assert page.status_code == 404


class TestAccept:
    def test_takes_two_offices(self, first: User, second: User, offer: Offer) -> None:
        proposed = ordered(first, "desk:accept", offer.pk)
        signed = ordered(second, "desk:sign", offer.pk)

        assert "another office has signed" in proposed
        assert "Accepted, and published." in signed
        assert state(offer) == OfferState.ACCEPTED
        assert "Signed by second office" in signed

    def test_of_ones_own_office_is_not_signed(self, first: User, offer: Offer) -> None:
        colleague = border.official("high_reviewer", "accepting office")
        ordered(first, "desk:accept", offer.pk)

        assert "another office has to take the second" in ordered(colleague, "desk:sign", offer.pk)
        assert state(offer) == OfferState.PROPOSED

    def test_a_second_time_changes_nothing(self, first: User, offer: Offer) -> None:
        ordered(first, "desk:accept", offer.pk)

        assert "decided in the meantime" in ordered(first, "desk:accept", offer.pk)

    def test_without_the_power_is_refused(self, second: User, offer: Offer) -> None:
        assert status(second, "desk:accept", offer.pk) == 403


class TestRefuse:
    def test_gives_its_reason(self, first: User, offer: Offer) -> None:
        assert "Say why" in ordered(first, "desk:refuse", offer.pk, reason="  ")
        assert "Say why" in ordered(first, "desk:refuse", offer.pk, reason="x" * 301)
        assert state(offer) == OfferState.OPEN

        assert "Refused, and published." in ordered(
            first, "desk:refuse", offer.pk, reason="the case never came here"
        )
        assert state(offer) == OfferState.REFUSED
