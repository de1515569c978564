"""The border desk: offers of neighbours, answered by two offices."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from federation.borders import queries, services
from federation.borders.models import Offer, OfferState
from provinces.accounts.models import User
from provinces.tenancy import directory, scope
from provinces.zones.models import Territory, Version
from tests import cast
from tests.factories import ledger as ledgers
from tests.federation.borders import border
from tests.pages import address, reader, words

from .desks import ordered, shown, status


@pytest.fixture
def offer(north: directory.Entry, own_keys: None) -> Offer:
    """What the north is offered of a zone of the south."""
    border.made()
    with scope.province(cast.SOUTH):
        border.zone(
            case_evidence="case 2026-1115-03",
            name_en="Bridge Market",
            authority="南方疾控中心 Southern Centre",
        )
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


def read_of(by: User, offer: Offer) -> str:
    """Return what the page of an offer says that it shows."""
    page = reader(by).get(address("desk:offer", offer.pk)).content.decode()
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found
    return found[1]


def signed(by: User, offer: Offer) -> str:
    """Sign what the page of an offer shows, and return what the next one says."""
    return ordered(by, "desk:sign", offer.pk, read=read_of(by, offer))


class TestBorder:
    def test_tells_what_waits_for_me_from_what_waits_for_others(
        self, first: User, second: User, offer: Offer
    ) -> None:
        mine, others = shown(first, "desk:border"), shown(second, "desk:border")

        assert "Offers that wait for me Zone" in mine
        assert "Bridge Market" in mine
        assert "Offers that wait for me Nothing waits for you." in others
        assert "Offers that wait for others" in others

    def test_has_nothing_answered_before_the_territory_is_set(
        self, first: User, offer: Offer
    ) -> None:
        Territory.objects.all().delete()

        for desk in ("desk:border", "desk:overview", "console:home"):
            assert reader(first).get(address(desk)).status_code == 200, desk
        assert "Offers that wait for me Nothing waits for you." in shown(first, "desk:border")

    def test_is_linked_from_the_officials_desk(self, first: User, offer: Offer) -> None:
        said = shown(first, "console:home")

        assert "Other provinces" in said
        assert "Offers of neighbours 1" in said


class TestOffered:
    @pytest.fixture
    def official(self, offer: Offer) -> User:
        """Somebody of the province that offered it."""
        with scope.province(cast.SOUTH):
            ledgers.seal(cast.NOW)
            services.resolve_now(now=cast.NOW)
            return border.official("epidemiologist", "declaring office")

    def test_waits_with_its_clock_on_both_sides(self, first: User, official: User) -> None:
        assert "Offers that wait for me" in shown(first, "desk:border")
        with scope.province(cast.SOUTH):
            said = shown(official, "desk:border")

        assert "What we offered to neighbours" in said
        assert "Bridge Market v1 High risk North Waits for an answer" in said
        assert "1 day" in said or "23 hours" in said

    def test_says_what_the_neighbour_accepted(self, offer: Offer, official: User) -> None:
        border.accepted()
        border.carry(cast.NORTH, cast.SOUTH)
        with scope.province(cast.SOUTH):
            version = Version.objects.get()
            said = [shown(official, "desk:border"), shown(official, "console:zone", version.pk)]

        assert all("Bridge Market v1 High risk North Accepted" in each for each in said)
        assert "only as far as the neighbour accepts it" in said[1]

    def test_says_why_the_neighbour_refused(
        self, first: User, offer: Offer, official: User
    ) -> None:
        ordered(first, "desk:refuse", offer.pk, reason="the case never came here")
        border.carry(cast.NORTH, cast.SOUTH)
        with scope.province(cast.SOUTH):
            said = shown(official, "desk:border")

        assert "North Refused the case never came here" in said

    def test_lapses_with_the_day(self, official: User) -> None:
        with scope.province(cast.SOUTH):
            (offered,) = queries.offered()

        assert offered.state(offered.lapses_at) == OfferState.OPEN
        assert offered.state(offered.lapses_at + timedelta(minutes=1)) == OfferState.LAPSED

    def test_is_not_told_of_a_zone_within_the_border(self, official: User) -> None:
        with scope.province(cast.SOUTH):
            version = border.zone((116.6, 39.9), name_en="Far")
            ledgers.seal(cast.NOW)
            services.resolve_now(now=cast.NOW)

            assert "Beyond the border" not in shown(official, "console:zone", version.pk)
            assert len(queries.offered()) == 1


class TestOffer:
    def test_says_whose_it_is_where_and_until_when(self, first: User, offer: Offer) -> None:
        said = shown(first, "desk:offer", offer.pk)

        assert "Offered by South Bridge Market" in said
        assert "case 2026-1115-03" in said
        assert "Authority Southern Centre" in said
        assert "23 hours" in said or "1 day left" in said
        assert "Propose to accept" in said
        assert "Sign: accept" not in said

    def test_is_not_found_where_there_is_none(self, first: User, offer: Offer) -> None:
        page = reader(first).get(address("desk:offer", offer.pk + 1))

        assert page.status_code == 404


class TestAccept:
    def test_takes_two_offices(self, first: User, second: User, offer: Offer) -> None:
        proposed = ordered(first, "desk:accept", offer.pk)
        said = signed(second, offer)

        assert "another office has signed" in proposed
        assert "Accepted, and published." in said
        assert state(offer) == OfferState.ACCEPTED
        assert "Signed by second office" in said
        assert "Lapses" in proposed
        assert "Lapses" not in said

    def test_is_of_what_was_read(self, first: User, second: User, offer: Offer) -> None:
        ordered(first, "desk:accept", offer.pk, shape=HALF)
        read = read_of(second, offer)
        # As if it had been told anew.
        Offer.objects.filter(pk=offer.pk).update(state=OfferState.OPEN)
        services.accept(offer, by=first, now=cast.NOW + timedelta(minutes=5))

        assert "decided in the meantime" in ordered(second, "desk:sign", offer.pk, read=read)
        assert state(offer) == OfferState.PROPOSED
        assert "Accepted, and published." in signed(second, offer)

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


# The western half of the ground around the zone.
HALF = "116.49 39.85\n116.4985, 39.85\n116.4985 39.95\n116.49 39.95\n"


class TestPart:
    def seen(self, first: User, offer: Offer, **fields: str) -> str:
        page = reader(first).get(address("desk:offer", offer.pk), fields)
        return words(page)

    def test_is_looked_at_before_it_is_proposed(self, first: User, offer: Offer) -> None:
        said = self.seen(first, offer, shape=HALF, level="2")

        assert "What would be accepted medium risk" in said
        assert "Propose to accept this" in said
        assert state(offer) == OfferState.OPEN

    def test_is_proposed_and_signed_as_it_was_seen(
        self, first: User, second: User, offer: Offer
    ) -> None:
        ordered(first, "desk:accept", offer.pk, shape=HALF, level="2")
        said = signed(second, offer)

        offer.refresh_from_db()
        assert offer.state == OfferState.ACCEPTED
        assert offer.lowered_to == 2
        accepted, offered = border.cells(offer.answered), border.cells(offer.cells)
        assert 0 < accepted.count() < offered.count()
        assert "Accepted as medium risk" in said

    @pytest.mark.parametrize(
        ("fields", "why"),
        [
            ({"shape": "here"}, "Write one end of the polygon a line"),
            ({"shape": "1 2\n3 4"}, "A polygon has 3 to 200 ends"),
            ({"shape": "0 0\n0 1\n1 1"}, "Nothing of what is offered"),
            ({"shape": "999 0\n0 1\n1 1"}, "These ends make no polygon"),
            ({"level": "4"}, "A level can only be lowered"),
            ({"level": "x"}, "A level can only be lowered"),
        ],
    )
    def test_that_says_nonsense_is_neither_shown_nor_proposed(
        self, first: User, offer: Offer, fields: dict[str, str], why: str
    ) -> None:
        assert why in self.seen(first, offer, **{"shape": "", **fields})
        assert why in ordered(first, "desk:accept", offer.pk, **fields)
        assert state(offer) == OfferState.OPEN
