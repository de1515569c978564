"""Apps of others, and what a citizen lets them have, come by on the way that there is."""

from __future__ import annotations

import base64
import hashlib
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from oauth2_provider.models import Application

from provinces.accounts import channels
from provinces.citizens.models import Citizen
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.pages import address, reader

BACK = "https://app.example/back"
VERIFIER = "a verifier that has at least forty-three characters"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
_numbers = count(1)


def app(name: str = "", *, back: str = BACK) -> Application:
    """Return an app that is registered."""
    return channels.register(name or f"App {next(_numbers)}", [back], now=NOW)


def asking(app: Application, scope: str, /, **more: str) -> dict[str, str]:
    """Return what an app asks with; more replaces it, "" leaves it out."""
    asked = {
        "client_id": app.client_id,
        "response_type": "code",
        "redirect_uri": BACK,
        "scope": scope,
        "state": "a state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **more,
    }
    return {name: value for name, value in asked.items() if value}


def consent(browser: ProvinceClient, asked: dict[str, str], *, allow: bool = True) -> Any:
    """Answer an app on the page that asks; return where one is led."""
    page = browser.get(f"{address('portal:channel-authorize')}?{urlencode(asked)}")
    if page.status_code != 200:
        return page
    fields = {name: value for name, value in page.context["form"].initial.items() if value}
    answer = {"allow": "true"} if allow else {}
    return browser.post(address("portal:channel-authorize"), {**fields, **answer})


def code(citizen: Citizen, app: Application, scope: str = "code:read") -> str:
    """Return a code that a citizen lets an app have."""
    led_to = consent(reader(citizen.user), asking(app, scope))["Location"]
    return parse_qs(urlsplit(led_to).query)["code"][0]


def exchange(app: Application, code: str, **more: str) -> Any:
    """Ask for a token for a code, as the app does."""
    fields = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **more,
    }
    return ProvinceClient().post(address("portal:channel-token"), fields)


def refresh(app: Application, token: str) -> Any:
    """Ask for a fresh token, as the app does."""
    fields = {"grant_type": "refresh_token", "client_id": app.client_id, "refresh_token": token}
    return ProvinceClient().post(address("portal:channel-token"), fields)


def tokens(citizen: Citizen, app: Application, scope: str = "code:read") -> dict[str, Any]:
    """Return what a citizen lets an app have: `access_token`, `refresh_token` and so on."""
    found: dict[str, Any] = exchange(app, code(citizen, app, scope)).json()
    return found


def token(citizen: Citizen, app: Application, scope: str = "code:read") -> str:
    """Return an access token that a citizen lets an app have."""
    return str(tokens(citizen, app, scope)["access_token"])


def calling(token: str) -> ProvinceClient:
    """Return a client that calls with an app's token."""
    return ProvinceClient(headers={"authorization": f"Bearer {token}"})
