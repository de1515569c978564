"""Any format comes out as batches of columns, in bounded memory, and every record is counted."""

import io
import tracemalloc
from collections.abc import Iterable
from contextlib import suppress

import numpy as np
import pytest

from provinces.presence.formats import reading
from provinces.presence.formats.batch import NO_END, Batch, batch_of, gather
from provinces.presence.formats.delimited import SeveralUsers
from provinces.presence.formats.fix import WORDING, Fix, Reason, Refused
from provinces.presence.formats.reading import Format
from tests.provinces.presence.samples import DATA, NOON, Endless, real, repeated

MEGABYTE = 1 << 20
AT = b"2022-05-01T12:00:00Z"
PADDING = b"x" * 2_000

# For each format: how a file begins, one record, and how the file ends.
WIDE = {
    Format.CSV: (b"time,lat,lon,note\n", AT + b",39.9,116.4," + PADDING + b"\n", b""),
    Format.GEOLIFE: (
        b"Geolife trajectory\n" + b"\n" * 5,
        b"39.9,116.4,0," + PADDING + b",0,2022-05-01,12:00:00\n",
        b"",
    ),
    Format.OWNTRACKS: (
        b"[",
        b'{"_type":"location","lat":39.9,"lon":116.4,"tst":1651406400,"x":"' + PADDING + b'"},',
        b"]",
    ),
    Format.GEOJSON: (
        b'{"type":"FeatureCollection","features":[',
        b'{"type":"Feature","geometry":{"type":"Point","coordinates":[116.4,39.9]},'
        b'"properties":{"time":"' + AT + b'","x":"' + PADDING + b'"}},',
        b"]}",
    ),
    Format.GPX: (
        b"<gpx><trk><trkseg>",
        b'<trkpt lat="39.9" lon="116.4"><desc>'
        + PADDING
        + b"</desc><time>"
        + AT
        + b"</time></trkpt>",
        b"</trkseg></trk></gpx>",
    ),
}

# Streams that would fill the memory of a reader that waits for the end of something.
BOTTOMLESS = {
    Format.CSV: (b"time,lat,lon\n", PADDING),
    Format.GEOLIFE: (b"Geolife trajectory\n" + b"\n" * 5, PADDING),
    Format.OWNTRACKS: (b'{"_type": "location", "x": "', PADDING),
    Format.GEOJSON: (b'{"type": "FeatureCollection", "features": [{"x": [', b"[1],"),
    Format.GPX: (b'<gpx><trk><trkseg><trkpt lat="', PADDING),
}


def peak(pieces: Iterable[bytes], form: Format) -> tuple[int, int]:
    """Read a stream; return the records read and the most memory held, in bytes."""
    tracemalloc.start()
    stream = io.BufferedReader(Endless(pieces))
    read = sum(batch.read for batch in reading.read(stream, form, size=1_000))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return read, most


class TestMemory:
    @pytest.mark.parametrize("form", Format)
    def test_is_bounded_for_a_file_of_fifty_megabytes(self, form: Format) -> None:
        beginning, record, end = WIDE[form]

        read, most = peak(repeated(beginning, record, end, length=50 * MEGABYTE), form)

        assert read == 50 * MEGABYTE // len(record)
        assert most < 6 * MEGABYTE

    @pytest.mark.parametrize("form", Format)
    def test_is_bounded_for_a_record_without_end(self, form: Format) -> None:
        beginning, filling = BOTTOMLESS[form]

        _, most = peak(repeated(beginning, filling * 50, b"", length=20 * MEGABYTE), form)

        assert most < 8 * MEGABYTE


class TestRead:
    def test_gives_batches_of_a_size(self) -> None:
        table = b"time,lat,lon\n" + (AT + b",39.9,116.4\n") * 7 + b"broken\n"

        batches = list(reading.read(io.BytesIO(table), Format.CSV, size=3))

        assert [batch.read for batch in batches] == [3, 3, 2]
        assert batches[-1].refused == [Refused(9, Reason.UNREADABLE)]

    def test_picks_one_users_lines(self) -> None:
        table = b"user,time,lat,lon\nEve," + AT + b",1,1\nFinn," + AT + b",2,2\n"

        (batch,) = reading.read(io.BytesIO(table), Format.CSV, user="Finn")

        assert batch.line.tolist() == [3]

    def test_refuses_to_pick_users_where_there_are_none(self) -> None:
        with pytest.raises(reading.NoUsersInFormat):
            reading.read(io.BytesIO(), Format.GPX, user="Eve")

    @pytest.mark.parametrize("form", Format)
    def test_never_crashes_on_a_file_of_another_format(self, form: Format) -> None:
        real("location_payloads")
        for path in DATA.rglob("*.*"):
            content = path.read_bytes()[: 1 << 16]

            with suppress(SeveralUsers):
                for batch in reading.read(io.BytesIO(content), form):
                    assert batch.read > 0


class TestBatch:
    def test_holds_the_columns_of_its_fixes(self) -> None:
        batch = batch_of(
            [Fix(1, 1.0, 2.0, NOON), Refused(2, Reason.NO_TIME), Fix(3, 4.0, 5.0, 6, 7.0, 8.0, 9)]
        )

        assert (batch.line.tolist(), batch.at.tolist()) == ([1, 3], [NOON, 6])
        assert (batch.lat.tolist(), batch.lon.tolist()) == ([1.0, 4.0], [2.0, 5.0])
        assert batch.until.tolist() == [NO_END, 9]
        assert np.isnan([batch.accuracy[0], batch.speed[0]]).all()
        assert (batch.accuracy[1], batch.speed[1], batch.read) == (7.0, 8.0, 3)

    @pytest.mark.parametrize("records", [[], [Refused(1, Reason.NO_TIME)]])
    def test_may_be_without_fixes(self, records: list[Fix | Refused]) -> None:
        columns: list[Batch] = list(gather(records))

        assert [(len(batch.lat), batch.read) for batch in columns] == [(0, 1)] * len(records)


class TestWording:
    def test_is_there_for_every_reason(self) -> None:
        assert set(WORDING) == set(Reason)
