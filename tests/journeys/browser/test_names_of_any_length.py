"""Pages of provinces whose statuses have long names: nothing has to be scrolled to sideways."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from provinces.evidence.classes import EvidenceClass
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, evidence, road, users
from tests.journeys.browser import world
from tests.journeys.browser.conftest import Look, Open, looked_at_by_turns
from tests.journeys.browser.test_pages import CITIZENS, fits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [Look(language, width) for language in ("zh-CN", "en-GB") for width in (390, 1280)]
# Statuses called "Central observation" and "No abnormality", and five of them side by side.
RULES, OTHERS = "beijing", "tianjin"
PAGES = {
    "node:doors": "/",
    "portal:home": "",
    "portal:zones": "zones/",
    "portal:rules": "rules/",
    "portal:ruleset": f"rules/{RULES}/2026-1/",
    "portal:compare": f"rules/compare/?old={OTHERS}/2026-1&new={RULES}/2026-1",
    "portal:sign-in": "sign-in/",
    "portal:enrol": "enrol/",
    "portal:enrol-letter": "enrol/letter/",
    "api:docs": "api/docs/",
    "together:federation": "provinces/",
    "together:entry": "provinces/entry/",
    "together:verifying": "provinces/verify/",
}
# What somebody signed in sees of how they sign in.
OF_USERS = {
    "mfa_index": "security/",
    "account_change_password": "security/password/",
    "usersessions_list": "security/sessions/",
    "mfa_add_webauthn": "security/passkeys/add/",
    "mfa_activate_totp": "security/app/add/",
    "mfa_generate_recovery_codes": "security/codes/make/",
    "account_reauthenticate": "confirm/password/",
    "portal:devices": "devices/",
    "portal:channels": "channels/",
}
OBSERVED = {
    "iris": EvidenceClass.CENTRAL_ISOLATION,
    "jack": EvidenceClass.HOME_ISOLATION,
}


@pytest.fixture
def story(noon: None, live_server: LiveServer, chromium: Browser) -> world.Story:
    """The north under Beijing's rules, which took the place of Tianjin's."""
    with scope.province(cast.NORTH):
        road.shipped_ruleset(OTHERS, now=world.NOW - timedelta(days=40))
    told = world.told(rules=RULES)
    with scope.province(cast.NORTH):
        for name, order in OBSERVED.items():
            observed = citizens.citizen(area=areas.area("110101"), user=users.user(name))
            evidence.recorded(observed, order)
        pipeline.drain(now=world.NOW)
    return told


@pytest.mark.parametrize("look", looked_at_by_turns(LOOKS), ids=str)
def test_every_page_fits(look: Look, story: world.Story, visit: Open) -> None:
    with visit(look) as opened:
        for name, path in PAGES.items():
            opened.open(path)
            fits(opened, f"long-{look}-{name}", is_ours=name != "api:docs")
    with visit(look) as opened:
        opened.sign_in("eve")
        for name, path in OF_USERS.items():
            opened.open(path)
            fits(opened, f"long-{look}-{name}")
    for citizen in (*CITIZENS, *OBSERVED):
        with visit(look) as opened:
            opened.sign_in(citizen)
            fits(opened, f"long-{look}-status-{citizen}")
