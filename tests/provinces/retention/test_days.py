"""Days are made ahead, sealed in order, and dropped when their time is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection

from core.db import days
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence.models import Evidence
from provinces.exposure.models import Question
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.presence import services as presence
from provinces.presence.models import CheckIn, Stay
from provinces.retention import services
from provinces.screening.models import Result
from provinces.status import pipeline, queries
from provinces.tenancy import addresses, directory, scope
from tests import cast
from tests.factories import citizens, evidence, road, screening

NOW = cast.NOW
TABLES = {"presence_presence", "presence_stay", "exposure_exposure"}


def kept(table: str) -> int:
    return len(days.partitions_of(table))


def is_sealed(day: int) -> bool:
    name = next(n for n, (lo, _) in days.partitions_of("presence_stay").items() if lo == day)
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [name])
        return cursor.fetchone()[0] is not None


class TestKeepDays:
    def test_has_made_the_days_kept_and_tomorrow(self, north: object) -> None:
        for table in TABLES:
            assert kept(table) == settings.PRESENCE_KEEP_DAYS + 1

    def test_makes_tomorrows_tomorrow_a_day_later_and_drops_the_oldest(self, north: object) -> None:
        done = services.keep_days(now=NOW + timedelta(days=1))

        assert done["made"] == done["dropped"] == len(TABLES)
        assert all(kept(table) == settings.PRESENCE_KEEP_DAYS + 1 for table in TABLES)
        assert Entry.objects.filter(event=Event.DAY_DROPPED).count() == len(TABLES)

    def test_does_nothing_a_second_time(self, north: object) -> None:
        services.keep_days(now=NOW)

        assert services.keep_days(now=NOW) == {
            "made": 0,
            "sealed": 0,
            "dropped": 0,
            "expired": 0,
            "forgotten": 0,
        }

    def test_marks_whoever_was_exposed_in_a_dropped_day(self, eve: Citizen) -> None:
        oldest = NOW - timedelta(days=settings.PRESENCE_KEEP_DAYS - 1)
        road.first_ruleset()
        road.zone(starts=oldest - timedelta(days=1))
        road.stay(eve, at=oldest)
        pipeline.drain(now=oldest + timedelta(hours=2))
        was = queries.status_of(eve, oldest + timedelta(hours=2)).status

        services.keep_days(now=NOW + timedelta(days=1))

        assert was == "red"
        assert list(StaleMark.objects.values_list("citizen_id", "day")) == [(eve.pk, None)]

    def test_forgets_check_ins_and_questions_with_their_day(self, eve: Citizen) -> None:
        oldest = NOW - timedelta(days=settings.PRESENCE_KEEP_DAYS - 1)
        zone = road.zone()
        for at in (oldest, NOW - timedelta(hours=1)):
            presence.check_in(eve, venue="the market", cell=road.HERE, at=at, now=NOW)
            day = days.day_of(at.astimezone(scope.current().zone).date(), scope.current().zone).lo
            Question.objects.create(citizen=eve, zone=zone, day=day, asked_at=at, closes_at=at)

        done = services.keep_days(now=NOW + timedelta(days=1))

        assert done["forgotten"] == 2
        assert (CheckIn.objects.count(), Question.objects.count()) == (1, 1)
        entry = Entry.objects.get(event=Event.DAYS_FORGOTTEN)
        assert entry.payload.body["check_ins"] == entry.payload.body["questions"] == 1

    def test_drops_evidence_and_results_whose_time_is_over(self, eve: Citizen) -> None:
        expired = NOW - timedelta(days=settings.EVIDENCE_KEEP_DAYS)
        for at in (expired - timedelta(minutes=1), expired):
            told = at - timedelta(days=1)
            evidence.recorded(
                eve, happened_at=told, expires_at=at, source_reference=f"until {at}", now=told
            )
        sampled = NOW - timedelta(days=settings.SCREENING_RESULT_DAYS)
        for at in (sampled - timedelta(minutes=1), sampled):
            screening.result(eve, sampled_at=at, now=at + timedelta(hours=6))

        done = services.keep_days(now=NOW)

        assert done["expired"] == 2
        assert Evidence.objects.get().expires_at == expired
        assert Result.objects.get().sampled_at == sampled

    def test_refuses_a_process_without_the_owners_credentials(
        self, north: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patched:
            patched.setitem(settings.DATABASES["default"], "USER", directory.DIRECTORY_LOGIN)
            with pytest.raises(addresses.NotTheOwner):
                services.keep_days(now=NOW)


class TestSealBefore:
    def test_puts_a_finished_day_in_cell_order(self, north: object) -> None:
        cells = road.h3.grid_disk(road.HERE, 3)[::-1]
        for cell in cells:
            road.stay(citizens.citizen(), at=NOW - timedelta(days=1), cell=cell, marked=False)

        services.keep_days(now=NOW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT cell FROM presence_stay ORDER BY ctid")
            lie = [row[0] for row in cursor.fetchall()]
        assert is_sealed(Stay.objects.first().day)
        assert lie == sorted(cells)

    def test_seals_anew_a_day_that_has_grown(self, north: object) -> None:
        yesterday = NOW - timedelta(days=1)
        road.stay(citizens.citizen(), at=yesterday, marked=False)
        services.keep_days(now=NOW)
        someone = citizens.citizen()
        Stay.objects.bulk_create(
            Stay(
                citizen_id=someone.pk,
                cell=road.HERE,
                day=Stay.objects.get().day,
                started=number,
                ended=number + 1,
            )
            for number in range(500)
        )

        assert services.keep_days(now=NOW)["sealed"] == 1

    def test_leaves_today_alone(self, north: object) -> None:
        road.stay(citizens.citizen(), at=NOW - timedelta(hours=1), marked=False)

        services.keep_days(now=NOW)

        assert not is_sealed(Stay.objects.get().day)
