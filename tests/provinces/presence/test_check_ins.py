"""A venue's code counts for its minute and its venue alone; whoever checked in may forget it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.cells.ranks import NotACell
from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.presence import queries, services
from provinces.presence.models import CheckIn, Venue
from provinces.presence.services import CodeOver, NoSuchVenue, NotCheckedIn, OutOfArea
from provinces.retention.services import days
from tests.cast import NOW
from tests.factories import road, venues

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("north")


def recorded(event: Event) -> int:
    return Entry.objects.filter(event=event).count()


class TestCheckInByCode:
    @pytest.mark.parametrize("after", [timedelta(0), 119 * timedelta(seconds=1)])
    def test_takes_the_code_of_this_minute_and_the_one_before(
        self, eve: Citizen, after: timedelta
    ) -> None:
        venue, _ = venues.venue()

        kept = services.check_in_by_code(eve, venues.shown(venue).lower(), now=NOW + after)

        assert (kept.place, kept.cell) == (venue, road.HERE)
        assert "东市场" in kept.venue
        assert StaleMark.objects.filter(citizen=eve, because=Event.CHECKED_IN).exists()

    def test_takes_no_code_that_is_over_early_forged_or_of_a_closed_venue(
        self, eve: Citizen
    ) -> None:
        by = venues.registrar()
        venue, _ = venues.venue(by=by)
        other, _ = venues.venue()
        closed, _ = venues.venue(by=by)
        services.close_venue(closed.reference, by=by, now=NOW)
        code = venues.shown(venue)
        wrong = {
            "over": venues.shown(venue, NOW - 2 * MINUTE),
            "early": venues.shown(venue, NOW + MINUTE),
            "forged": code[:-1] + ("A" if code[-1] != "A" else "B"),
            "of another venue": other.reference + code[4:],
            "closed": venues.shown(closed),
            "nothing": "",
            "a reference": venue.reference,
            "too much": code + code,
        }

        for said in wrong.values():
            with pytest.raises(CodeOver):
                services.check_in_by_code(eve, said, now=NOW)

        assert not CheckIn.objects.exists()
        assert not recorded(Event.CHECKED_IN)

    def test_takes_no_code_of_a_key_that_was_changed(self, eve: Citizen) -> None:
        by = venues.registrar()
        venue, word = venues.venue(by=by)
        code = venues.shown(venue)

        _, fresh = services.change_venue_key(venue.reference, by=by, now=NOW)

        with pytest.raises(CodeOver):
            services.check_in_by_code(eve, code, now=NOW)
        assert queries.venue_of_word(venue.reference, word, NOW) is None
        assert queries.venue_of_word(venue.reference, fresh.lower(), NOW) == venue
        assert recorded(Event.VENUE_KEY_CHANGED) == 1

    def test_keeps_a_code_that_comes_again_once(self, eve: Citizen) -> None:
        venue, _ = venues.venue()
        code = venues.shown(venue)

        for seconds in (0, 30, 90):
            services.check_in_by_code(eve, code, now=NOW + timedelta(seconds=seconds))

        assert CheckIn.objects.count() == 1

    def test_has_whoever_comes_back_within_the_minute_be_there(self, eve: Citizen) -> None:
        venue, _ = venues.venue()
        code = venues.shown(venue)
        services.check_out(eve, services.check_in_by_code(eve, code, now=NOW).pk, now=NOW)

        services.check_in_by_code(eve, code, now=NOW)

        assert queries.there_now(eve, NOW).count() == 1


class TestCheckOut:
    def test_ends_what_has_not_ended(self, eve: Citizen, finn: Citizen) -> None:
        there = venues.checked_in(eve)
        later = NOW + 30 * MINUTE

        services.check_out(eve, there.pk, now=later)

        assert CheckIn.objects.get().left_minute == there.at_minute + 30
        assert not queries.there_now(eve, later).exists()
        for who in (eve, finn):
            with pytest.raises(NotCheckedIn):
                services.check_out(who, there.pk, now=later)

    def test_is_done_for_whoever_forgets_to(self, eve: Citizen) -> None:
        venues.checked_in(eve)

        assert queries.there_now(eve, NOW + timedelta(hours=5)).exists()
        assert not queries.there_now(eve, NOW + timedelta(hours=6)).exists()


class TestRemoveCheckIn:
    def test_forgets_ones_own(self, eve: Citizen, finn: Citizen) -> None:
        there = venues.checked_in(eve)
        with pytest.raises(NotCheckedIn):
            services.remove_check_in(finn, there.pk, now=NOW)

        services.remove_check_in(eve, there.pk, now=NOW)

        assert not CheckIn.objects.exists()
        assert recorded(Event.CHECK_IN_REMOVED) == 1


class TestKeptUntil:
    def test_is_when_the_day_is_forgotten(self, eve: Citizen) -> None:
        there = venues.checked_in(eve)

        until = queries.kept_until(there)

        assert until.isoformat() == "2026-11-30T00:00:00+08:00"
        assert services.oldest_kept(until - MINUTE) <= NOW < services.oldest_kept(until)


class TestRegisterVenue:
    def test_is_for_ones_area_and_a_place(self, north: Any) -> None:
        by = venues.registrar("110200")

        with pytest.raises(OutOfArea):
            venues.venue("110101", by=by)
        with pytest.raises(NotACell):
            venues.venue("110201", by=by, cell=7)
        venues.venue("110201", by=by)
        assert recorded(Event.VENUE_OPENED) == 1

    def test_is_looked_after_by_whoever_has_the_area(self, ada: User) -> None:
        venue, _ = venues.venue()

        for stranger in (venues.registrar("110200"), ada):
            with pytest.raises(NoSuchVenue):
                services.close_venue(venue.reference, by=stranger, now=NOW)
            assert not queries.venues_of(stranger, NOW).exists()


class TestForgetVenues:
    def test_leaves_the_check_in_its_name(self, eve: Citizen) -> None:
        by = venues.registrar()
        venue, _ = venues.venue(by=by)
        venues.checked_in(eve, venue)
        services.close_venue(venue.reference, by=by, now=NOW)

        days.drop_expired(now=NOW + 29 * DAY)
        assert Venue.objects.exists()
        days.drop_expired(now=NOW + 31 * DAY)

        assert not Venue.objects.exists()
        assert "东市场" in CheckIn.objects.get().venue
