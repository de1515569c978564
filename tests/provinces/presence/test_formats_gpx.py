"""GPX points become fixes; hostile and damaged documents end the reading and nothing else."""

import io
import warnings
from pathlib import Path

import gpxpy
import pytest

from provinces.presence.formats import gpx
from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.values import seconds
from tests.provinces.presence.samples import NOON, Trickle, real, reasons

AT = "<time>2022-05-01T12:00:00Z</time>"


def read(text: str) -> list[Fix | Refused]:
    return list(gpx.read(io.BytesIO(text.encode())))


def track(*points: str) -> str:
    return f"<gpx><trk><name>x</name><trkseg>{''.join(points)}</trkseg></trk></gpx>"


def point(inside: str, where: str = 'lat="39.9" lon="116.4"') -> str:
    return f"<trkpt {where}>{inside}</trkpt>"


class TestRead:
    @pytest.mark.parametrize("most", [1, 1 << 20])
    @pytest.mark.parametrize(
        "inside",
        [
            AT,
            f"<ele>3</ele>{AT}<name>{'x' * 1000}</name>",
            "<time>\n 2022-05-01T20:00:00+08:00\n</time>",
            "<time><![CDATA[2022-05-01T12:00]]>:00</time>",
            f"{AT}<extensions><time>1999-01-01T00:00:00Z</time></extensions>",
        ],
    )
    def test_takes_position_and_time(self, inside: str, most: int) -> None:
        found = list(gpx.read(Trickle(track(point(inside)).encode(), most)))

        assert found == [Fix(1, 39.9, 116.4, NOON)]

    @pytest.mark.parametrize(
        ("inside", "accuracy", "speed"),
        [
            ("<speed>1.5</speed>", None, 1.5),
            ("<hdop>2</hdop>", 10.0, None),
            ("<hdop>0</hdop>", 0.0, None),
            ("<hdop>2</hdop><extensions><accuracy>30</accuracy></extensions>", 30.0, None),
            ("<extensions><a:T><a:speed>3</a:speed></a:T></extensions>", None, 3.0),
        ],
    )
    def test_takes_speed_and_accuracy(
        self, inside: str, accuracy: float | None, speed: float | None
    ) -> None:
        assert read(track(point(AT + inside))) == [Fix(1, 39.9, 116.4, NOON, accuracy, speed)]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
    def test_knows_encodings(self, encoding: str) -> None:
        declared = encoding.removesuffix("-sig")
        text = f'<?xml version="1.0" encoding="{declared}"?>' + track(f"<name>é</name>{point(AT)}")

        assert reasons(gpx.read(io.BytesIO(text.encode(encoding)))) == [None]

    @pytest.mark.parametrize(
        ("refused", "reason"),
        [
            (point(""), Reason.NO_TIME),
            (point("<time/>"), Reason.NO_TIME),
            (point("<time>2022-05-01</time>"), Reason.UNREADABLE),
            (point(f"<time>{'x' * 100_000}</time>"), Reason.UNREADABLE),
            (point(AT, 'lat="39.9"'), Reason.NO_POSITION),
            (point(AT, 'lat="39,9" lon="116,4"'), Reason.UNREADABLE),
            (f'<wpt lat="39.9" lon="116.4">{AT}</wpt>', Reason.NOT_A_LOCATION),
        ],
    )
    def test_refuses_one_point_with_its_reason(self, refused: str, reason: Reason) -> None:
        assert reasons(read(track(point(AT), refused, point(AT)))) == [None, reason, None]

    @pytest.mark.parametrize("text", ["", "not xml", "<gpx><trk>", "<gpx></trk>", "<gpx>&amp"])
    def test_says_where_a_damaged_document_breaks_off(self, text: str) -> None:
        assert read(text) == [Refused(1, Reason.BROKEN_OFF)]

    def test_keeps_the_points_before_the_damage(self) -> None:
        whole = track(point(AT), point(AT), point(AT))

        assert reasons(read(whole[:-60])) == [None, None, Reason.BROKEN_OFF]


class TestHostileDocuments:
    @pytest.mark.parametrize(
        "declaration",
        [
            '<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
            '<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE gpx SYSTEM "http://example.org/gpx.dtd">',
        ],
    )
    def test_may_not_declare_a_type(self, declaration: str) -> None:
        assert read(declaration + track(point(AT))) == [Refused(1, Reason.UNSAFE)]

    @pytest.mark.parametrize(
        "hoard",
        [
            "<a>" * 100,
            f'<a b="{"x" * 1_000_000}"/>',
            "".join(f"<n{number}/>" for number in range(100_000)),
        ],
        ids=["deep", "long", "many names"],
    )
    def test_may_not_make_the_parser_hoard(self, hoard: str) -> None:
        assert reasons(read(track(point(AT), hoard, point(AT)))) == [None, Reason.BROKEN_OFF]


def according_to_gpxpy(path: Path) -> list[tuple[float, float, int, float | None]]:
    with warnings.catch_warnings(), path.open(encoding="utf-8-sig") as stream:
        warnings.simplefilter("ignore")
        document = gpxpy.parse(stream)
    routes = [point for route in document.routes for point in route.points]
    tracks = [point for point, *_ in document.walk()]
    return [
        (point.latitude, point.longitude, moment, getattr(point, "speed", None))
        for point in routes + tracks
        if (moment := seconds(point.time and point.time.isoformat())) is not None
    ]


class TestRealDocuments:
    def test_are_read_as_gpxpy_reads_them(self) -> None:
        for path in real("location_payloads/gpx"):
            with path.open("rb") as stream:
                found = [record for record in gpx.read(stream) if isinstance(record, Fix)]

            ours = [(fix.lat, fix.lon, fix.at, fix.speed_mps) for fix in found]
            assert sorted(ours) == sorted(according_to_gpxpy(path)), path.name

    def test_have_every_point_read_or_refused(self) -> None:
        for path in real("location_payloads/gpx"):
            content = path.read_bytes()

            found = reasons(gpx.read(io.BytesIO(content)))

            points = sum(content.count(b"<%b " % tag) for tag in (b"trkpt", b"rtept", b"wpt"))
            assert len(found) == points, path.name
            assert set(found) <= {None, Reason.NO_TIME, Reason.NOT_A_LOCATION}, path.name
