"""`manage.py zones`: maps and lists from files."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.cells.datum import wgs84_to_gcj02
from provinces.zones.models import DivisionList, DivisionRisk, EffectiveZone, State, Version, Zone
from tests.factories import areas, offices, users, zones

PROPERTIES = {
    "area": "110101",
    "name_zh": "福鼎家园小区",
    "name_en": "Fuding Garden",
    "level": "high",
    "unit": "compound",
    "starts_at": (zones.today() - timedelta(days=3)).isoformat(),
    "ends_at": (zones.today() + timedelta(days=7)).isoformat(),
    "authority": "市疾病预防控制中心",
    "reason": "三例病例同住一个小区",
    "case_evidence": "case 2026-1115-03",
}
LON, LAT = zones.INSIDE
SQUARE = zones.box(LON - 0.002, LAT - 0.002, LON + 0.002, LAT + 0.002)


def feature(geometry: Any = SQUARE, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {**PROPERTIES, **properties},
        "geometry": geometry,
    }


def written(folder: Path, *features: Any) -> str:
    path = folder / "map.geojson"
    content = {"type": "FeatureCollection", "features": list(features)}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("zones", "north", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def report(*arguments: str) -> tuple[int, dict[str, Any]]:
    status, out = run(*arguments, "--json")
    return status, json.loads(out.splitlines()[-1])


@pytest.fixture
def officials(north: object) -> tuple[str, str]:
    """Names of one who declares and one who signs, whose offices are in force today."""
    zones.ground()
    zones.area()
    now = zones.today()
    declarer = zones.official("epidemiologist", unit="one office", now=now)
    signer = zones.official("high_reviewer", unit="another office", now=now)
    return declarer.username, signer.username


class TestMap:
    def test_is_only_checked_without_officials(self, officials: Any, tmp_path: Path) -> None:
        status, done = report(written(tmp_path, feature()), "--datum", "wgs84")

        assert (status, done["read"], done["checked"]) == (0, 1, 1)
        assert done["declared"] == 0
        assert not Zone.objects.exists()

    def test_is_declared_by_one(self, officials: tuple[str, str], tmp_path: Path) -> None:
        path = written(tmp_path, feature(), feature(level=1))

        status, done = report(path, "--datum", "wgs84", "--declare-by", officials[0])

        assert (status, done["declared"], done["in_effect"]) == (0, 2, 0)
        assert set(Version.objects.values_list("state", flat=True)) == {State.AWAITING}

    def test_is_in_effect_by_two(self, officials: tuple[str, str], tmp_path: Path) -> None:
        by, signed_by = officials
        path = written(tmp_path, feature())

        status, done = report(path, "--datum", "wgs84", "--declare-by", by, "--sign-by", signed_by)

        assert (status, done["in_effect"]) == (0, 1)
        assert EffectiveZone.objects.get().name_zh == "福鼎家园小区"

    def test_is_converted_from_its_datum(self, officials: tuple[str, str], tmp_path: Path) -> None:
        ring = [list(reversed(wgs84_to_gcj02(lat, lon))) for lon, lat in SQUARE["coordinates"][0]]
        shifted = written(tmp_path, feature({"type": "Polygon", "coordinates": [ring]}))
        run(shifted, "--datum", "gcj02", "--declare-by", officials[0])

        run(written(tmp_path, feature()), "--datum", "wgs84", "--declare-by", officials[0])

        first, second = Version.objects.order_by("id")
        assert first.cells == second.cells

    @pytest.mark.parametrize("arguments", [[], ["--datum", "bd09"]])
    def test_needs_its_datum(self, officials: Any, tmp_path: Path, arguments: list[str]) -> None:
        with pytest.raises(CommandError, match="datum"):
            run(written(tmp_path, feature()), *arguments)

    def test_reports_what_was_refused_and_takes_the_others(
        self, officials: tuple[str, str], tmp_path: Path
    ) -> None:
        path = written(
            tmp_path,
            feature(),
            feature(case_evidence=""),
            feature(zones.box(116.6, 39.9, 116.61, 39.91)),
            feature(area="130101"),
            feature({"type": "Point", "coordinates": [116.4, 39.9]}),
            feature(None),
            feature(unit="household"),
            feature(level="purple"),
            feature(starts_at="soon"),
            None,
        )

        status, done = report(path, "--datum", "wgs84", "--declare-by", officials[0])

        assert status == 1
        assert (done["read"], done["declared"], done["refused"]) == (10, 1, 9)
        assert [
            (each["reason"], each["count"], each["first_line"]) for each in done["refusals"]
        ] == [
            ("the draft is incomplete or wrong", 6, 2),
            ("the geometry is none", 2, 5),
            ("outside the province's territory", 1, 3),
        ]
        assert Zone.objects.count() == 1

    def test_leaves_nothing_of_a_zone_whose_signature_is_refused(
        self, officials: tuple[str, str], tmp_path: Path
    ) -> None:
        by, _ = officials

        status, done = report(
            written(tmp_path, feature()), "--datum", "wgs84", "--declare-by", by, "--sign-by", by
        )

        assert status == 1
        assert done["refusals"][0]["reason"] == "signed by the official who declared it"
        assert not Zone.objects.exists()

    def test_speaks_to_people_too(self, officials: tuple[str, str], tmp_path: Path) -> None:
        path = written(tmp_path, feature(), feature(name_zh=""))

        status, out = run(path, "--datum", "wgs84", "--declare-by", officials[0])

        assert status == 1
        assert out.splitlines() == [
            "2 read, 1 checked, 1 declared, 0 in_effect, 1 refused",
            "  1 × the draft is incomplete or wrong; first at 2: name_zh: is missing",
        ]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [("{", "not JSON"), ("[]", "FeatureCollection"), ('{"features": []}', "FeatureCollection")],
    )
    def test_is_refused_whole_where_it_is_none(
        self, officials: Any, tmp_path: Path, content: str, problem: str
    ) -> None:
        path = tmp_path / "map.geojson"
        path.write_text(content)

        with pytest.raises(CommandError, match=problem):
            run(str(path), "--datum", "wgs84")

    def test_needs_a_territory(self, north: object, tmp_path: Path) -> None:
        areas.area("110101")

        with pytest.raises(CommandError, match="territory"):
            run(written(tmp_path, feature()), "--datum", "wgs84")

    def test_needs_people_and_provinces_that_exist(self, officials: Any, tmp_path: Path) -> None:
        path = written(tmp_path, feature())

        with pytest.raises(CommandError, match="nobody"):
            run(path, "--datum", "wgs84", "--declare-by", "nobody")
        with pytest.raises(CommandError, match="--declare-by"):
            run(path, "--datum", "wgs84", "--sign-by", officials[1])
        with pytest.raises(CommandError, match="atlantis"):
            call_command("zones", "atlantis", path)
        with pytest.raises(CommandError, match="absent"):
            run(str(tmp_path / "absent"), "--datum", "wgs84")


LIST = """\
adcode,subdistrict,community,level,first_seen,last_seen
110101,槐树街道,福鼎家园3号楼2单元,high,2022-11-20T11:00:00+08:00,2022-11-27T00:30:00+08:00
110101,,河西村,中风险,2022-11-20,2022-11-22
130101,,河东村,high,2022-11-20,2022-11-22
"""


SIGNED = ("--declare-by", "lin", "--sign-by", "wu")


class TestDivisions:
    @pytest.fixture(autouse=True)
    def in_north(self, north: object) -> None:
        areas.area("110101")
        for name, role in (("lin", "epidemiologist"), ("wu", "reviewer")):
            office = {"now": zones.today(), "unit": f"{name}'s office"}
            offices.office(users.user(name), areas.area("110100"), role, **office)

    @pytest.mark.parametrize("name", ["list.csv", "list.csv.gz"])
    def test_are_imported_from_plain_and_packed_tables(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        packed = gzip.compress(LIST.encode()) if name.endswith("gz") else LIST.encode("utf-8-sig")
        path.write_bytes(packed)

        status, done = report(str(path), "--divisions", *SIGNED)

        assert status == 1
        assert (done["read"], done["added"], done["refused"]) == (3, 2, 1)
        assert done["refusals"][0]["first_line"] == 4
        assert set(DivisionRisk.objects.values_list("place", "level", "source")) == {
            ("槐树街道福鼎家园3号楼", 3, name),
            ("河西村", 2, name),
        }

    def test_all_is_well_when_nothing_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text("".join(LIST.splitlines(keepends=True)[:-1]))

        status, out = run(str(path), "--divisions", "--source", "国务院客户端", *SIGNED)

        assert status == 0
        assert out == "2 read, 2 added, 0 prolonged, 0 awaiting, 0 duplicates, 0 refused\n"
        assert DivisionRisk.objects.filter(source="国务院客户端").count() == 2

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"adcode,level\n", "columns are missing: place, first_on, last_on"),
            (b"", "columns are missing"),
            ("adcode,地点\n北".encode("gbk"), "not a table"),
        ],
    )
    def test_are_refused_whole_where_the_table_is_none(
        self, tmp_path: Path, content: bytes, problem: str
    ) -> None:
        path = tmp_path / "list.csv"
        path.write_bytes(content)

        with pytest.raises(CommandError, match=problem):
            run(str(path), "--divisions")

    def test_are_refused_whole_where_the_packing_is_none(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv.gz"
        path.write_bytes(LIST.encode())

        with pytest.raises(CommandError, match="not a table"):
            run(str(path), "--divisions")

    def test_await_another_office_where_one_official_imported_them(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text(LIST)

        status, done = report(str(path), "--divisions", "--declare-by", "lin")

        assert status == 1
        assert (done["added"], done["awaiting"]) == (0, 2)
        assert DivisionList.objects.get().imported_by.username == "lin"
        assert not DivisionRisk.objects.exists()

    def test_are_checked_and_not_stored_where_nobody_imports_them(self, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_text(LIST)

        status, done = report(str(path), "--divisions")

        assert status == 1
        assert (done["read"], done["checked"], done["refused"]) == (3, 2, 1)
        assert not DivisionList.objects.exists()

    def test_are_not_stored_where_the_second_signature_is_not_another_offices(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "list.csv"
        path.write_text(LIST)

        with pytest.raises(CommandError, match="lin imported"):
            run(str(path), "--divisions", "--declare-by", "lin", "--sign-by", "lin")

        assert not DivisionList.objects.exists()
