"""The second signature, and its refusal."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.accounts.models import User
from provinces.zones.models import State, Version
from tests.client import ProvinceClient, confirm
from tests.factories import zones
from tests.factories.users import PASSWORD
from tests.pages import address, reader, words


def sign(user: User, version: Version) -> str:
    return words(reader(user).post(address("console:sign", version.pk), follow=True))


def refuse(user: User, version: Version, reason: str) -> str:
    browser: ProvinceClient = reader(user)
    return words(
        browser.post(address("console:refuse", version.pk), {"reason": reason}, follow=True)
    )


def state(version: Version) -> str:
    version.refresh_from_db()
    return version.state


class TestConfirming:
    def test_comes_before_a_signature_and_the_signature_follows(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)
        browser = reader(ben)
        confirm(browser, ben, at=time.time() - 301)

        asked = browser.post(address("console:sign", version.pk))
        assert asked["Location"].startswith(address("account_reauthenticate"))
        assert state(version) == State.AWAITING

        answer = browser.post(asked["Location"], {"password": PASSWORD})

        assert answer["Location"] == address("console:zone", version.pk)
        assert state(version) == State.IN_FORCE

    def test_that_fails_signs_nothing(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)
        browser = reader(ben)
        confirm(browser, ben, at=time.time() - 301)
        asked = browser.post(address("console:sign", version.pk))

        browser.post(asked["Location"], {"password": "wrong"})

        assert state(version) == State.AWAITING

    def test_for_something_else_does_not_sign_by_the_way(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)
        browser = reader(ben)
        confirm(browser, ben, at=time.time() - 301)
        browser.post(address("console:sign", version.pk))

        other = f"{address('account_reauthenticate')}?next={address('mfa_add_webauthn')}"
        answer = browser.post(other, {"password": PASSWORD})

        assert answer["Location"] == address("mfa_add_webauthn")
        assert state(version) == State.AWAITING

    def test_is_not_asked_of_whoever_may_not_sign(self, ada: User) -> None:
        browser = reader(ada)
        confirm(browser, ada, at=time.time() - 301)

        answer = browser.post(address("console:sign", zones.declared(by=ada).pk))

        assert answer.status_code == 403


class TestSign:
    def test_puts_the_zone_into_force(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)

        said = sign(ben, version)

        assert "Signed. The zone is in force, and statuses follow." in said
        assert state(version) == State.IN_FORCE

    def test_a_second_time_changes_nothing(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)
        sign(ben, version)

        assert "signed or refused in the meantime" in sign(ben, version)

    def test_of_ones_own_office_is_not_taken(self, ada: User) -> None:
        version = zones.declared(by=ada)
        colleague = zones.official("reviewer", unit="city health office")

        assert "another office has to sign it" in sign(colleague, version)
        assert state(version) == State.AWAITING

    def test_above_the_cap_needs_a_higher_office(self, ada: User, ben: User, settings: Any) -> None:
        settings.ZONES_MAX_FINE_CELLS = 10
        version = zones.declared(by=ada)

        page = words(reader(ben).get(address("console:zone", version.pk)))

        assert "needs a higher office" in page
        assert "Sign: put" not in page
        assert "needs a higher office" in sign(ben, version)
        assert state(version) == State.AWAITING

    def test_outside_the_officials_areas_is_not_found(self, ada: User) -> None:
        version = zones.declared(by=ada)
        stranger = zones.official("reviewer", "110200", unit="second city review office")

        assert reader(stranger).post(address("console:sign", version.pk)).status_code == 404

    def test_without_the_power_is_refused_before_anything_is_looked_up(self, ada: User) -> None:
        assert reader(ada).post(address("console:sign", 999_999)).status_code == 403

    def test_is_not_given_by_following_a_link(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)

        assert reader(ben).get(address("console:sign", version.pk)).status_code == 405


class TestTakeBack:
    def test_is_for_whoever_declared_it_while_it_waits(self, ada: User) -> None:
        version = zones.declared(by=ada)
        page = address("console:zone", version.pk)

        assert "Take it back" in words(reader(ada).get(page))
        assert "Give a reason" in refuse(ada, version, " ")
        assert "Taken back. The zone has no effect." in refuse(ada, version, "a slip")

        assert state(version) == State.REFUSED
        assert version.refusal == "a slip"
        assert "Take it back" not in words(reader(ada).get(page))
        assert "signed or refused in the meantime" in refuse(ada, version, "again")

    def test_asks_once_whose_the_zone_is(self, ada: User) -> None:
        version, browser = zones.declared(by=ada), reader(ada)
        where = address("console:refuse", version.pk)

        with CaptureQueriesContext(connection) as context:
            browser.post(where, {"reason": "a slip"})

        asked = f'"zones_version"."declared_by_id" = {ada.pk}'
        assert sum(asked in query["sql"] for query in context.captured_queries) == 1
        assert state(version) == State.REFUSED

    def test_is_for_nobody_else_without_the_power(self, ada: User) -> None:
        version = zones.declared(by=ada)
        colleague = zones.official("epidemiologist", unit="city health office")

        page = words(reader(colleague).get(address("console:zone", version.pk)))
        answer = reader(colleague).post(address("console:refuse", version.pk), {"reason": "no"})

        assert "Take it back" not in page
        assert answer.status_code == 403
        assert state(version) == State.AWAITING


class TestRefuse:
    def test_keeps_the_reason_on_the_page_once(self, ada: User, ben: User) -> None:
        version, browser = zones.declared(by=ada), reader(ben)
        page, long = address("console:zone", version.pk), "because " * 40

        browser.post(address("console:refuse", version.pk), {"reason": long})

        assert f'value="{long}"' in browser.get(page).content.decode()
        assert long not in browser.get(page).content.decode()
        assert "typed" not in browser.session

    def test_leaves_the_zone_without_effect(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)

        said = refuse(ben, version, "the case lives elsewhere")

        assert "Refused. The zone has no effect." in said
        assert state(version) == State.REFUSED

    @pytest.mark.parametrize("reason", ["", "   ", "because " * 40])
    def test_gives_its_reason(self, ada: User, ben: User, reason: str) -> None:
        version = zones.declared(by=ada)

        assert "Give a reason, of 300 characters at most." in refuse(ben, version, reason)
        assert state(version) == State.AWAITING
