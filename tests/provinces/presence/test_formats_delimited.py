"""Tables become fixes line by line, whatever their columns are called and in whatever order."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provinces.presence.formats import delimited
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.lines import LONGEST
from tests.provinces.presence.samples import NOON, Trickle, real, reasons

AT = "2022-05-01T12:00:00Z"


def read(text: str, user: str | None = None) -> list[Fix | Refused]:
    return list(delimited.read(io.BytesIO(text.encode()), user=user))


class TestRead:
    @pytest.mark.parametrize("time", ["timestamp_utc", "time", "timestamp", "tracked_at"])
    @pytest.mark.parametrize("lat", ["lat", "latitude"])
    @pytest.mark.parametrize("lon", ["lon", "longitude", "lng"])
    def test_knows_the_columns_by_their_names(self, time: str, lat: str, lon: str) -> None:
        assert read(f"{lon},x,{time},{lat}\n116.4,?,{AT},39.9") == [Fix(2, 39.9, 116.4, NOON)]

    def test_takes_accuracy_speed_and_end_where_there_are_any(self) -> None:
        head = "time,lat,lon,accuracy,speed,ended\n"

        found = read(f"{head}{AT},39.9,116.4,12,1.5,2022-05-01T12:30:00Z\n{AT},39.9,116.4,,,\n")

        assert found == [
            Fix(2, 39.9, 116.4, NOON, 12.0, 1.5, NOON + 1800),
            Fix(3, 39.9, 116.4, NOON),
        ]

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\n\n"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_knows_separators_line_ends_and_marks(
        self, separator: str, newline: str, mark: str
    ) -> None:
        rows = [("Time", " LAT", "lon"), (AT, "39.9", "116.4"), (f'"{AT}"', '"39.9"', "116.4")]

        found = read(mark + newline.join(separator.join(row) for row in rows) + newline)

        assert [fix[1:4] for fix in found] == [(39.9, 116.4, NOON)] * 2

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            (f"{AT},,116.4", Reason.NO_POSITION),
            (f"{AT},39.9, ", Reason.NO_POSITION),
            (",39.9,116.4", Reason.NO_TIME),
            ("2022-05-01,39.9,116.4", Reason.UNREADABLE),
            (f"{AT},north,116.4", Reason.UNREADABLE),
            (f"{AT},39.9", Reason.UNREADABLE),
            (f"{AT},39.9,116.4,", Reason.UNREADABLE),
            (f'{AT},39.9,"116.4', Reason.UNREADABLE),
            (f'"{AT}"x,39.9,116.4', Reason.UNREADABLE),
            ("\x00", Reason.UNREADABLE),
            ("x" * (LONGEST + 1), Reason.UNREADABLE),
        ],
    )
    def test_refuses_one_line_with_its_reason(self, line: str, reason: Reason) -> None:
        found = read(f"time,lat,lon\n{AT},39.9,116.4\n{line}\n{AT},39.9,116.4\n")

        assert reasons(found) == [None, reason, None]
        assert [record.line for record in found] == [2, 3, 4]

    @pytest.mark.parametrize("heading", ["", "time,lat", "when,lat,lon", "\x00\xff", "x" * 100_000])
    def test_refuses_a_table_without_a_heading(self, heading: str) -> None:
        assert read(f"{heading}x\n{AT},39.9,116.4") == [Refused(1, Reason.NO_HEADER)]

    def test_finds_nothing_in_an_empty_file(self) -> None:
        assert read("") == read("\n\n") == []

    def test_picks_one_persons_lines(self) -> None:
        table = f"user,time,lat,lon\nEve,{AT},1,1\nFinn,{AT},2,2\n Eve ,{AT},3,3\nEve,,,\n"

        assert [record.line for record in read(table, "Eve")] == [2, 4, 5]

    def test_does_not_mix_users_where_none_is_asked_for(self) -> None:
        table = f"user,time,lat,lon\nEve,{AT},1,1\nFinn,{AT},2,2\n"

        with pytest.raises(delimited.SeveralUsers, match="3"):
            read(table)

    def test_reads_a_table_of_one_user_without_being_asked_for(self) -> None:
        assert len(read(f"user,time,lat,lon\nEve,{AT},1,1\nEve,{AT},2,2\n")) == 2

    def test_needs_a_column_of_users_to_pick_from(self) -> None:
        assert read(f"time,lat,lon\n{AT},1,1\n", "Eve") == [Refused(1, Reason.NO_HEADER)]

    @settings(deadline=None)
    @given(st.text(alphabet='time,lat lon\n";\t0123\r\x00é', max_size=200), st.integers(1, 40))
    def test_never_crashes_and_does_not_care_how_bytes_arrive(self, text: str, most: int) -> None:
        content = ("time,lat,lon\n" + text).encode()

        assert list(delimited.read(Trickle(content, most))) == list(
            delimited.read(io.BytesIO(content))
        )


class TestRealTables:
    def test_of_geolife_are_read_user_by_user(self) -> None:
        path = next(p for p in real("trajectories") if p.name == "geolife_60s.csv")
        with path.open() as stream:
            users = {row["user"] for row in csv.DictReader(stream)}
        everyone = []

        for user in users:
            with path.open("rb") as content:
                everyone += list(delimited.read(content, user=user))

        assert len(users) == 6
        assert len(everyone) == 11_076
        assert set(reasons(everyone)) == {None}

    def test_of_swiss_phones_give_their_accuracy(self) -> None:
        path = next(p for p in real("trajectories") if p.name.startswith("swiss"))

        found = []
        for user in ("google", "posmo"):
            with path.open("rb") as stream:
                records = list(delimited.read(stream, user=user))
            found += [record for record in records if isinstance(record, Fix)]

        assert len(found) == 1_743
        assert max(fix.accuracy_m or 0 for fix in found) > 1_000
