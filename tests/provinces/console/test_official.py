"""What every page of the console begins with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.models import State
from provinces.jurisdictions import held
from provinces.jurisdictions.roles import ROLES
from provinces.tenancy import directory
from tests import cast
from tests.client import ProvinceClient
from tests.factories import areas, evidence, offices, users
from tests.pages import address, reader, words

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


class TestMandatoryAuthenticator:
    @pytest.fixture(autouse=True)
    def mandatory(self, settings: Settings) -> None:
        settings.ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS = True

    def test_leads_an_official_without_one_to_set_one_up(self, ada: User) -> None:
        browser = reader(ada)

        answer = browser.get(address("console:home"))

        assert answer["Location"] == address("mfa_index")
        assert "Needed before you go on" in words(browser.get(answer["Location"]))

    def test_lets_nothing_be_signed_without_one(self, ben: User) -> None:
        answer = reader(ben).post(address("console:sign", 1))

        assert answer["Location"] == address("mfa_index")

    def test_lets_an_official_with_one_in(self, ada: User) -> None:
        TOTP.activate(ada, generate_totp_secret())

        assert reader(ada).get(address("console:home")).status_code == 200

    def test_is_no_matter_of_citizens(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        assert browser.get(address("portal:status")).status_code == 200
        assert "Needed before you go on" not in words(browser.get(address("mfa_index")))


class TestHeld:
    """A page that reads takes what was read as it began; one that acts asks anew."""

    @pytest.fixture
    def kept(self, monkeypatch: pytest.MonkeyPatch) -> list[held.Held]:
        """Have what pages keep."""
        found: list[held.Held] = []
        monkeypatch.setattr(held, "keep", lambda _user, what: found.append(what))
        return found

    def test_that_read_keep_it(self, ada: User, kept: list[held.Held]) -> None:
        assert reader(ada).get(address("console:cases")).status_code == 200

        assert [each.powers for each in kept] == [ROLES["epidemiologist"].powers]

    def test_that_act_keep_nothing(self, ada: User, eve: Citizen, kept: list[held.Held]) -> None:
        piece = evidence.proposed(eve, by=ada)

        answer = reader(ada).post(address("console:evidence-take-back", piece.pk))

        assert answer.status_code == 302
        piece.refresh_from_db()
        assert piece.state == State.REJECTED
        assert kept == []
