"""Somebody with a mandate sees tests, and books, as far as the mandate goes."""

from __future__ import annotations

import pytest

from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.portal import acting
from provinces.screening.models import Appointment
from tests.client import ProvinceClient
from tests.factories import screening, sites
from tests.factories.mandates import mandate
from tests.pages import address, noon, reader, words  # noqa: F401  noon is a fixture

pytestmark = pytest.mark.usefixtures("noon")


def acting_for(subject: Citizen, holder: Citizen, *scopes: Scope) -> ProvinceClient:
    """Return the holder's browser, in which they act for the subject."""
    mandate(subject, holder, *scopes)
    browser = reader(holder.user)
    session = browser.session
    session[acting.SESSION_KEY] = subject.reference
    session.save()
    return browser


class TestTests:
    def test_are_shown_to_whom_the_mandate_lets_see(self, eve: Citizen, finn: Citizen) -> None:
        screening.result(eve, sample_reference="HERS")
        screening.result(finn, sample_reference="HIS")

        shown = words(acting_for(eve, finn, Scope.SEE_DETAILS).get(address("portal:tests")))

        assert "HERS" in shown
        assert "HIS" not in shown

    @pytest.mark.parametrize("page", ["portal:tests", "portal:vaccinations"])
    def test_are_not_shown_to_whom_it_lets_book(
        self, eve: Citizen, finn: Citizen, page: str
    ) -> None:
        browser = acting_for(eve, finn, Scope.BOOK)

        assert browser.get(address(page)).status_code == 403


class TestBooking:
    def test_is_for_the_person(self, eve: Citizen, finn: Citizen) -> None:
        site, browser = sites.site(), acting_for(eve, finn, Scope.BOOK)

        browser.post(address("portal:site", site.code), {"starts_at": sites.SOON.isoformat()})

        assert Appointment.objects.get().citizen == eve

    def test_needs_its_own_scope(self, eve: Citizen, finn: Citizen) -> None:
        browser = acting_for(eve, finn, Scope.SEE_DETAILS)

        assert browser.get(address("portal:appointments")).status_code == 403
