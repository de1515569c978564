"""How far sealing is behind, and that officials stop when it is too far."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger import queries, services
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import ledger

TOO_LONG = timedelta(hours=4, minutes=1)
NOT_YET = timedelta(hours=3, minutes=59)


def behind(by: timedelta) -> None:
    ledger.recorded()
    ledger.waits(timezone.now() - by)


class TestLag:
    def test_is_nothing_where_nothing_waits(self, north: directory.Entry) -> None:
        assert queries.lag() == queries.lag(NOW) == timedelta()

    def test_is_the_wait_of_the_oldest(self, north: directory.Entry) -> None:
        ledger.recorded()
        ledger.waits(NOW - timedelta(minutes=7))
        ledger.recorded()

        assert queries.lag(NOW) == timedelta(minutes=7)

    def test_does_not_count_how_old_the_news_is(self, north: directory.Entry) -> None:
        services.record(Event.DAY_DROPPED, by=None, about="x", at=NOW - timedelta(days=900))

        assert queries.lag() < timedelta(minutes=1)

    def test_ends_with_sealing(self, north: directory.Entry) -> None:
        behind(TOO_LONG)

        ledger.seal()

        assert not queries.is_closed()


class TestIsClosed:
    def test_after_four_hours(self, north: directory.Entry) -> None:
        behind(NOT_YET)
        assert not queries.is_closed()

        behind(TOO_LONG)

        assert queries.is_closed()

    def test_without_keys(self, north: directory.Entry, settings: Settings, tmp_path: Path) -> None:
        settings.CREDENTIALS_FILE = str(tmp_path / "none.json")

        assert queries.is_closed()


class TestRecord:
    def test_stops_an_official(self, ada: User) -> None:
        behind(TOO_LONG)
        before = Entry.objects.count()

        with pytest.raises(services.SealingLags):
            services.record(Event.RECORD_READ, by=ada, about="x", at=NOW)
        assert Entry.objects.count() == before

    def test_lets_a_citizen_go_on(self, eve: Citizen) -> None:
        behind(TOO_LONG)

        for by in (eve, eve.user, None, "a laboratory"):
            services.record(Event.QUESTION_ANSWERED, by=by, about="x", at=NOW)

        assert queries.about("x").count() == 4
