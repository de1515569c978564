"""The lists are files that caches keep, and that are another the moment a pass is withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.passes.codec import BadPass, lists
from provinces.tenancy import keys
from tests import cast
from tests.client import ProvinceClient
from tests.factories import passes as made
from tests.pages import address

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("north", "noon")


class TestTrust:
    def test_is_signed_by_the_province(self, client: ProvinceClient) -> None:
        answer = client.get(address("portal:trust-list"))

        read = lists.read_trust_list(answer.content, keys.pass_keys()[0].verifier)
        assert read.names["north"] == ("北省", "North")
        assert answer.headers["Content-Type"] == "application/concord-trust+cwt"

    def test_may_be_kept_and_fetched_by_everybody(self, client: ProvinceClient) -> None:
        answer = client.get(address("portal:trust-list"))

        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies

    def test_is_not_sent_twice(self, client: ProvinceClient) -> None:
        target = address("portal:trust-list")
        etag = client.get(target).headers["ETag"]

        again = client.get(target, headers={"If-None-Match": etag})

        assert (again.status_code, again.content) == (304, b"")


class TestWithdrawn:
    def test_is_another_once_a_pass_is_withdrawn(
        self, client: ProvinceClient, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        claims = made.read(passes.issue_paper(eve, now=NOW))
        target = address("portal:status-list", 0)
        before = client.get(target)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(seconds=5))
        assert client.get(target).content == before.content

        passes.withdraw_for(eve, now=NOW + timedelta(seconds=3))

        after = client.get(target, headers={"If-None-Match": before.headers["ETag"]})
        assert after.status_code == 200
        trusted = lists.TrustedKey("north", keys.pass_keys()[0].verifier, 0)
        with pytest.raises(BadPass):
            lists.read_status_list(after.content, [trusted]).check(claims.status)
        lists.read_status_list(before.content, [trusted]).check(claims.status)

    def test_is_there_before_any_pass(self, client: ProvinceClient) -> None:
        assert client.get(address("portal:status-list", 0)).status_code == 200
        assert client.get(address("portal:status-list", 1)).status_code == 404
