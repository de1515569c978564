"""`manage.py ingest`: one citizen's presences from a file."""

from __future__ import annotations

import csv
import gc
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.cells.datum import Datum
from core.cells.lookup import cell_for
from provinces.citizens.models import Citizen
from provinces.presence import services
from provinces.presence.formats.batch import BATCH_ROWS
from provinces.presence.formats.reading import Format, read
from provinces.presence.models import Presence
from tests import cast
from tests.factories import areas, citizens, presences
from tests.provinces.presence import samples

pytestmark = pytest.mark.usefixtures("north", "noon")
HEADING = ("user", "time", "lat", "lon", "accuracy")
STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock on the wall show the tests' noon."""
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW)


def table(folder: Path, *lines: tuple[Any, ...]) -> Path:
    """Write a table with the columns of HEADING."""
    path = folder / "table.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADING, *lines])
    return path


def lines(first: datetime, count: int, *, user: str = "1", every: int = 5) -> list[tuple[Any, ...]]:
    """Return the lines of somebody who stays in the middle of Beijing."""
    moments = (first + timedelta(minutes=every * number) for number in range(count))
    return [(user, each.isoformat(), presences.LAT, presences.LON, 20) for each in moments]


def ingest(path: Path, **options: Any) -> dict[str, Any]:
    """Run the command and return the report it prints."""
    out = io.StringIO()
    given: dict[str, Any] = {"format": "csv", "datum": "wgs84", "citizen": "new", **options}
    try:
        call_command("ingest", "north", path, json=True, stdout=out, **given)
    except SystemExit as end:
        return {**json.loads(out.getvalue()), "exit": end.code}
    report: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return {**report, "exit": 0}


class TestReport:
    def test_is_one_object_that_adds_up(self, tmp_path: Path, eve: Citizen) -> None:
        records = lines(presences.YESTERDAY, 4)
        path = table(tmp_path, *records, records[0], ("1", "then", 39.9, 116.4, 20))

        assert ingest(path, citizen=eve.reference) == {
            "citizen": eve.reference,
            "read": 6,
            "kept": 4,
            "duplicates": 1,
            "refused": [{"reason": "unreadable", "count": 1, "first_line": 7}],
            "presences": 4,
            "stays": 1,
            "exit": 0,
        }

    def test_has_only_duplicates_the_second_time(self, tmp_path: Path, eve: Citizen) -> None:
        path = table(tmp_path, *lines(presences.YESTERDAY, 4), ("1", "then", 39.9, 116.4, 20))
        ingest(path, citizen=eve.reference)

        report = ingest(path, citizen=eve.reference)

        assert (report["duplicates"], report["kept"], report["exit"]) == (4, 0, 0)
        assert (report["presences"], report["stays"]) == (0, 0)

    def test_is_put_in_words_for_people(self, tmp_path: Path, eve: Citizen) -> None:
        path = table(tmp_path, *lines(presences.YESTERDAY, 3), ("1", "then", 39.9, 116.4, 20))
        out = io.StringIO()

        call_command(
            "ingest", "north", path, format="csv", datum="wgs84", citizen=eve.reference, stdout=out
        )

        assert "kept  3" in out.getvalue()
        assert "1 × This record is damaged" in out.getvalue()


class TestStatus:
    def test_is_1_where_nothing_is_kept(self, tmp_path: Path) -> None:
        areas.area()

        report = ingest(table(tmp_path, *lines(cast.NOW - timedelta(days=40), 3)))

        assert report["refused"] == [{"reason": "too_old", "count": 3, "first_line": 2}]
        assert (report["exit"], report["citizen"]) == (1, None)
        assert not Citizen.objects.exists()

    def test_is_1_for_a_file_too_old_which_can_be_moved(self, tmp_path: Path) -> None:
        areas.area()
        path, out = table(tmp_path, *lines(cast.NOW - timedelta(days=40), 3)), io.StringIO()

        with pytest.raises(SystemExit):
            call_command(
                "ingest", "north", path, format="csv", datum="wgs84", citizen="new", stdout=out
            )

        said = out.getvalue()
        assert "older than we may keep. (first at 2) With --replay-at DATE all days" in said
        assert "None" not in said

    def test_is_1_where_nobody_is_called_so(self, tmp_path: Path, eve: Citizen) -> None:
        path = table(tmp_path, *lines(presences.YESTERDAY, 3))

        report = ingest(path, user="2", citizen=eve.reference)

        assert (report["read"], report["exit"]) == (0, 1)

    @pytest.mark.parametrize(
        ("options", "told"),
        [
            ({"datum": None}, "a file names its datum: --datum wgs84 or gcj02"),
            ({"datum": "bd09"}, "--datum: datum 'bd09'"),
            ({"format": "kml"}, "--format: name one of owntracks, gpx"),
            ({"format": None}, "--format: name one of owntracks, gpx"),
            ({"citizen": None}, "--citizen: name one"),
            ({"citizen": "nobody"}, "no citizen nobody in this province"),
            ({"citizen": "99999999999999999999"}, "no citizen 9999"),
            ({"citizen": "new"}, "the province has no area yet"),
            ({"replay_at": "soon"}, "--replay-at: 'soon' is not a date"),
        ],
    )
    def test_refuses_what_it_does_not_know(
        self, tmp_path: Path, options: dict[str, Any], told: str
    ) -> None:
        with pytest.raises(CommandError, match=told):
            ingest(table(tmp_path, *lines(presences.YESTERDAY, 3)), **options)

        assert not Presence.objects.exists()

    def test_takes_nothing_of_several_users_where_none_is_named(
        self, tmp_path: Path, eve: Citizen
    ) -> None:
        others = lines(presences.YESTERDAY, 3, user="2")
        path = table(tmp_path, *lines(presences.YESTERDAY, 3), *others)

        with pytest.raises(CommandError, match="from line 5 on"):
            ingest(path, citizen=eve.reference)

        assert not Presence.objects.exists()

    def test_refuses_a_user_of_a_format_without(self, tmp_path: Path, eve: Citizen) -> None:
        with pytest.raises(CommandError, match="only csv does"):
            ingest(table(tmp_path), format="gpx", user="1", citizen=eve.reference)

    def test_refuses_a_file_that_cannot_be_read(self, tmp_path: Path, eve: Citizen) -> None:
        for path in (tmp_path, tmp_path / "nowhere"):
            with pytest.raises(CommandError, match="cannot read the file"):
                ingest(path, citizen=eve.reference)

    def test_refuses_a_province_that_is_not_here(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="no province atlantis on this node"):
            call_command("ingest", "atlantis", tmp_path, format="csv", datum="wgs84", citizen="new")

    def test_says_that_a_day_has_not_been_made(
        self, tmp_path: Path, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = cast.NOW + timedelta(days=9)
        monkeypatch.setattr(timezone, "now", lambda: later)

        with pytest.raises(CommandError, match="days have not been made"):
            ingest(table(tmp_path, *lines(later, 1)), citizen=eve.reference)


class TestCitizen:
    def test_new_is_enrolled_at_the_top_of_the_province(self, tmp_path: Path) -> None:
        areas.area("110101")

        report = ingest(table(tmp_path, *lines(presences.YESTERDAY, 3)))

        enrolled = Citizen.objects.get(reference=report["citizen"])
        assert enrolled.area.code == "110000"
        assert len(presences.kept(enrolled)) == 3

    def test_is_known_by_key_as_well(self, tmp_path: Path, eve: Citizen) -> None:
        report = ingest(table(tmp_path, *lines(presences.YESTERDAY, 3)), citizen=str(eve.pk))

        assert report["citizen"] == eve.reference

    def test_takes_only_the_lines_of_the_user(self, tmp_path: Path, eve: Citizen) -> None:
        path = table(
            tmp_path,
            *lines(presences.YESTERDAY, 3, user="010"),
            *lines(presences.YESTERDAY, 2, user="10"),
        )

        assert ingest(path, citizen=eve.reference, user="010")["read"] == 3


class TestReplay:
    def test_moves_the_first_day_of_all_batches_to_the_date(
        self, tmp_path: Path, eve: Citizen
    ) -> None:
        once = datetime(2008, 10, 24, 1, tzinfo=UTC)
        later = lines(once + timedelta(days=2), 1) * BATCH_ROWS
        path = table(tmp_path, *later, *lines(once, 3))

        report = ingest(path, citizen=eve.reference, replay_at="2026-11-12")

        first = datetime(2026, 11, 12, 1, tzinfo=UTC).timestamp() // 60
        assert (report["kept"], report["duplicates"]) == (4, BATCH_ROWS - 1)
        assert [started - first for _, started, _, _ in presences.kept(eve)] == [0, 5, 10, 2880]


class TestFormats:
    def test_takes_a_geolife_track_and_then_nothing_of_it(self, eve: Citizen) -> None:
        (path,) = samples.real("trajectories/geolife_plt")

        first, second = (
            ingest(path, format="geolife", citizen=eve.reference, replay_at="2026-11-14")
            for _ in range(2)
        )

        assert first["read"] == 2635 == first["kept"] + first["duplicates"]
        assert first["presences"] == first["kept"] > 1000
        assert (second["kept"], second["duplicates"], second["exit"]) == (0, 2635, 0)

    def test_takes_gcj02(self, tmp_path: Path, eve: Citizen, finn: Citizen) -> None:
        path = table(tmp_path, *lines(presences.YESTERDAY, 1))

        ingest(path, citizen=eve.reference)
        ingest(path, citizen=finn.reference, datum="gcj02")

        (here,), (there,) = presences.kept(eve), presences.kept(finn)
        assert here[0] == cell_for(presences.LAT, presences.LON, 11) != there[0]


def peak_kilobytes() -> int:
    (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


@pytest.mark.skipif(not PEAK.exists(), reason="the peak of memory is read from /proc")
class TestMemory:
    @pytest.mark.parametrize("megabytes", [24, pytest.param(1000, marks=pytest.mark.battery)])
    def test_does_not_grow_with_the_file(self, eve: Citizen, megabytes: int) -> None:
        size = 5000
        self.take_in(eve, 1, size)
        gc.collect()
        PEAK.write_text("5")  # forgets the peak so far
        before = peak_kilobytes()

        report = self.take_in(citizens.citizen(), megabytes, size)

        assert peak_kilobytes() - before < 12_000
        assert report.kept == 1440
        assert report.kept + report.duplicates == report.read > 15_000 * megabytes

    def take_in(self, citizen: Citizen, megabytes: int, size: int) -> services.Report:
        """Take in a day of minutes, said again and again."""
        start, lat, lon = presences.today().lo * 60 - 86_400, presences.LAT, presences.LON
        said = "".join(
            f"{start + minute * 60},{lat + minute * 1e-5:.15f},{lon:.15f},20.0\n"
            for minute in range(1440)
        )
        whole = samples.repeated(
            b"time,lat,lon,accuracy\n", said.encode(), b"", length=megabytes * 1_000_000
        )
        stream = io.BufferedReader(samples.Endless(whole))
        batches: Iterator[Any] = read(stream, Format.CSV, size=size)
        return services.ingest(citizen, batches, datum=Datum.WGS84, now=cast.NOW)
