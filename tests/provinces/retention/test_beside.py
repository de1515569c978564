"""A purge keeps nobody waiting: it is read and written beside it, whoever is slower gives way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from core.db.days import day_of, drop, partitions_of
from provinces.notices.models import Notice
from provinces.presence.models import Presence
from provinces.retention import queries, services
from provinces.retention.models import Purge
from provinces.retention.services import days, purging
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import citizens
from tests.provinces.status.threads import at_once, raised

NOW = cast.NOW
RIPE = NOW + timedelta(days=91)
# Far shorter than anybody's patience with a lock.
SHORTLY = "1s"
BATCH = 3


def notices(count: int) -> None:
    someone = citizens.citizen()
    for _ in range(count):
        Notice.objects.create(citizen=someone, kind="question", created_at=NOW)


@transaction.atomic
def shortly(work: Callable[[], Any]) -> Any:
    """Do something that waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{SHORTLY}'")
    return work()


def elsewhere(work: Callable[[], Any]) -> Any:
    """Do something in a session of its own, as the province's login; return what came of it."""
    (found,) = at_once(lambda: shortly(work))
    return found


def read_and_write() -> tuple[int, int]:
    """Read all notices and write another one, which is not ripe."""
    there = Notice.objects.filter(created_at=NOW).count()
    first = Notice.objects.order_by("pk")[0]
    return there, Notice.objects.create(citizen=first.citizen, kind="ended", created_at=RIPE).pk


@pytest.mark.usefixtures("in_login_mode")
class TestPurge:
    def test_is_read_and_written_beside_while_it_is_under_way(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        beside: list[Any] = []

        def certify(gone: Any, *, now: Any) -> Any:
            # The rows of this batch are erased here, and it is not committed.
            beside.append(elsewhere(read_and_write))
            return services.certify(gone, now=now)

        monkeypatch.setattr(purging, "certify", certify)
        with scope.province(cast.NORTH):
            notices(2 * BATCH + 1)

            services.purge(now=RIPE, batch=BATCH)

            assert raised(beside) == []
            assert [there for there, _ in beside] == [7, 4, 1]
            assert set(Notice.objects.values_list("pk", flat=True)) == {pk for _, pk in beside}
            assert [queries.faults(each) for each in Purge.objects.all()] == [[], [], []]

    def test_passes_over_what_somebody_holds_and_takes_it_the_next_night(self) -> None:
        with scope.province(cast.NORTH):
            notices(2)

        def held() -> Any:
            return Notice.objects.select_for_update().order_by("pk")[0].pk

        def purge_beside() -> Any:
            with scope.province(cast.NORTH), transaction.atomic():
                held()
                return elsewhere_purged(RIPE)

        assert purge_beside() == {"notices": 1}
        with scope.province(cast.NORTH):
            assert services.purge(now=RIPE) == {"notices": 1}


def elsewhere_purged(now: Any) -> Any:
    (found,) = at_once(lambda: services.purge(now=now))
    return found


@pytest.fixture
def same_days(in_login_mode: None) -> Iterator[None]:
    """Have the days there afterwards that were there before: they are no rows, and stay gone."""
    yield
    with scope.province(cast.NORTH) as own, as_owner():
        today = NOW.astimezone(own.zone).date()
        days.make(days.first_kept(today), today + timedelta(days=1))
        end = day_of(today + timedelta(days=2), own.zone).lo
        for model in days.daily_models():
            for name, (lo, _) in partitions_of(model._meta.db_table).items():
                if lo >= end:
                    drop(name)


@pytest.mark.usefixtures("same_days")
class TestKeepDays:
    def test_gives_way_to_whoever_reads_and_drops_the_day_an_hour_later(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(days, "PATIENCE", "100ms")
        tomorrow = NOW + timedelta(days=1)
        with scope.province(cast.NORTH):
            with transaction.atomic():
                Presence.objects.count()
                (first,) = at_once(lambda: services.keep_days(now=tomorrow))
                beside = elsewhere(Presence.objects.count)

            second = services.keep_days(now=tomorrow + timedelta(hours=1))

            assert beside == 0
            assert (first["made"], first["dropped"]) == (2, 2)
            assert (second["made"], second["dropped"]) == (1, 1)
            assert len(partitions_of(Presence._meta.db_table)) == settings.PRESENCE_KEEP_DAYS + 1

    def test_leaves_the_days_of_the_tests(self) -> None:
        with scope.province(cast.NORTH) as own:
            first = day_of(days.first_kept(NOW.astimezone(own.zone).date()), own.zone).lo
            los = [lo for lo, _ in partitions_of(Presence._meta.db_table).values()]

        assert (min(los), len(los)) == (first, settings.PRESENCE_KEEP_DAYS + 1)
