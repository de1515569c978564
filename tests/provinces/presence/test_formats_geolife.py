"""GeoLife's tracks become fixes line by line."""

import io
from datetime import UTC, datetime

import pytest

from provinces.presence.formats import geolife
from provinces.presence.formats.fix import Fix, Reason, Refused
from tests.provinces.presence.samples import NOON, real, reasons

HEADING = "Geolife trajectory\nWGS 84\nAltitude is in Feet\nReserved 3\n0,2,255,My Track,0\n0\n"
LINE = "39.9,116.4,0,164,44682.5,2022-05-01,12:00:00"


def read(text: str) -> list[Fix | Refused]:
    return list(geolife.read(io.BytesIO(text.encode())))


class TestRead:
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_takes_position_and_time_in_greenwich(self, newline: str) -> None:
        text = f"{HEADING}{LINE}\n{LINE}".replace("\n", newline)

        assert read(text) == [Fix(7, 39.9, 116.4, NOON), Fix(8, 39.9, 116.4, NOON)]

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("39.9,116.4", Reason.UNREADABLE),
            (LINE.replace("39.9", "x"), Reason.UNREADABLE),
            (LINE.replace("39.9", ""), Reason.NO_POSITION),
            (LINE.replace("2022-05-01", "01-May-22"), Reason.UNREADABLE),
            (LINE.replace("12:00:00", ""), Reason.UNREADABLE),
            (LINE.replace("12:00:00", "24:00:01"), Reason.UNREADABLE),
        ],
    )
    def test_refuses_one_line_with_its_reason(self, line: str, reason: Reason) -> None:
        assert reasons(read(f"{HEADING}{LINE}\n{line}\n{LINE}\n")) == [None, reason, None]

    @pytest.mark.parametrize("text", [LINE, "OziExplorer Track Point File Version 2.1\n" + LINE])
    def test_refuses_a_file_of_another_kind(self, text: str) -> None:
        assert read(text) == [Refused(1, Reason.NO_HEADER)]

    def test_finds_nothing_in_an_empty_file(self) -> None:
        assert read("") == read(HEADING) == []


class TestRealTrack:
    def test_is_read_whole_and_agrees_with_its_days(self) -> None:
        path = real("trajectories/geolife_plt")[0]
        lines = path.read_text().splitlines()[6:]

        with path.open("rb") as stream:
            found = [record for record in geolife.read(stream) if isinstance(record, Fix)]

        epoch = datetime(1899, 12, 30, tzinfo=UTC).timestamp()
        days = [float(line.split(",")[4]) for line in lines]
        assert [fix.at for fix in found] == [round(epoch + day * 86_400) for day in days]
