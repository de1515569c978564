"""Presences of many citizens at once, and of several at the same time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.cells.datum import Datum
from core.cells.lookup import cell_for
from core.periods import epoch_minute
from provinces.citizens.models import Citizen, StaleMark
from provinces.presence import services, storing
from provinces.presence.formats.batch import Batch
from provinces.presence.formats.fix import Fix
from provinces.presence.models import Presence, Stay
from provinces.presence.storing import Rows
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens, presences

NOW, YESTERDAY = cast.NOW, presences.YESTERDAY
CELLS = [cell_for(39.9, 116.4, 11), cell_for(39.9, 116.4, 10), cell_for(39.95, 116.4, 11)]
Said = dict[tuple[int, int, int], tuple[bool, int]]


def rows_of(said: Said) -> Rows:
    """Return presences by citizen, cell and minute of yesterday, with `moving` and minutes."""
    keys, values = list(said), list(said.values())
    started = np.array([epoch_minute(YESTERDAY) + key[2] for key in keys], np.int32)
    return Rows(
        citizen_id=np.array([key[0] for key in keys], np.int32),
        cell=np.array([CELLS[key[1]] for key in keys], np.int64),
        started=started,
        ended=started + np.array([value[1] for value in values], np.int32),
        moving=np.array([value[0] for value in values], np.bool_),
    )


def ingest_many(rows: Rows) -> services.Report:
    return services.ingest_many(rows, source="a carrier", now=NOW)


said = st.dictionaries(
    st.tuples(st.integers(1, 3), st.integers(0, 2), st.integers(0, 14)),
    st.tuples(st.booleans(), st.integers(1, 6)),
    min_size=1,
    max_size=25,
)


@pytest.mark.usefixtures("north")
class TestIngestMany:
    def test_stores_rows_and_stays_and_marks_their_citizens(self) -> None:
        report = ingest_many(presences.rows(citizens=range(1, 6)))

        assert (report.read, report.kept, report.stays) == (5, 5, 5)
        assert Presence.objects.count() == Stay.objects.count() == 5
        assert set(StaleMark.objects.values_list("citizen_id", flat=True)) == set(range(1, 6))

    def test_adds_nothing_the_second_time(self) -> None:
        ingest_many(presences.rows(citizens=range(1, 6)))
        StaleMark.objects.all().delete()

        report = ingest_many(presences.rows(citizens=range(1, 6)))

        assert (report.kept, report.duplicates, report.stays) == (0, 5, 0)
        assert not StaleMark.objects.exists()

    def test_marks_only_whose_stays_changed(self) -> None:
        ingest_many(presences.rows(citizens=range(1, 6)))
        StaleMark.objects.all().delete()

        ingest_many(presences.rows(citizens=range(4, 8)))

        assert set(StaleMark.objects.values_list("citizen_id", flat=True)) == {6, 7}

    def test_takes_rows_of_several_days(self) -> None:
        parts = [
            presences.rows(citizens=range(1, 4), at=YESTERDAY - timedelta(days=days))
            for days in (1, 0, 3)
        ]
        columns = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in parts[0].columns()
        }

        ingest_many(Rows(**columns))

        assert Stay.objects.values("day").distinct().count() == 3
        assert StaleMark.objects.count() == 9

    def test_takes_more_citizens_than_are_named_in_a_statement(self) -> None:
        many = storing.MANY + 5
        ingest_many(presences.rows(citizens=range(1, many)))
        later = presences.rows(citizens=range(1, many), at=YESTERDAY + timedelta(minutes=35))

        report = ingest_many(later)

        assert report.stays == many - 1
        assert Stay.objects.count() == many - 1

    def test_says_which_day_has_not_been_made(self) -> None:
        rows = presences.rows(citizens=[1], at=NOW + timedelta(days=9))

        with pytest.raises(services.NoSuchDay):
            ingest_many(rows)

    def test_refuses_a_period_that_ends_before_it_starts(self) -> None:
        rows = presences.rows(citizens=[1], minutes=-1)
        ingest_many(presences.rows(citizens=[1]))

        with pytest.raises(IntegrityError):
            ingest_many(rows)

    def test_takes_nothing(self) -> None:
        assert ingest_many(presences.rows(citizens=[])).read == 0

    @given(st.lists(said, min_size=1, max_size=4), st.randoms(use_true_random=False))
    @settings(
        deadline=None,
        max_examples=40,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_comes_to_the_same_in_any_order(self, parts: list[Said], random: Any) -> None:
        found = []
        for order in (parts, random.sample(parts, len(parts)), [joined(parts)]):
            Presence.objects.all().delete()
            Stay.objects.all().delete()
            for part in order:
                ingest_many(rows_of(part))
            found.append((presences.kept(), presences.stays()))

        assert found[0] == found[1] == found[2]


def joined(parts: Iterable[Said]) -> Said:
    """Return several deliveries as one: who stood still before who moved, then the longer."""
    best: Said = {}
    for part in parts:
        for key, value in part.items():
            best[key] = min(best.get(key, value), value, key=lambda v: (v[0], -v[1]))
    return best


def at_once(*works: Callable[[], object]) -> None:
    """Do several things in threads, in the province north; raise what any of them raises."""
    problems: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            with scope.province(cast.NORTH):
                work()
        except BaseException as problem:  # told to whoever waits
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    if problems:
        raise problems[0]


def waiting(batches: list[Batch], together: threading.Barrier) -> Iterator[Batch]:
    """Yield batches, and end only when everybody's have been read."""
    yield from batches
    together.wait(timeout=20)


@pytest.fixture
def two(in_login_mode: None) -> tuple[Citizen, Citizen]:
    """Two citizens of the north, whose rows are committed."""
    with scope.province(cast.NORTH):
        return citizens.citizen(), citizens.citizen()


class TestAtOnce:
    def test_two_files_of_a_citizen_come_to_what_they_come_to_in_turn(
        self, two: tuple[Citizen, Citizen]
    ) -> None:
        eve, other = two
        days = [YESTERDAY - timedelta(days=days) for days in (0, 3)]
        even = [presences.visit(day, minutes=60, every=10) for day in days]
        odd = [
            presences.visit(day + timedelta(minutes=5), minutes=60, every=10)
            for day in reversed(days)
        ]
        together = threading.Barrier(2)

        at_once(*(lambda files=files: take_in(eve, files, together) for files in (even, odd)))

        with scope.province(cast.NORTH):
            for files in (even, odd):
                presences.ingest(other, *files)
            assert presences.kept(eve) == presences.kept(other)
            assert presences.stays(eve) == presences.stays(other)
            assert len(presences.stays(eve)) == 2

    def test_a_phone_and_a_bulk_file_come_to_what_they_come_to_in_turn(
        self, two: tuple[Citizen, Citizen]
    ) -> None:
        eve, _ = two
        crowd = range(eve.pk, eve.pk + storing.MANY + 1)
        bulk = presences.rows(citizens=crowd, minutes=5)
        phone = [presences.visit(YESTERDAY + timedelta(minutes=6), minutes=30)]
        together = threading.Barrier(2)

        at_once(
            lambda: take_in(eve, phone, together),
            lambda: together.wait(timeout=20) >= 0 and ingest_many(bulk),
        )

        minute = epoch_minute(YESTERDAY)
        with scope.province(cast.NORTH):
            assert [stay[2:] for stay in presences.stays(eve)] == [(minute, minute + 32)]
            assert Stay.objects.count() == len(crowd)


def take_in(citizen: Citizen, files: list[list[Fix]], together: threading.Barrier) -> None:
    batches = waiting(presences.laid_out(*files), together)
    services.ingest(citizen, batches, datum=Datum.WGS84, now=NOW)


class TestDaysOf:
    def test_parts_minutes_by_local_day(self, north: directory.Entry) -> None:
        minutes = np.array([presences.today().lo - 1, presences.today().lo], np.int32)

        found = [(day.on, rows.tolist()) for day, rows in storing.days_of(minutes, north.zone)]

        assert found == [
            (cast.TODAY - timedelta(days=1), [True, False]),
            (cast.TODAY, [False, True]),
        ]
