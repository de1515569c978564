"""A desk books and cancels tests for the person who is present, who sees it."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.console.desk import SESSION_KEY
from provinces.screening.models import Appointment, Site, State
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, sites, users
from tests.factories import citizens as enrolled
from tests.pages import address, noon, reader, words  # noqa: F401  noon is a fixture

pytestmark = pytest.mark.usefixtures("noon")
SOON = sites.SOON


@pytest.fixture
def site(north: object) -> Site:
    return sites.site()


@pytest.fixture
def desk(eve: Citizen) -> ProvinceClient:
    """A clerk's browser, with Eve at the desk."""
    clerk = users.user()
    offices.office(clerk, areas.area("110100"), "desk_clerk", unit="service centre", now=NOW)
    browser = reader(clerk)
    session = browser.session
    session[SESSION_KEY] = [eve.reference, NOW.isoformat()]
    session.save()
    return browser


def book(desk: ProvinceClient, at: Site, **data: str) -> str:
    given = {"site": at.code, "starts_at": SOON.isoformat(), **data}
    return words(desk.post(address("console:desk-book"), given, follow=True))


class TestBooking:
    def test_shows_free_times_of_a_site_and_day(self, desk: ProvinceClient, site: Site) -> None:
        where = address("console:desk-booking")

        shown = words(desk.get(f"{where}?site={site.code}&day=2026-11-16"))

        assert "Time on 16 November" in shown
        assert "08:00 – 08:15" in shown

    def test_begins_with_the_choice_of_a_site(self, desk: ProvinceClient, site: Site) -> None:
        shown = words(desk.get(address("console:desk-booking")))

        assert site.name_en in shown
        assert "Time on" not in shown


class TestBook:
    def test_books_for_the_person_who_sees_it(
        self, desk: ProvinceClient, site: Site, eve: Citizen
    ) -> None:
        shown = book(desk, site)

        booked = Appointment.objects.get()
        assert (booked.citizen, booked.period.lower) == (eve, SOON)
        assert f"Write the code down for the person: {booked.code}" in shown
        assert [served.act for served in citizens.served(eve)] == ["booked"]

    @pytest.mark.parametrize("data", [{"site": "nowhere"}, {"starts_at": "soon"}])
    def test_refuses_what_is_no_time(
        self, desk: ProvinceClient, site: Site, data: dict[str, str]
    ) -> None:
        assert "This time cannot be booked any more" in book(desk, site, **data)

    def test_says_what_keeps_it_from_being_booked(
        self, desk: ProvinceClient, site: Site, eve: Citizen
    ) -> None:
        for _ in range(site.capacity):
            sites.appointment(enrolled.citizen(), site)

        assert "Somebody else has just taken the last place" in book(desk, site)
        assert citizens.served(eve) == []


class TestCancel:
    def cancel(self, desk: ProvinceClient, code: str) -> Any:
        return desk.post(address("console:desk-cancel-booking"), {"code": code}, follow=True)

    def test_cancels_what_the_person_has(
        self, desk: ProvinceClient, site: Site, eve: Citizen
    ) -> None:
        booked = sites.appointment(eve, site)

        shown = words(self.cancel(desk, booked.code))

        booked.refresh_from_db()
        assert booked.state == State.CANCELLED
        assert "The appointment is cancelled." in shown

    def test_cancels_nothing_of_anybody_else(
        self, desk: ProvinceClient, site: Site, finn: Citizen
    ) -> None:
        booked = sites.appointment(finn, site)

        assert self.cancel(desk, booked.code).status_code == 404

    def test_says_when_it_is_too_late(
        self, desk: ProvinceClient, site: Site, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        booked = sites.appointment(eve, site)
        monkeypatch.setattr("django.utils.timezone.now", lambda: SOON)

        assert "was cancelled already" in words(self.cancel(desk, booked.code))
