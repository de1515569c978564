"""A person sees what others did for them; who acts for them does not see who else did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens import services
from provinces.citizens.identities import Person
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.citizens.services import Act
from provinces.portal import doings
from tests.cast import NOW
from tests.factories import areas, citizens, offices, users
from tests.factories.mandates import mandate
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def daughter(north: object) -> Citizen:
    person = Person("王芳", "E12345678")
    return citizens.citizen(area=areas.area("110101"), person=person, user=users.user("fang"))


@pytest.fixture
def served(eve: Citizen, daughter: Citizen) -> Citizen:
    """Eve, for whom somebody acted an hour ago, and a clerk before that."""
    clerk = users.user()
    offices.office(clerk, areas.area("110101"), "desk_clerk", unit="service centre", now=NOW)
    services.serve(eve, Act.APPEALED, by=clerk, now=NOW - timedelta(hours=2))
    given = mandate(eve, daughter, Scope.SHOW_CODE, Scope.SEE_DETAILS, now=NOW - timedelta(days=1))
    services.note_use(given, Scope.SHOW_CODE, now=NOW - timedelta(hours=1))
    return eve


class TestDoneFor:
    def test_tells_desks_and_mandates_the_latest_first(self, served: Citizen) -> None:
        by_mandate, at_desk = doings.done_for(served)

        assert (by_mandate.who, by_mandate.role) == ("王芳", None)
        assert by_mandate.what == "See the status and show the code"
        assert (at_desk.who, at_desk.role.key) == ("service centre", "desk_clerk")
        assert at_desk.what == "Your objection was filed"

    def test_calls_who_has_no_name_by_their_reference(self, eve: Citizen, finn: Citizen) -> None:
        services.note_use(mandate(eve, finn), Scope.SHOW_CODE, now=NOW)

        (one,) = doings.done_for(eve)

        assert one.who == finn.reference

    def test_stands_on_the_page_of_the_person_alone(
        self, served: Citizen, daughter: Citizen
    ) -> None:
        own = words(reader(served.user).get(address("portal:status")))
        assert "Who acted for me" in own
        assert "王芳 · by mandate" in own
        assert "service centre · Desk clerk" in own
        browser = reader(daughter.user)
        browser.post(address("portal:mandate-switch"), {"reference": served.reference})

        assert "Who acted for me" not in words(browser.get(address("portal:status")))
