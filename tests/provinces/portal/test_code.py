"""My code: the live one and its ticket, one for a day, and withdrawing what was issued."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from provinces.citizens import moving, services
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.passes import bearing
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.passes.codec import Follows, Kind
from provinces.passes.models import Issued
from provinces.passes.queries import Verdict
from tests import cast
from tests.client import ProvinceClient
from tests.factories import mandates, road
from tests.factories import passes as made
from tests.pages import address, reader, words
from tests.statements import run_by

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def rules(north: Any) -> None:
    road.first_ruleset()


def first(page: Any) -> dict[str, Any]:
    """Return the code that a page begins with."""
    found = re.search(r'<script id="code-first"[^>]*>(.*?)</script>', page.content.decode())
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def ticket(page: Any) -> str:
    """Return the ticket by which a page asks for the next code."""
    found = re.search(r'data-ticket="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def shown(browser: ProvinceClient, page: Any) -> Any:
    """Return what a page is told when it asks for the next code."""
    return browser.get(address("portal:code-next"), headers={"X-Code-Ticket": ticket(page)})


class TestCode:
    def test_begins_with_a_code_that_counts(self, eve: Citizen) -> None:
        page = reader(eve.user).get(address("portal:code"))

        found = passes.verify(first(page)["code"], NOW)
        assert (found.verdict, found.claims.kind) == (Verdict.ALLOW, Kind.LIVE)
        assert "Green" in words(page)

    def test_says_the_word_and_where_one_may_go(self, eve: Citizen) -> None:
        made.exposed(eve)

        page = reader(eve.user).get(address("portal:code"))

        said = words(page)
        assert "Red" in said
        assert "Not open to me for now Public places" in said
        assert "whatever the code says Emergency care · Testing · Going home" in said

    def test_draws_one_for_whoever_has_no_javascript(self, eve: Citizen) -> None:
        page = reader(eve.user).get(address("portal:code")).content.decode()

        found = re.search(r"<noscript><div class=\"code-frame\".*?</noscript>", page, re.S)
        assert found
        assert "<svg" in found[0]
        assert 'fill="#fff"' in found[0]
        assert "style=" not in found[0]
        assert "This code counts until <strong>12:01:00" in page

    def test_leads_to_why_and_to_contesting_it(self, eve: Citizen) -> None:
        page = reader(eve.user).get(address("portal:code")).content.decode()

        assert f'{address("portal:status")}#why"' in page
        assert f'{address("portal:status")}#wrong"' in page

    def test_tells_of_codes_that_were_withdrawn(self, eve: Citizen) -> None:
        passing.issue_paper(eve, now=NOW - timedelta(hours=1))
        made.exposed(eve)

        said = words(reader(eve.user).get(address("portal:code")))

        assert "Codes that were withdrawn Paper code" in said
        assert "Your status changed, and it was not true any more." in said

    def test_is_light_after_the_first_visit(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        page = browser.get(address("portal:code"))

        # Styles and scripts are in the browser's cache by then; this is all that is fetched.
        assert len(page.content) + len(shown(browser, page).content) <= 50_000
        assert not re.search(r'(?:src|href)="https?://', page.content.decode())

    @pytest.mark.parametrize(
        ("page", "method"),
        [("code", "get"), ("code-check", "post"), ("code-day", "post"), ("code-paper", "post")],
    )
    def test_is_another_provinces_for_whoever_goes_there(
        self, eve: Citizen, page: str, method: str
    ) -> None:
        moving.leave(eve, to="south", now=NOW)

        answer = getattr(reader(eve.user), method)(address(f"portal:{page}"), follow=True)

        assert answer.redirect_chain == [(address("portal:status"), 302)]
        assert "Another province is your home now" in words(answer)

    def test_is_kept_by_nobody_on_the_way(self, eve: Citizen) -> None:
        page = reader(eve.user).get(address("portal:code"))

        assert "no-store" in page.headers["Cache-Control"]


class TestToken:
    def test_is_another_code_each_time(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        page = browser.get(address("portal:code"))

        codes = [shown(browser, page).json()["code"] for _ in range(3)]

        assert len({*codes, first(page)["code"]}) == 4
        assert made.read(codes[0]).follows is Follows.FREE

    def test_costs_one_statement(self, eve: Citizen, settings: Settings) -> None:
        settings.PASSES_KEPT_SECONDS = 600
        browser = reader(eve.user)
        page = browser.get(address("portal:code"))

        (statement,) = run_by(lambda: shown(browser, page))

        assert "EXECUTE passes_standing" in statement

    def test_says_when_the_status_is_another(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        page = browser.get(address("portal:code"))
        made.exposed(eve)

        told = shown(browser, page).json()

        assert (first(page)["status"], told["status"]) == ("green", "red")

    def test_ends_with_the_session(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        page = browser.get(address("portal:code"))
        key = browser.cookies[next(name for name in browser.cookies if "session" in name)].value
        browser.post(address("portal:sign-out"))
        browser.cookies["north.sessionid"] = key

        assert shown(browser, page).status_code == 401

    def test_ends_with_the_mandate(self, eve: Citizen, finn: Citizen) -> None:
        given, browser = mandates.mandate(eve, finn, Scope.SHOW_CODE), reader(finn.user)
        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})
        page = browser.get(address("portal:code"))
        before = shown(browser, page).status_code

        services.revoke_mandate(given.pk, by=eve, now=NOW)

        assert (before, shown(browser, page).status_code) == (200, 401)

    def test_is_not_for_somebody_elses_ticket(self, eve: Citizen, finn: Citizen) -> None:
        page = reader(eve.user).get(address("portal:code"))

        assert shown(reader(finn.user), page).status_code == 401

    def test_is_not_for_an_old_ticket(self, eve: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
        browser = reader(eve.user)
        page = browser.get(address("portal:code"))

        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=6))

        assert shown(browser, page).status_code == 401

    @pytest.mark.parametrize("text", ["", "x", "WzEsMl0:abc"])
    def test_is_not_for_what_is_no_ticket(self, eve: Citizen, text: str) -> None:
        answer = reader(eve.user).get(address("portal:code-next"), headers={"X-Code-Ticket": text})

        assert (answer.status_code, answer.json()) == (401, {"code": None})


class TestTicket:
    def test_is_renewed_while_one_is_signed_in(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = reader(eve.user)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=30))

        renewed = browser.get(address("portal:code-ticket")).json()["ticket"]

        answer = browser.get(address("portal:code-next"), headers={"X-Code-Ticket": renewed})
        assert answer.status_code == 200


class TestDay:
    def test_shows_a_code_for_a_day_once(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        page = browser.post(address("portal:code-day"))

        assert "<svg" in page.content.decode()
        assert "shown this once" in words(page)
        assert f'name="next" value="{address("portal:code")}"' in page.content.decode()
        assert Issued.objects.get().kind == Kind.DAY
        assert "Code for a day" in words(browser.get(address("portal:code")))


class TestWithdraw:
    def test_takes_ones_own_code_back(self, eve: Citizen) -> None:
        browser = reader(eve.user)
        browser.post(address("portal:code-day"))

        page = browser.post(address("portal:code-withdraw", Issued.objects.get().pk), follow=True)

        assert "The code is withdrawn" in words(page)
        assert Issued.objects.get().because == "asked"

    def test_knows_nobody_elses(self, eve: Citizen, finn: Citizen) -> None:
        reader(eve.user).post(address("portal:code-day"))
        target = address("portal:code-withdraw", Issued.objects.get().pk)

        assert reader(finn.user).post(target).status_code == 404
        assert Issued.objects.get().withdrawn_at is None


class TestCheck:
    def test_shows_letters_by_which_one_can_be_asked_about(self, eve: Citizen) -> None:
        page = reader(eve.user).post(address("portal:code-check"))

        found = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", words(page))
        assert found
        assert bearing.bearer(found[0], NOW) == eve.pk
        assert "<svg" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
