"""Reading sites, slots and appointments: by their citizen, and on the day by the site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from provinces.citizens.models import Citizen
from provinces.screening import queries, services
from provinces.screening.models import Site
from tests import cast
from tests.factories import areas, sites

NOW, SOON = cast.NOW, sites.SOON
DAY = timedelta(days=1)


@pytest.fixture
def site(north: object) -> Site:
    return sites.site()


class TestSitesNear:
    def test_begin_with_the_nearest(self, north: object) -> None:
        far, city, own = (sites.site(code) for code in ("110201", "110100", "110101"))

        assert queries.sites_near(areas.area("110101"), NOW) == [own, city, far]

    def test_leave_out_what_is_closed(self, site: Site) -> None:
        services.close_site(site, because="x", by="operator", now=NOW)

        assert queries.sites_near(site.area, NOW) == []
        assert queries.site_for(site.code, NOW) is None


class TestOpenings:
    def test_are_of_the_hours_that_are_left(self, site: Site) -> None:
        found = queries.openings(site, cast.TODAY, NOW)

        assert (found[0].starts_at, found[-1].ends_at) == (
            NOW + timedelta(minutes=15),
            NOW + timedelta(hours=8),
        )
        assert {opening.free for opening in found} == {2}

    def test_count_the_seats_that_are_left(self, site: Site, eve: Citizen) -> None:
        sites.appointment(eve, site)

        found = {each.starts_at: each.free for each in queries.openings(site, cast.TODAY, NOW)}

        assert found[SOON] == 1

    def test_of_days_end_with_the_last_that_can_be_booked(self, site: Site) -> None:
        found = queries.days(site, NOW)

        assert [each.day for each in found] == [
            cast.TODAY + n * DAY for n in range(settings.SCREENING_BOOK_DAYS + 1)
        ]
        assert found[1].free == 2 * 48


class TestOwn:
    def test_appointments_are_ones_own(self, site: Site, eve: Citizen, finn: Citizen) -> None:
        booked = sites.appointment(eve, site)

        assert list(queries.appointments_of(eve)) == [booked]
        assert queries.own_appointment(eve, booked.code) == booked
        assert queries.own_appointment(finn, booked.code) is None


class TestTodays:
    def test_are_shown_on_the_day_and_not_before(self, site: Site, eve: Citizen) -> None:
        clerk, booked = sites.clerk(), sites.appointment(eve, site, starts_at=sites.TOMORROW)

        assert list(queries.todays(site, by=clerk, at=NOW)) == []
        assert queries.appointment_of_today(booked.code, by=clerk, at=NOW) is None
        assert list(queries.todays(site, by=clerk, at=NOW + DAY)) == [booked]
        assert list(queries.todays(site, by=clerk, at=NOW + 2 * DAY)) == []

    def test_are_shown_to_the_sites_own_staff(self, site: Site, eve: Citizen) -> None:
        booked, stranger = sites.appointment(eve, site), sites.clerk("110201")

        assert queries.appointment_of_today(booked.code, by=sites.clerk(), at=NOW) == booked
        assert queries.appointment_of_today(booked.code, by=stranger, at=NOW) is None
        assert list(queries.sites_of(stranger, NOW)) == []

    def test_leave_out_what_was_cancelled(self, site: Site, eve: Citizen) -> None:
        services.cancel(sites.appointment(eve, site), by=eve, now=NOW)

        assert list(queries.todays(site, by=sites.clerk(), at=NOW)) == []
