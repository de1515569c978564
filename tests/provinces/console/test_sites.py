"""A site's staff see who is expected today, and note who came and whose sample was taken."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.screening.models import Site, State
from tests.factories import laboratories as lab
from tests.factories import sites
from tests.pages import address, noon, reader, words  # noqa: F401  noon is a fixture

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def site(north: object) -> Site:
    return sites.site()


@pytest.fixture
def clerk(north: object) -> User:
    return sites.clerk()


def get(clerk: User, page: str, *values: Any, query: str = "") -> Any:
    return reader(clerk).get(address(page, *values) + query, follow=True)


def post(clerk: User, page: str, code: str, **data: str) -> str:
    return words(reader(clerk).post(address(page, code), data, follow=True))


class TestSites:
    def test_lists_ones_own(self, site: Site, clerk: User, eve: Citizen) -> None:
        other = sites.site("110201")
        sites.appointment(eve, site)

        shown = words(get(clerk, "console:sites"))

        assert site.name_en in shown
        assert other.name_en not in shown

    def test_says_so_where_there_is_none(self, clerk: User) -> None:
        assert "No test site lies in your area." in words(get(clerk, "console:sites"))


class TestToday:
    def test_lists_by_code_and_by_no_name(self, site: Site, clerk: User) -> None:
        citizen = lab.identified()
        booked = sites.appointment(citizen, site)
        tomorrow = sites.appointment(citizen, site, starts_at=sites.TOMORROW)

        shown = words(get(clerk, "console:site", site.code))

        assert f"12:30 {booked.code} Not yet here" in shown
        assert tomorrow.code not in shown
        assert "王" not in shown
        assert citizens.reads_of(citizen) == []

    def test_opens_the_appointment_of_a_code(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)

        shown = get(clerk, "console:site", site.code, query=f"?said={booked.code.lower()}")

        assert "Number on the tube" in words(shown)

    def test_says_when_nobody_has_a_code(self, site: Site, clerk: User) -> None:
        shown = words(get(clerk, "console:site", site.code, query="?said=XXXX"))

        assert "No appointment of today has this code." in shown
        assert "Nobody is expected today." in shown


class TestExpected:
    def test_shows_a_masked_name_and_leaves_a_trace(self, site: Site, clerk: User) -> None:
        citizen = lab.identified()
        booked = sites.appointment(citizen, site)

        shown = words(get(clerk, "console:appointment", booked.code))

        assert "王＊＊" in shown
        assert "小明" not in shown
        assert [read.purpose for read in citizens.reads_of(citizen)] == ["sampling"]


class TestNotes:
    def test_that_somebody_came(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)

        shown = post(clerk, "console:arrive", booked.code)

        booked.refresh_from_db()
        assert booked.state == State.ARRIVED
        assert f"Noted: {booked.code} has arrived." in shown

    def test_that_a_sample_was_taken(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)

        shown = post(clerk, "console:sample", booked.code, number="0042", pooled="yes")

        booked.refresh_from_db()
        assert (booked.state, booked.sample_reference, booked.pooled) == ("sampled", "0042", True)
        assert "is in tube 0042" in shown

    @pytest.mark.parametrize(
        ("number", "said"),
        [("", "Enter the number on the tube"), ("0042", "on another sample of your site")],
    )
    def test_say_what_keeps_them_from_being_taken(
        self, site: Site, clerk: User, eve: Citizen, finn: Citizen, number: str, said: str
    ) -> None:
        sites.sampled(finn, site, "0042")
        booked = sites.appointment(eve, site)

        assert said in post(clerk, "console:sample", booked.code, number=number)

    def test_keep_the_number_that_was_typed(
        self, site: Site, clerk: User, eve: Citizen, finn: Citizen
    ) -> None:
        sites.sampled(finn, site, "0042")
        booked = sites.appointment(eve, site)
        where = address("console:sample", booked.code)

        page = reader(clerk).post(where, {"number": "0042"}, follow=True)

        assert 'value="0042"' in page.content.decode()

    def test_are_not_made_twice(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)
        post(clerk, "console:arrive", booked.code)

        assert "was noted already" in post(clerk, "console:arrive", booked.code)
