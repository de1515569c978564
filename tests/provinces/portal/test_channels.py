"""Letting apps of others act for oneself, and taking it back."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from oauth2_provider.models import AccessToken, Grant, RefreshToken

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import directory
from tests.client import ProvinceClient, confirm
from tests.factories import channels
from tests.pages import address, reader, words


def opens(token: str) -> bool:
    """Tell whether a token is one, whatever it is for."""
    answer = channels.calling(token).post(address("api:channel-enrolments"))
    return bool(answer.status_code != 401)


def told(led_to: Any) -> dict[str, str]:
    """Return what an app is told in the address that one is led back to."""
    assert led_to["Location"].startswith(f"{channels.BACK}?")
    return {
        name: values[0] for name, values in parse_qs(urlsplit(led_to["Location"]).query).items()
    }


def recorded(event: Event) -> int:
    return Entry.objects.filter(event=event).count()


class TestConsent:
    def test_names_the_app_the_province_and_each_act(self, eve: Citizen) -> None:
        app = channels.app("Ride & Code")
        asked = urlencode(channels.asking(app, "code:read declare:write"))

        page = reader(eve.user).get(f"{address('portal:channel-authorize')}?{asked}")

        said = words(page)
        assert "May Ride & Code act for you?" in said
        assert "is not run by North" in said
        assert "Show your code, as it is at that moment." in said
        assert "Say for you how you are" in said
        assert "Lead you to enrol" not in said
        assert "you are led to app.example" in said
        assert "form-action 'self' https://app.example;" in page["Content-Security-Policy"]

    def test_gives_a_code_for_yes(self, eve: Citizen) -> None:
        answer = channels.consent(reader(eve.user), channels.asking(channels.app(), "code:read"))

        assert told(answer)["state"] == "a state"
        assert told(answer)["code"]
        assert told(answer)["iss"].endswith("/p/north/")
        assert recorded(Event.CHANNEL_ALLOWED) == 1

    def test_gives_nothing_for_no(self, eve: Citizen) -> None:
        asked = channels.asking(channels.app(), "code:read")

        answer = channels.consent(reader(eve.user), asked, allow=False)

        assert told(answer)["error"] == "access_denied"
        assert not Grant.objects.exists()
        assert recorded(Event.CHANNEL_ALLOWED) == 0

    @pytest.mark.parametrize("allow", [True, False])
    def test_keeps_what_the_address_asks_that_is_registered(
        self, eve: Citizen, *, allow: bool
    ) -> None:
        back = f"{channels.BACK}?tenant=&of=1&of=2"
        asked = channels.asking(channels.app(back=back), "code:read", redirect_uri=back)

        answer = channels.consent(reader(eve.user), asked, allow=allow)

        assert answer["Location"].startswith(f"{back}&")

    @pytest.mark.parametrize("missing", ["code_challenge", "scope"])
    def test_is_not_asked_without(self, eve: Citizen, missing: str) -> None:
        asked = channels.asking(channels.app(), "code:read", **{missing: ""})

        answer = channels.consent(reader(eve.user), asked)

        assert "error" in told(answer)
        assert not Grant.objects.exists()

    @pytest.mark.parametrize("wrong", [{"code_challenge_method": "plain"}, {"scope": "read all"}])
    def test_is_not_asked_with(self, eve: Citizen, wrong: dict[str, str]) -> None:
        asked = channels.asking(channels.app(), "code:read", **wrong)

        answer = channels.consent(reader(eve.user), asked)

        assert "error" in told(answer)
        assert not Grant.objects.exists()

    @pytest.mark.parametrize(
        "wrong", [{"redirect_uri": "https://foreign.example/"}, {"client_id": "nobody"}]
    )
    def test_leads_nowhere_that_is_not_registered(
        self, eve: Citizen, wrong: dict[str, str]
    ) -> None:
        asked = channels.asking(channels.app(), "code:read", **wrong)

        answer = channels.consent(reader(eve.user), asked)

        assert answer.status_code == 400
        assert "asks in a way that is not allowed" in words(answer)

    def test_wants_a_recent_confirmation(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        confirm(browser, eve.user, at=time.time() - 301)

        answer = channels.consent(browser, channels.asking(channels.app(), "code:read"))

        assert answer["Location"].startswith(address("account_reauthenticate"))
        assert not Grant.objects.exists()

    def test_is_for_citizens(self, ada: User) -> None:
        answer = channels.consent(reader(ada), channels.asking(channels.app(), "code:read"))

        assert answer.status_code == 403


class TestToken:
    def test_is_given_for_a_code(self, eve: Citizen) -> None:
        found = channels.tokens(eve, channels.app())

        assert found["expires_in"] == 600
        assert found["scope"] == "code:read"
        assert opens(found["access_token"])

    def test_is_kept_as_a_hash(self, eve: Citizen) -> None:
        found = channels.tokens(eve, channels.app())

        assert found["access_token"] not in str(AccessToken.objects.values())
        assert found["refresh_token"] not in str(RefreshToken.objects.values())

    @pytest.mark.parametrize("verifier", ["", "another verifier, and it has forty-three too"])
    def test_wants_the_verifier(self, eve: Citizen, verifier: str) -> None:
        app = channels.app()

        refused = channels.exchange(app, channels.code(eve, app), code_verifier=verifier)

        assert refused.status_code == 400
        assert not AccessToken.objects.exists()

    def test_is_not_given_to_another_app(self, eve: Citizen) -> None:
        code = channels.code(eve, channels.app())

        assert channels.exchange(channels.app(), code).status_code == 400
        assert not AccessToken.objects.exists()

    def test_for_a_code_that_comes_again_ends_all(self, eve: Citizen) -> None:
        app = channels.app()
        code = channels.code(eve, app)
        found = channels.exchange(app, code).json()

        again = channels.exchange(app, code)

        assert again.json()["error"] == "invalid_grant"
        assert not opens(found["access_token"])
        assert channels.refresh(app, found["refresh_token"]).status_code == 400
        assert recorded(Event.CHANNEL_MISUSED) == 1

    def test_is_renewed_once(self, eve: Citizen) -> None:
        app = channels.app()
        first = channels.tokens(eve, app)

        second = channels.refresh(app, first["refresh_token"]).json()

        assert opens(second["access_token"])
        assert not opens(first["access_token"])

    def test_renewed_again_by_the_same_ends_all(self, eve: Citizen) -> None:
        app = channels.app()
        first = channels.tokens(eve, app)
        second = channels.refresh(app, first["refresh_token"]).json()

        again = channels.refresh(app, first["refresh_token"])

        assert again.json()["error"] == "invalid_grant"
        assert not opens(second["access_token"])
        assert channels.refresh(app, second["refresh_token"]).status_code == 400


class TestChannels:
    def test_lists_the_apps(self, eve: Citizen) -> None:
        channels.token(eve, channels.app("Ride"), "code:read enrol:start")

        said = words(reader(eve.user).get(address("portal:channels")))

        assert "Ride" in said
        assert "Show your code" in said
        assert "Lead you to enrol" in said

    def test_lists_nobody_elses(self, eve: Citizen, finn: Citizen) -> None:
        channels.token(eve, channels.app("Ride"))

        assert "No app acts for you." in words(reader(finn.user).get(address("portal:channels")))


class TestWithdraw:
    def test_holds_at_once(self, eve: Citizen) -> None:
        app = channels.app()
        found = channels.tokens(eve, app)

        reader(eve.user).post(address("portal:channel-withdraw", app.pk))

        assert not opens(found["access_token"])
        assert channels.refresh(app, found["refresh_token"]).status_code == 400
        assert recorded(Event.CHANNEL_WITHDRAWN) == 1

    def test_leaves_what_others_allowed(self, eve: Citizen, finn: Citizen) -> None:
        app = channels.app()
        channels.token(eve, app)
        theirs = channels.token(finn, app)

        reader(eve.user).post(address("portal:channel-withdraw", app.pk))

        assert opens(theirs)


class TestGiveBack:
    def test_ends_the_token(self, eve: Citizen) -> None:
        app = channels.app()
        found = channels.tokens(eve, app)
        fields = {"client_id": app.client_id, "token": found["refresh_token"]}

        ProvinceClient().post(address("portal:channel-give-back"), fields)

        assert not opens(found["access_token"])


class TestNobody:
    def test_is_asked_to_sign_in_first(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        asked = channels.asking(channels.app(), "code:read")

        answer = client.get(f"{address('portal:channel-authorize')}?{urlencode(asked)}")

        assert answer["Location"].startswith(f"{address('portal:sign-in')}?next=")
