"""Officials are warned in time of what expires, and once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from federation.peers import queries, services, tasks
from federation.peers.models import ExpiryWarning, Nonce
from provinces.tenancy import directory
from provinces.tenancy.keys import KeyRole
from tests.federation.peers import founding
from tests.federation.peers.founding import FOUNDED

DAY = timedelta(days=1)
END = FOUNDED + 180 * DAY


def warned(now: datetime) -> list[tuple[str, int]]:
    return [(warning.what, warning.days) for warning in services.warn_of_expiry(now=now)]


@pytest.mark.usefixtures("federation")
class TestWarnOfExpiry:
    def test_is_silent_before(self) -> None:
        assert warned(END - 60 * DAY - timedelta(seconds=1)) == []

    def test_warns_60_30_and_7_days_ahead(self) -> None:
        given = [warned(END - days * DAY) for days in (60, 30, 7)]

        assert given == [[("membership 1", 60)], [("membership 1", 30)], [("membership 1", 7)]]

    def test_warns_once_each(self) -> None:
        warned(END - 60 * DAY)

        assert warned(END - 60 * DAY) == []
        assert warned(END - 31 * DAY) == []

    def test_warns_once_of_what_is_nearly_over_when_it_is_first_seen(self) -> None:
        assert warned(END - DAY) == [("membership 1", 7)]
        assert warned(END - DAY / 2) == []

    def test_warns_of_keys_that_have_served_their_time(self) -> None:
        now = END - 61 * DAY
        founding.taken(services.draft(now=now), now=now)  # the membership itself lasts
        later = FOUNDED + 305 * DAY

        keys = {what for what, _ in warned(later) if "key" in what}

        assert keys == {f"{role} key since 2026-10-16" for role in KeyRole}

    def test_warns_of_no_key_that_was_replaced(self) -> None:
        later = FOUNDED + 170 * DAY
        founding.taken(services.rotate_key(KeyRole.LEDGER, now=later), now=later)
        much_later = FOUNDED + 330 * DAY

        assert not any(what.startswith("ledger") for what, _ in warned(much_later))

    def test_warns_anew_of_the_next_version(self) -> None:
        warned(END - 60 * DAY)
        founding.taken(services.draft(now=END - 50 * DAY), now=END - 50 * DAY)

        assert warned(END + 130 * DAY - 60 * DAY) == [("membership 2", 60)]


class TestWithoutFederation:
    def test_warns_of_nothing(self, north: directory.Entry) -> None:
        assert warned(FOUNDED) == []


@pytest.mark.usefixtures("federation")
class TestLookAfter:
    def test_warns_and_forgets(self) -> None:
        yesterday = timezone.now() - DAY
        services.admit("south", nonce="old", expires_at=yesterday, now=yesterday)

        tasks.look_after("north")

        assert not Nonce.objects.exists()
        assert queries.warnings().count() == ExpiryWarning.objects.count()


class TestEveryHour:
    def test_sends_every_province(self, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
        sent: list[str] = []
        monkeypatch.setattr(tasks.look_after, "delay", sent.append)

        tasks.every_hour()

        assert sent == ["north", "south"]
