"""Fixes leave the door as cells and minutes, and nothing finer can be told from those."""

import dataclasses
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells.classes import RADIUS_M
from core.cells.datum import Datum, UnknownDatum, wgs84_to_gcj02
from core.cells.lookup import cell_for, cell_of_fix
from provinces.presence.formats import reading
from provinces.presence.formats.batch import Batch, batch_of
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.reading import Format
from provinces.presence.minimising import (
    UNSTATED_ACCURACY_M,
    Minimised,
    earliest,
    minimise,
    shift,
    within_days,
)
from tests.provinces.presence.samples import NOON, real

NOW = datetime(2022, 5, 1, 13, tzinfo=UTC)
OLDEST = NOW - timedelta(days=21)
SHANGHAI = ZoneInfo("Asia/Shanghai")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")  # where it is midnight at NOON
HERE = Fix(1, 39.9, 116.4, NOON, 40.0)
Row = tuple[int, int, int, bool]


def kept(*records: Fix | Refused, datum: Datum = Datum.WGS84) -> Minimised:
    return minimise(batch_of(records), datum=datum, now=NOW, oldest=OLDEST)


def rows(presences: Minimised) -> list[Row]:
    columns = (presences.cell, presences.started, presences.ended, presences.moving)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def numbered(fixes: list[Fix]) -> list[Fix]:
    return [fix._replace(line=line) for line, fix in enumerate(fixes, start=1)]


# Close together in space and time, so that many share a cell and a minute; some are absurd.
fixes = st.builds(
    Fix,
    line=st.just(1),
    lat=st.floats(39.9, 39.903) | st.sampled_from([0.0, 91.0, float("nan")]),
    lon=st.floats(116.4, 116.403) | st.just(0.0),
    at=st.integers(NOON, NOON + 180) | st.sampled_from([0, NOON * 2]),
    accuracy_m=st.none() | st.sampled_from([-1.0, 0.0, 20.0, 60.0, 300.0, 900.0, 2000.0]),
    speed_mps=st.none() | st.sampled_from([-1.0, 0.0, 2.8, 3.0, 1e6]),
    until=st.none() | st.integers(NOON, NOON + 600) | st.just(NOON + 10**6),
)
batches = st.lists(fixes, max_size=30).map(numbered)


class TestMinimise:
    @pytest.mark.parametrize(
        ("accuracy", "resolution"),
        [(1, 11), (50, 11), (50.1, 10), (150, 10), (400, 9), (1000, 8), (None, 10), (0, 10)],
    )
    def test_keeps_the_cell_of_the_class(self, accuracy: float | None, resolution: int) -> None:
        presences = kept(HERE._replace(accuracy_m=accuracy))

        assert presences.cell.tolist() == [cell_for(39.9, 116.4, resolution)]

    @given(st.floats(0.1, 1000))
    @settings(deadline=None)
    def test_agrees_with_the_classes_of_cells(self, accuracy: float) -> None:
        presences = kept(HERE._replace(accuracy_m=accuracy))

        assert presences.cell.tolist() == [cell_of_fix(HERE.lat, HERE.lon, accuracy)]

    def test_takes_an_unstated_accuracy_for_one_that_is_never_the_finest(self) -> None:
        assert RADIUS_M[11] < UNSTATED_ACCURACY_M

    @pytest.mark.parametrize(
        ("seconds", "until", "minutes"),
        [
            (0, None, (0, 1)),
            (59, None, (0, 1)),
            (60, None, (1, 2)),
            (59, 59, (0, 1)),
            (59, 60, (0, 1)),
            (59, 61, (0, 2)),
            (60, 60, (1, 2)),
            (0, 1800, (0, 30)),
        ],
    )
    def test_keeps_whole_minutes(
        self, seconds: int, until: int | None, minutes: tuple[int, int]
    ) -> None:
        end = None if until is None else NOON + until

        presences = kept(HERE._replace(at=NOON + seconds, until=end))

        assert (presences.started - NOON // 60).tolist() == [minutes[0]]
        assert (presences.ended - NOON // 60).tolist() == [minutes[1]]

    @pytest.mark.parametrize(
        ("speed", "is_moving"), [(None, False), (0, False), (2.8, False), (2.81, True), (250, True)]
    )
    def test_keeps_of_the_speed_whether_it_is_moving(
        self, speed: float | None, is_moving: bool
    ) -> None:
        assert kept(HERE._replace(speed_mps=speed)).moving.tolist() == [is_moving]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"lat": float("nan")}, Reason.ABSURD_POSITION),
            ({"lat": 90.1}, Reason.ABSURD_POSITION),
            ({"lon": float("-inf")}, Reason.ABSURD_POSITION),
            ({"lat": 0.0, "lon": 0.0}, Reason.ABSURD_POSITION),
            ({"accuracy_m": -1.0}, Reason.ABSURD_ACCURACY),
            ({"accuracy_m": 1000.1}, Reason.TOO_COARSE),
            ({"accuracy_m": float("inf")}, Reason.TOO_COARSE),
            ({"speed_mps": -1.0}, Reason.ABSURD_SPEED),
            ({"speed_mps": 401.0}, Reason.ABSURD_SPEED),
            ({"at": NOON + 3901}, Reason.FUTURE),
            ({"until": NOON + 3901}, Reason.FUTURE),
            ({"at": int(OLDEST.timestamp()) - 1}, Reason.TOO_OLD),
            ({"until": NOON - 1}, Reason.ENDS_BEFORE_IT_STARTS),
            ({"at": NOON - 86_400, "until": NOON + 1}, Reason.TOO_LONG),
        ],
    )
    def test_refuses_one_record_with_its_reason(
        self, change: dict[str, Any], reason: Reason
    ) -> None:
        presences = kept(HERE, HERE._replace(line=2, **change))

        assert presences.refused == [Refused(2, reason)]
        assert presences.line.tolist() == [1]

    @pytest.mark.parametrize(
        "change",
        [
            {"at": NOON + 3900},
            {"at": int(OLDEST.timestamp())},
            {"at": NOON - 86_400, "until": NOON},
            {"lat": 0.0, "lon": 32.6},
            {"lat": 90.0, "lon": 180.0},
        ],
    )
    def test_keeps_what_is_just_within_bounds(self, change: dict[str, Any]) -> None:
        assert kept(HERE._replace(**change)).refused == []

    def test_folds_records_that_say_nothing_new(self) -> None:
        presences = kept(
            HERE, HERE._replace(line=2, at=NOON + 59), HERE._replace(line=3, at=NOON + 60)
        )

        assert presences.line.tolist() == [1, 3]
        assert presences.duplicates == 1

    def test_lets_standing_still_outdo_moving_and_a_period_a_moment(self) -> None:
        moving = HERE._replace(speed_mps=9.0, until=NOON + 3600)
        period = HERE._replace(line=3, until=NOON + 600)

        presences = kept(moving, HERE._replace(line=2), period)

        assert presences.line.tolist() == [3]
        assert (presences.ended - presences.started).tolist() == [10]

    def test_carries_on_what_the_reader_refused(self) -> None:
        refused = Refused(7, Reason.NO_TIME)

        assert kept(refused).refused == [refused]

    def test_converts_the_datum_it_is_told(self) -> None:
        lat, lon = wgs84_to_gcj02(HERE.lat, HERE.lon)

        shifted = kept(HERE._replace(lat=lat, lon=lon), datum=Datum.GCJ02)

        assert rows(shifted) == rows(kept(HERE))

    def test_refuses_an_unknown_datum(self) -> None:
        with pytest.raises(UnknownDatum):
            kept(HERE, datum="mars")


class TestPromises:
    @given(batches, st.randoms(use_true_random=False))
    @settings(deadline=None)
    def test_order_makes_no_difference(self, many: list[Fix], chance: Any) -> None:
        mixed = chance.sample(many, len(many))

        before, after = kept(*many), kept(*mixed)

        assert (rows(before), before.line.tolist()) == (rows(after), after.line.tolist())
        assert set(before.refused) == set(after.refused)

    @given(batches)
    @settings(deadline=None)
    def test_repetition_makes_no_difference(self, many: list[Fix]) -> None:
        assert rows(kept(*many, *many)) == rows(kept(*many))

    @given(batches)
    @settings(deadline=None)
    def test_every_record_is_kept_or_folded_or_refused(self, many: list[Fix]) -> None:
        presences = kept(*many)

        assert len(presences.cell) + presences.duplicates + len(presences.refused) == len(many)
        lines = set(presences.line.tolist()) | {refused.line for refused in presences.refused}
        assert len(lines) == len(presences.line) + len(presences.refused)

    @given(batches, st.integers(0, 30))
    @settings(deadline=None)
    def test_files_make_no_difference(self, many: list[Fix], cut: int) -> None:
        """What is kept of two files, joined under the rule, is what is kept of both in one."""
        joined: dict[tuple[int, int], tuple[bool, int]] = {}
        for part in (many[:cut], many[cut:]):
            for cell, started, ended, moving in rows(kept(*part)):
                said = (not moving, ended)
                joined[cell, started] = max(joined.get((cell, started), said), said)

        assert sorted((*key, ended, not still) for key, (still, ended) in joined.items()) == rows(
            kept(*many)
        )

    @given(fixes, fixes)
    @settings(deadline=None)
    def test_nothing_finer_than_cell_and_minute_remains(self, one: Fix, other: Fix) -> None:
        """Whoever is in the same cell and minute, in the same class, leaves the same row."""
        alike: dict[str, Any] = {"accuracy_m": 60.0, "speed_mps": None, "until": None}
        found = [kept(fix._replace(**alike)) for fix in (one, other)]

        if not any(presences.refused for presences in found):
            cells = [(cell_for(f.lat, f.lon, 10), f.at // 60) for f in (one, other)]
            assert (rows(found[0]) == rows(found[1])) == (cells[0] == cells[1])

    def test_no_coordinate_has_a_column(self) -> None:
        names = {field.name for field in dataclasses.fields(Minimised)}

        assert names == {"cell", "started", "ended", "moving", "line", "duplicates", "refused"}


class TestRealFiles:
    @pytest.mark.parametrize(
        ("folder", "form"),
        [
            ("location_payloads/owntracks", Format.OWNTRACKS),
            ("location_payloads/gpx", Format.GPX),
            ("trajectories/geolife_plt", Format.GEOLIFE),
            ("trajectories/geolife_60s.csv", Format.CSV),
            ("trajectories/swiss_points_with_accuracy.csv", Format.CSV),
        ],
    )
    def test_have_every_record_accounted_for(self, folder: str, form: Format) -> None:
        users = {"geolife_60s.csv": "010", "swiss_points_with_accuracy.csv": "posmo"}
        for path in real(folder):
            user, content = users.get(path.name), io.BytesIO(path.read_bytes())
            for batch in reading.read(content, form, user=user, size=1_000):
                found = minimise(
                    batch,
                    datum=Datum.WGS84,
                    now=datetime(2026, 11, 22, tzinfo=UTC),
                    oldest=datetime(2000, 1, 1, tzinfo=UTC),
                )

                assert len(found.cell) + found.duplicates + len(found.refused) == batch.read

    def test_at_null_island_are_refused(self) -> None:
        path = next(p for p in real("location_payloads/owntracks") if p.stem.startswith("valid"))

        (batch,) = reading.read(io.BytesIO(path.read_bytes()), Format.OWNTRACKS)

        found = minimise(
            batch, datum=Datum.WGS84, now=datetime(2030, 1, 1, tzinfo=UTC), oldest=OLDEST
        )
        assert found.refused == [Refused(1, Reason.ABSURD_POSITION)]


class TestWithinDays:
    def test_cuts_a_night_at_midnight(self) -> None:
        night = HERE._replace(at=NOON - 4 * 3600, until=NOON + 3600)
        later = night._replace(line=2, lat=40.0, at=NOON, until=NOON + 1800)

        found = within_days(kept(night, later), KAMCHATKA)

        assert sorted((found.started - NOON // 60).tolist()) == [-240, 0, 0]
        assert sorted((found.ended - NOON // 60).tolist()) == [0, 30, 60]
        assert (sorted(found.line.tolist()), found.duplicates) == ([1, 1, 2], 0)

    def test_folds_the_pieces_anew(self) -> None:
        longer = HERE._replace(at=NOON - 7200, until=NOON + 3600)
        shorter = HERE._replace(line=2, at=NOON - 3600, until=NOON + 1800)

        found = within_days(kept(longer, shorter), KAMCHATKA)

        assert (found.started - NOON // 60).tolist() == [-120, -60, 0]
        assert (found.ended - NOON // 60).tolist() == [0, 0, 60]

    def test_leaves_the_rest_alone(self) -> None:
        presences = kept(HERE, HERE._replace(line=2, at=NOON - 600))

        assert rows(within_days(presences, SHANGHAI)) == rows(presences)


def local(batch: Batch, zone: ZoneInfo) -> list[datetime]:
    return [datetime.fromtimestamp(at, zone) for at in batch.at.tolist()]


class TestShift:
    def test_puts_the_first_fix_on_the_day_at_the_same_time(self) -> None:
        late = HERE._replace(at=NOON + 4 * 3600)  # 00:00 in Shanghai, the day after
        batch = batch_of([late._replace(at=late.at + 90_000, until=late.at + 90_600), late])

        moved = shift(batch, date(2026, 11, 20), SHANGHAI)

        assert local(moved, SHANGHAI) == [
            datetime(2026, 11, 21, 1, tzinfo=SHANGHAI),
            datetime(2026, 11, 20, tzinfo=SHANGHAI),
        ]
        assert (moved.until - moved.at).tolist()[0] == 600
        assert moved.until[1] == batch.until[1]

    def test_keeps_the_time_of_day_when_clocks_are_changed(self) -> None:
        madrid = ZoneInfo("Europe/Madrid")
        summer = int(datetime(2022, 7, 1, 8, 30, tzinfo=madrid).timestamp())

        moved = shift(batch_of([HERE._replace(at=summer)]), date(2022, 12, 1), madrid)

        assert local(moved, madrid) == [datetime(2022, 12, 1, 8, 30, tzinfo=madrid)]

    def test_moves_all_batches_of_a_file_alike(self) -> None:
        batch = batch_of([HERE])

        moved = shift(batch, date(2026, 11, 20), SHANGHAI, first_at=NOON - 86_400)

        assert local(moved, SHANGHAI) == [datetime(2026, 11, 21, 20, tzinfo=SHANGHAI)]

    def test_does_not_take_a_clock_without_a_date_for_the_first_fix(self) -> None:
        batch = batch_of([HERE._replace(at=0), HERE])

        assert earliest(batch) == NOON
        assert local(shift(batch, date(2026, 11, 20), SHANGHAI), SHANGHAI)[1].year == 2026

    @pytest.mark.parametrize("records", [[], [HERE._replace(at=0)]])
    def test_leaves_alone_what_has_no_first_fix(self, records: list[Fix]) -> None:
        batch = batch_of(records)

        assert np.array_equal(shift(batch, date(2026, 11, 20), SHANGHAI).at, batch.at)
