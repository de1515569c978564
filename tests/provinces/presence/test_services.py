"""Taking presences in, one citizen's at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.cells.classes import RADIUS_M
from core.cells.datum import Datum, UnknownDatum, wgs84_to_gcj02
from core.cells.lookup import cell_for, centre
from core.db.days import day_of
from core.periods import epoch_minute
from provinces.citizens.models import Citizen, StaleMark
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.presence import services
from provinces.presence.formats.batch import Batch
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.models import CheckIn, Device, Presence
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens, presences

NOW, YESTERDAY = cast.NOW, presences.YESTERDAY
CELL = cell_for(presences.LAT, presences.LON, 11)
# Ten minutes before midnight in both provinces.
LATE = datetime(2026, 11, 13, 15, 50, tzinfo=NOW.tzinfo)


def total(report: services.Report) -> int:
    return report.kept + report.duplicates + report.refused.total()


def marks() -> set[tuple[int, int | None]]:
    return set(StaleMark.objects.values_list("citizen_id", "day"))


class TestIngest:
    def test_keeps_a_cell_and_a_minute(self, eve: Citizen) -> None:
        report = presences.ingest(eve, [presences.fix()])

        minute = epoch_minute(YESTERDAY)
        assert presences.kept(eve) == [(CELL, minute, minute + 1, False)]
        assert (report.read, report.kept, report.presences) == (1, 1, 1)

    def test_derives_stays_and_marks_their_day(self, eve: Citizen) -> None:
        report = presences.ingest(eve, presences.visit())

        minute, day = epoch_minute(YESTERDAY), presences.today().lo - 1440
        assert presences.stays(eve) == [(CELL, day, minute, minute + 26)]
        assert report.stays == 1
        assert marks() == {(eve.pk, day)}

    def test_marks_nobody_whose_stays_are_as_they_were(self, eve: Citizen) -> None:
        presences.ingest(eve, [presences.fix()])

        assert marks() == set()

    def test_adds_nothing_the_second_time(self, eve: Citizen) -> None:
        presences.ingest(eve, presences.visit())
        StaleMark.objects.all().delete()

        report = presences.ingest(eve, presences.visit())

        assert (report.kept, report.duplicates) == (0, 6)
        assert (report.presences, report.stays) == (0, 0)
        assert marks() == set()

    def test_lets_late_data_prolong_a_past_day_and_no_other(self, eve: Citizen) -> None:
        past = YESTERDAY - timedelta(days=5)
        presences.ingest(eve, presences.visit(), presences.visit(past))
        StaleMark.objects.all().delete()

        report = presences.ingest(eve, presences.visit(past + timedelta(minutes=30)))

        assert report.stays == 1
        assert len(presences.stays(eve)) == 2
        assert marks() == {(eve.pk, presences.today().lo - 6 * 1440)}

    def test_counts_a_record_cut_at_midnight_once(self, eve: Citizen) -> None:
        until = int((LATE + timedelta(minutes=30)).timestamp())

        report = presences.ingest(eve, [presences.fix(LATE, until=until)])

        assert (report.read, report.kept, report.presences, report.stays) == (1, 1, 2, 2)
        assert {day for _, day, _, _ in presences.stays(eve)} == {
            day_of(LATE.astimezone(scope.current().zone).date(), scope.current().zone).lo + days
            for days in (0, 1440)
        }

    def test_refuses_record_by_record_and_tells_the_first_line_of_each_reason(
        self, eve: Citizen
    ) -> None:
        old = YESTERDAY - timedelta(days=30)
        report = presences.ingest(
            eve,
            [presences.fix(), Refused(2, Reason.UNREADABLE), presences.fix(old, line=3)],
            [presences.fix(old, line=4), presences.fix(NOW + timedelta(hours=1), line=5)],
        )

        assert (report.read, report.kept) == (5, 1)
        assert report.refusals() == [
            {"reason": "too_old", "count": 2, "first_line": 3},
            {"reason": "unreadable", "count": 1, "first_line": 2},
            {"reason": "future", "count": 1, "first_line": 5},
        ]

    def test_tells_a_thousand_refusals_one_by_one_and_counts_all(self, eve: Citizen) -> None:
        damaged = [Refused(line, Reason.UNREADABLE) for line in range(1, services.TOLD + 6)]

        report = presences.ingest(eve, damaged)

        assert report.told == damaged[: services.TOLD]
        assert report.refused == {"unreadable": len(damaged)}

    def test_keeps_the_first_and_the_last_minute_of_the_days_that_are_kept(
        self, eve: Citizen
    ) -> None:
        oldest = services.oldest_kept(NOW)

        report = presences.ingest(
            eve,
            [presences.fix(oldest), presences.fix(oldest - timedelta(seconds=1), line=2)],
            [presences.fix(NOW + timedelta(minutes=5), line=3)],
        )

        assert report.kept == 2
        assert report.refused == {"too_old": 1}

    def test_leaves_no_row_of_a_refused_batch(self, eve: Citizen) -> None:
        report = presences.ingest(eve, [presences.fix(lat=91.0), presences.fix(accuracy_m=5000.0)])

        assert report.refused.total() == report.read == 2
        assert presences.kept() == []

    def test_keeps_nothing_of_a_file_that_breaks_off(self, eve: Citizen) -> None:
        def broken() -> Iterator[Batch]:
            yield from presences.laid_out(presences.visit())
            raise OSError("the disk is gone")

        with pytest.raises(OSError, match="gone"):
            services.ingest(eve, broken(), datum=Datum.WGS84, now=NOW)

        assert presences.kept() == []

    def test_converts_gcj02(self, eve: Citizen, finn: Citizen) -> None:
        lat, lon = wgs84_to_gcj02(presences.LAT, presences.LON)

        presences.ingest(eve, presences.visit())
        presences.ingest(finn, presences.visit(lat=lat, lon=lon), datum=Datum.GCJ02)

        assert presences.kept(eve) == presences.kept(finn) != []

    def test_refuses_an_undeclared_datum(self, eve: Citizen) -> None:
        with pytest.raises(UnknownDatum):
            services.ingest(eve, [], datum="", now=NOW)

    def test_is_recorded_without_a_place(self, eve: Citizen) -> None:
        presences.ingest(eve, presences.visit())

        entry = Entry.objects.get(event=Event.PRESENCE_INGESTED)
        assert Payload.objects.get(entry=entry).body == {"read": 6, "kept": 6}

    def test_records_nothing_where_nothing_was_read(self, eve: Citizen) -> None:
        presences.ingest(eve, [])

        assert not Entry.objects.filter(event=Event.PRESENCE_INGESTED).exists()

    def test_says_which_day_has_not_been_made(self, eve: Citizen) -> None:
        later = NOW + timedelta(days=9)

        with pytest.raises(services.NoSuchDay):
            presences.ingest(eve, [presences.fix(later)], now=later)

    def test_costs_as_many_statements_for_many_batches_as_for_one(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        visit = presences.visit(minutes=60, every=1)
        presences.ingest(citizens.citizen(), [presences.fix()])  # makes the session's tables

        with CaptureQueriesContext(connection) as of_one:
            presences.ingest(eve, visit)
        with CaptureQueriesContext(connection) as of_many:
            presences.ingest(finn, *([each] for each in visit))

        assert len(of_many) == len(of_one)


# Few places and minutes around midnight, so that many meet.
PLACES = [(presences.LAT, presences.LON), (presences.LAT + 4e-5, presences.LON), (39.95, 116.4)]
fixes = st.builds(
    lambda place, minute, accuracy, speed, lasts: presences.fix(
        LATE + timedelta(minutes=minute),
        lat=place[0],
        lon=place[1],
        accuracy_m=accuracy,
        speed_mps=speed,
        until=lasts and int((LATE + timedelta(minutes=minute + lasts)).timestamp()),
    ),
    st.sampled_from(PLACES),
    st.integers(-8, 28),
    st.sampled_from([None, 20.0, 120.0, 3000.0]),
    st.sampled_from([None, 0.0, 9.0]),
    st.sampled_from([None, None, 3, 25]),
)


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Fix], list[list[Fix]]]:
    """Records in one order; and in another one, some of them twice, cut into batches."""
    records = presences.numbered(draw(st.lists(fixes, min_size=1, max_size=20)))
    again = draw(st.lists(st.sampled_from(records), max_size=5))
    shuffled = draw(st.permutations(records + again))
    batches: list[list[Fix]] = [[]]
    for record in shuffled:
        if draw(st.booleans()):
            batches.append([])
        batches[-1].append(record)
    return records, batches


class TestOrder:
    @given(orders())
    @settings(
        deadline=None,
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    def test_and_repetition_and_batches_make_no_difference(
        self, north: directory.Entry, case: tuple[list[Fix], list[list[Fix]]]
    ) -> None:
        records, batches = case
        with transaction.atomic():
            one, at_once, one_by_one = (citizens.citizen() for _ in range(3))

            report = presences.ingest(one, records)
            other = presences.ingest(at_once, *batches)
            reports = [presences.ingest(one_by_one, batch) for batch in batches]

            assert presences.kept(one) == presences.kept(at_once) == presences.kept(one_by_one)
            assert presences.stays(one) == presences.stays(at_once) == presences.stays(one_by_one)
            for each in (report, other, *reports):
                assert each.read == total(each)
            transaction.set_rollback(True)


class TestPrivacy:
    def test_no_table_has_a_column_that_could_hold_a_coordinate(
        self, north: directory.Entry
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT table_name, column_name, data_type"
                " FROM information_schema.columns"
                " WHERE table_schema = %s AND table_name LIKE 'presence%%'"
                " AND table_name !~ '_d[0-9]{8}$'",
                [north.slug],
            )
            columns: dict[str, Any] = {}
            for table, column, kind in cursor.fetchall():
                columns.setdefault(table, {})[column] = kind

        whole = {
            "cell": "bigint",
            "citizen_id": "integer",
            "started": "integer",
            "ended": "integer",
        }
        assert columns == {
            "presence_presence": {**whole, "moving": "boolean"},
            "presence_stay": {**whole, "day": "integer"},
            "presence_cell": {"cell": "bigint"},
            "presence_checkin": {
                "id": "integer",
                "citizen_id": "integer",
                "venue": "character varying",
                "cell": "bigint",
                "at_minute": "integer",
                "left_minute": "integer",
                "place_id": "integer",
            },
            "presence_venue": {
                "id": "integer",
                "reference": "character varying",
                "area_id": "integer",
                "name_zh": "character varying",
                "name_en": "character varying",
                "answerable": "character varying",
                "contact": "character varying",
                "cell": "bigint",
                "key": "integer",
                "word_hash": "bytea",
                "opened_at": "timestamp with time zone",
                "closed_at": "timestamp with time zone",
            },
            "presence_device": {
                "id": "integer",
                "citizen_id": "integer",
                "token_hash": "bytea",
                "name": "character varying",
                "paired_at": "timestamp with time zone",
                "used_at": "timestamp with time zone",
                "revoked_at": "timestamp with time zone",
            },
        }

    def test_a_day_has_the_columns_of_its_table(self, north: directory.Entry) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM information_schema.columns"
                " WHERE table_schema = %s AND table_name ~ '^presence_.*_d[0-9]{8}$'"
                " AND data_type NOT IN ('bigint', 'integer', 'boolean')",
                [north.slug],
            )
            assert cursor.fetchone() == (0,)

    @pytest.mark.parametrize("accuracy", [*RADIUS_M.values(), None])
    def test_two_fixes_metres_apart_leave_the_same_row(
        self, eve: Citizen, finn: Citizen, accuracy: float | None
    ) -> None:
        lat, lon = centre(cell_for(presences.LAT, presences.LON, 8))  # of every class's cell
        later = YESTERDAY + timedelta(seconds=40)

        presences.ingest(eve, [presences.fix(lat=lat, lon=lon, accuracy_m=accuracy)])
        presences.ingest(
            finn, [presences.fix(later, lat=lat + 5 / 111_320, lon=lon, accuracy_m=accuracy)]
        )

        assert presences.kept(eve) == presences.kept(finn)

    def test_no_cell_is_finer_than_the_accuracy_of_its_fix(self, eve: Citizen) -> None:
        presences.ingest(eve, *([presences.fix(accuracy_m=radius)] for radius in RADIUS_M.values()))

        assert [(cell >> 52) & 15 for cell, *_ in presences.kept(eve)] == sorted(RADIUS_M)


class TestPairDevice:
    def test_keeps_a_hash_of_the_token_and_not_the_token(self, eve: Citizen) -> None:
        token = services.pair_device(eve, now=NOW)

        device = Device.objects.get()
        assert device.citizen == eve
        assert token.encode() not in bytes(device.token_hash)
        assert Entry.objects.filter(event=Event.DEVICE_PAIRED).exists()


class TestCheckIn:
    def test_is_kept_once_and_marks_whose_it_is(self, eve: Citizen) -> None:
        for _ in range(2):
            services.check_in(eve, venue="the market", cell=CELL, at=YESTERDAY, now=NOW)

        known = CheckIn.objects.get()
        assert (known.venue, known.cell, known.at_minute) == (
            "the market",
            CELL,
            epoch_minute(YESTERDAY),
        )
        assert marks() == {(eve.pk, None)}
        assert Entry.objects.filter(event=Event.CHECKED_IN).count() == 1

    def test_is_no_presence(self, eve: Citizen) -> None:
        services.check_in(eve, venue="the market", cell=CELL, at=YESTERDAY, now=NOW)

        assert not Presence.objects.exists()
        assert presences.stays() == []

    def test_takes_a_venue_that_is_nowhere(self, eve: Citizen) -> None:
        assert services.check_in(eve, venue="a bus", cell=None, at=NOW, now=NOW).cell is None

    @pytest.mark.parametrize("cell", [0, 1, -1, cell_for(39.9, 116.4, 12), 1 << 70])
    def test_refuses_a_cell_that_no_presence_has(self, eve: Citizen, cell: int) -> None:
        with pytest.raises(services.NotACell):
            services.check_in(eve, venue="the market", cell=cell, at=NOW, now=NOW)

    @pytest.mark.parametrize("off", [timedelta(minutes=6), -timedelta(days=20)])
    def test_refuses_a_time_that_is_not_kept(self, eve: Citizen, off: timedelta) -> None:
        with pytest.raises(services.OutOfTime):
            services.check_in(eve, venue="the market", cell=None, at=NOW + off, now=NOW)

        assert not CheckIn.objects.exists()
