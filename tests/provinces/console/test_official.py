"""What every page of the console begins with."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.tenancy import directory
from tests import cast
from tests.client import ProvinceClient
from tests.factories import areas, offices, users
from tests.pages import address, reader

LONG_AGO = cast.NOW - timedelta(days=60)
PAGES = ["console:home", "console:zones", "console:runs"]


@pytest.mark.parametrize("page", PAGES)
class TestOfficialView:
    def test_sends_whoever_is_not_signed_in_to_sign_in(
        self, client: ProvinceClient, north: directory.Entry, page: str
    ) -> None:
        response = client.get(address(page))

        assert response["Location"] == f"{address('portal:sign-in')}?next={address(page)}"

    def test_refuses_a_citizen(self, eve: Citizen, page: str) -> None:
        assert reader(eve.user).get(address(page)).status_code == 403

    def test_refuses_an_official_whose_office_is_over(
        self, north: directory.Entry, page: str
    ) -> None:
        former = users.user()
        offices.office(former, areas.area("110100"), now=LONG_AGO)

        assert reader(former).get(address(page)).status_code == 403

    def test_is_kept_by_no_cache(self, ada: User, page: str) -> None:
        assert "no-store" in reader(ada).get(address(page))["Cache-Control"]
