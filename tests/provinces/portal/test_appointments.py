"""A citizen books, moves and cancels an appointment, with nothing but forms and links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.screening.models import Appointment, Site, State
from tests import cast
from tests.factories import citizens, sites
from tests.pages import address, noon, reader, words  # noqa: F401  noon is a fixture

pytestmark = pytest.mark.usefixtures("noon")
NOW, SOON = cast.NOW, sites.SOON
QUARTER = timedelta(minutes=15)


@pytest.fixture
def site(north: object) -> Site:
    return sites.site()


def post(citizen: Citizen, site: Site, **data: Any) -> Any:
    given = {"starts_at": SOON.isoformat(), **data}
    return reader(citizen.user).post(address("portal:site", site.code), given, follow=True)


class TestSites:
    def test_come_nearest_first(self, eve: Citizen) -> None:
        far, near = sites.site("110201"), sites.site("110101")

        shown = words(reader(eve.user).get(address("portal:sites")))

        assert shown.index(near.name_en) < shown.index(far.name_en)

    def test_say_so_where_there_is_none(self, eve: Citizen) -> None:
        assert "No test site is open" in words(reader(eve.user).get(address("portal:sites")))


class TestSite:
    def test_shows_free_times_of_a_day(self, site: Site, eve: Citizen) -> None:
        sites.appointment(citizens.citizen(), site)

        shown = words(reader(eve.user).get(address("portal:site", site.code)))

        assert "12:30 – 12:45 · 1 place free" in shown
        assert "12:45 – 13:00 · 2 places free" in shown

    def test_shows_another_day_when_asked(self, site: Site, eve: Citizen) -> None:
        where = address("portal:site", site.code) + "?day=2026-11-17"

        assert "Time on 17 November" in words(reader(eve.user).get(where))

    @pytest.mark.parametrize("day", ["never", "2020-01-01"])
    def test_shows_the_next_day_for_one_there_is_not(
        self, site: Site, eve: Citizen, day: str
    ) -> None:
        where = f"{address('portal:site', site.code)}?day={day}"

        assert "Time on 15 November" in words(reader(eve.user).get(where))

    def test_shows_which_times_are_full(self, eve: Citizen) -> None:
        site = sites.site(capacity=1)
        sites.appointment(citizens.citizen(), site)

        response = reader(eve.user).get(address("portal:site", site.code))

        assert "12:30 – 12:45 · no place free" in words(response)
        assert b" disabled>12:30" in response.content

    def test_books_a_time(self, site: Site, eve: Citizen) -> None:
        shown = words(post(eve, site))

        booked = Appointment.objects.get()
        assert (booked.citizen, booked.period.lower) == (eve, SOON)
        assert "Your appointment is booked." in shown
        assert booked.code in shown

    @pytest.mark.parametrize(
        "starts_at", ["", "soon", "2026-11-15T12:30", "2026-11-15T04:31Z", "9999-12-31T23:59Z"]
    )
    def test_refuses_what_is_no_time(self, site: Site, eve: Citizen, starts_at: str) -> None:
        shown = words(post(eve, site, starts_at=starts_at))

        assert "This time cannot be booked any more" in shown
        assert not Appointment.objects.exists()

    def test_says_what_keeps_one_from_booking(self, site: Site, eve: Citizen) -> None:
        for _ in range(site.capacity):
            sites.appointment(citizens.citizen(), site)

        assert "Somebody else has just taken the last place" in words(post(eve, site))

    def test_moves_an_appointment(self, site: Site, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)
        later = (SOON + QUARTER).isoformat()

        post(eve, site, starts_at=later, instead=booked.code)

        assert sorted(Appointment.objects.values_list("state", flat=True)) == [
            State.BOOKED,
            State.CANCELLED,
        ]

    def test_moves_nobody_elses(self, site: Site, eve: Citizen, finn: Citizen) -> None:
        booked = sites.appointment(finn, site)

        assert post(eve, site, instead=booked.code).status_code == 404

        booked.refresh_from_db()
        assert booked.state == State.BOOKED


class TestAppointments:
    def test_show_what_is_to_come_and_what_has_gone_by(self, site: Site, eve: Citizen) -> None:
        coming = sites.appointment(eve, site)
        sites.sampled(eve, site, "TUBE-1", starts_at=SOON + QUARTER)

        shown = words(reader(eve.user).get(address("portal:appointments")))

        assert shown.index(coming.code) < shown.index("Sample TUBE-1")

    def test_say_so_where_there_is_none(self, eve: Citizen) -> None:
        shown = words(reader(eve.user).get(address("portal:appointments")))

        assert "You have no appointment to come." in shown


class TestCancel:
    def test_asks_first_and_then_cancels(self, site: Site, eve: Citizen) -> None:
        booked, browser = sites.appointment(eve, site), reader(eve.user)
        where = address("portal:cancel-appointment", booked.code)
        assert "Cancel your appointment?" in words(browser.get(where))

        shown = words(browser.post(where, follow=True))

        booked.refresh_from_db()
        assert booked.state == State.CANCELLED
        assert "Your appointment is cancelled." in shown

    def test_says_when_it_is_too_late(self, site: Site, eve: Citizen) -> None:
        booked, browser = sites.appointment(eve, site), reader(eve.user)
        where = address("portal:cancel-appointment", booked.code)
        browser.post(where)

        assert "was cancelled already" in words(browser.post(where, follow=True))
