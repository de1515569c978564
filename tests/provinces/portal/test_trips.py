"""Trips are declared, changed and taken back; the host learns what an entry pass says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.evidence.models import Trip
from provinces.facts.models import FactSheet
from provinces.ledger.models import FeedEntry, Payload
from provinces.passes import codec
from provinces.passes import services as passes
from provinces.passes.models import HostPolicy, Issued, TrustedKey
from tests import cast
from tests.factories import mandates, road
from tests.factories import passes as made
from tests.pages import address, reader, words

NOW = cast.NOW
DAY = timedelta(days=1)
HERE = ZoneInfo("Asia/Shanghai")

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture(autouse=True)
def rules(north: Any) -> None:
    road.first_ruleset()
    made.policy(made.ASKED)


def said(at: datetime = NOW + DAY, **changes: str) -> dict[str, str]:
    """Return what somebody fills in: the south, tomorrow noon, by train."""
    when = at.astimezone(HERE).strftime("%Y-%m-%dT%H:%M")
    return {"host": cast.SOUTH, "place": "", "departs_at": when, "means": "train", **changes}


def declared(eve: Citizen, at: datetime = NOW + DAY, **changes: str) -> Trip:
    """Have Eve declare a trip on her page."""
    reader(eve.user).post(address("portal:trips"), said(at, **changes))
    return Trip.objects.get(citizen=eve)


class TestTrips:
    def test_are_kept_until_then_and_change_nothing(self, eve: Citizen) -> None:
        trip = declared(eve, place="武清 Wuqing")

        page = words(reader(eve.user).get(address("portal:trips")))
        assert (trip.host, trip.place, trip.departs_at) == ("south", "武清 Wuqing", NOW + DAY)
        assert "South · 武清 Wuqing" in page
        assert "What is asked of you, and the entry pass" in page
        assert not FactSheet.objects.exists()

    def test_say_nowhere_else_where_they_lead(self, eve: Citizen) -> None:
        trip = declared(eve, place="Wuqing")
        browser = reader(eve.user)
        browser.post(address("portal:trip", trip.pk), said(means="car", place="Wuqing"))
        browser.post(address("portal:trip-take-back", trip.pk))

        told = Payload.objects.filter(entry__event__startswith="trip.")
        assert [each.entry.event for each in told.order_by("pk")] == [
            "trip.declared", "trip.amended", "trip.taken_back"
        ]  # fmt: skip
        assert "Wuqing" not in str([each.body for each in told])
        assert not FeedEntry.objects.filter(kind__startswith="trip").exists()
        assert not Trip.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (said(NOW - DAY), "When you set out: Name a time to come."),
            (said(NOW + 61 * DAY), "When you set out: Name a time within 60 days from now."),
            (said(host="nowhere"), "Which province:"),
            (said(means="rocket"), "How you travel:"),
        ],
    )
    def test_name_the_field_that_is_wrong(
        self, eve: Citizen, wrong: dict[str, str], field: str
    ) -> None:
        page = reader(eve.user).post(address("portal:trips"), wrong)

        assert field in words(page)
        assert not Trip.objects.exists()

    def test_are_as_many_as_one_may_have(self, eve: Citizen) -> None:
        for _ in range(11):
            page = reader(eve.user).post(address("portal:trips"), said())

        assert "Ten trips to come are kept already" in words(page)
        assert Trip.objects.count() == 10

    def test_lead_to_other_provinces_alone(self, eve: Citizen) -> None:
        browser = reader(eve.user)

        page = browser.get(address("portal:trips")).content.decode()
        answer = browser.post(address("portal:trips"), said(host=cast.NORTH))

        assert f'value="{cast.SOUTH}"' in page
        assert f'value="{cast.NORTH}"' not in page
        assert "Which province:" in words(answer)
        assert not Trip.objects.exists()

    def test_are_not_asked_for_where_there_is_nowhere_to_go(self, eve: Citizen) -> None:
        HostPolicy.objects.all().delete()
        TrustedKey.objects.exclude(issuer=cast.NORTH).delete()

        page = reader(eve.user).get(address("portal:trips"))

        assert "No other province is known here" in words(page)
        assert b'id="id_host"' not in page.content

    def test_may_be_declared_by_whom_the_person_lets(self, eve: Citizen, finn: Citizen) -> None:
        mandates.mandate(eve, finn, Scope.DECLARE)
        browser = reader(finn.user)
        browser.post(address("portal:mandate-switch"), {"reference": eve.reference})
        browser.post(address("portal:trips"), said())

        assert Trip.objects.get().citizen == eve
        answer = browser.get(address("portal:trip-answer", Trip.objects.get().pk))
        assert answer.status_code == 403


class TestAmend:
    def test_says_it_anew_and_takes_the_pass_back(self, eve: Citizen) -> None:
        trip = declared(eve)
        browser = reader(eve.user)
        browser.post(address("portal:trip-answer", trip.pk))
        shown = browser.get(address("portal:trip", trip.pk)).content.decode()

        browser.post(address("portal:trip", trip.pk), said(NOW + 2 * DAY))

        trip.refresh_from_db()
        assert said()["departs_at"] in shown
        assert (trip.departs_at, trip.amended_at) == (NOW + 2 * DAY, NOW)
        assert Issued.objects.get().because == "asked"

    def test_is_over_once_the_trip_has_begun(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trip = declared(eve)
        monkeypatch.setattr(timezone, "now", lambda: NOW + DAY)
        browser = reader(eve.user)

        assert "It has begun" in words(browser.get(address("portal:trips")))
        assert browser.get(address("portal:trip", trip.pk)).status_code == 404
        assert browser.post(address("portal:trip-take-back", trip.pk)).status_code == 404


class TestPass:
    def test_counts_from_when_the_trip_begins(self, eve: Citizen) -> None:
        trip = declared(eve)
        browser = reader(eve.user)
        assert "South You may enter" in words(browser.get(address("portal:trip-answer", trip.pk)))

        page = browser.post(address("portal:trip-answer", trip.pk))

        issued = Issued.objects.get()
        assert "<svg" in page.content.decode()
        assert issued.host == cast.SOUTH
        assert issued.expires_at == NOW + 2 * DAY

    def test_says_nothing_of_the_trip_but_host_and_time(self, eve: Citizen) -> None:
        made.exposed(eve)
        declared(eve, place="Wuqing")

        text = passes.issue_entry(eve, host=cast.SOUTH, now=NOW, begins=NOW + DAY)

        claims = made.read(text)
        assert claims.entry is not None
        assert claims.follows is None
        assert claims.places == {}
        assert claims.entry.not_before == int((NOW + DAY).timestamp())
        assert claims.entry.asks == {codec.Asks.TEST_ON_ARRIVAL}

    def test_is_made_when_the_trip_is_near(self, eve: Citizen) -> None:
        trip = declared(eve, NOW + 3 * DAY)
        browser = reader(eve.user)

        page = words(browser.get(address("portal:trip-answer", trip.pk)))
        browser.post(address("portal:trip-answer", trip.pk))

        assert "on you can make the entry pass here" in page
        assert not Issued.objects.exists()
