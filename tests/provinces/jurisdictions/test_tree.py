"""Building the tree of areas from rows, or refusing to."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.jurisdictions import services
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.tree import MisplacedArea
from provinces.tenancy import directory

ROWS = [
    ("110105001", "110105", 4, "建外街道", "Jianwai"),
    ("110105", "110100", 3, "朝阳区", "Chaoyang"),
    ("110000", None, 1, "北京市", "Beijing"),
    ("110100", "110000", 2, "市辖区", "Urban districts"),
]


class TestBuildTree:
    def test_puts_each_area_below_its_parent(self, north: directory.Entry) -> None:
        assert services.build_tree(ROWS) == 4

        assert Area.objects.get(code="110105001").path == "110000.110100.110105.110105001."
        assert Area.objects.get(code="110105").parent == Area.objects.get(code="110100")

    def test_adds_nothing_the_second_time(self, north: directory.Entry) -> None:
        services.build_tree(ROWS)

        assert services.build_tree(ROWS) == 0

    def test_adds_below_what_is_there(self, north: directory.Entry) -> None:
        services.build_tree(ROWS)

        services.build_tree([("110106", "110100", 3, "丰台区", "Fengtai")])

        assert Area.objects.get(code="110106").path == "110000.110100.110106."

    def test_renews_names(self, north: directory.Entry) -> None:
        services.build_tree(ROWS)

        services.build_tree([("110105", "110100", 3, "朝阳", "Sunrise")])

        assert Area.objects.get(code="110105").name_en == "Sunrise"

    def test_lets_a_county_lie_in_the_province_itself(self, north: directory.Entry) -> None:
        services.build_tree(
            [("420000", None, 1, "湖北省", "Hubei"), ("429004", "420000", 3, "仙桃市", "Xiantao")]
        )

        assert Area.objects.get(code="429004").path == "420000.429004."

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (("11010", "110000", 2, "x", "x"), "not a division code"),
            (("11010५", "110000", 2, "x", "x"), "not a division code"),
            (("110200", "110000", 5, "x", "x"), "no such level"),
            (("110200", "119900", 2, "x", "x"), "unknown"),
            (("110200", None, 2, "x", "x"), "no province"),
            (("120000", None, 1, "x", "x"), "second province"),
            (("110200", "110100", 2, "x", "x"), "not above it"),
            (("120100", "110000", 2, "x", "x"), "does not begin"),
            (("110205", "110100", 3, "x", "x"), "does not begin"),
            (("110105", "110100", 3, "x", "x"), "comes twice"),
        ],
    )
    def test_refuses(
        self, north: directory.Entry, row: tuple[str, str | None, int, str, str], words: str
    ) -> None:
        with pytest.raises(MisplacedArea, match=words):
            services.build_tree([*ROWS, row])
        assert not Area.objects.exists()

    def test_moves_no_area(self, north: directory.Entry) -> None:
        services.build_tree(ROWS)

        with pytest.raises(MisplacedArea, match="do not move"):
            services.build_tree([("110105", "110000", 3, "朝阳区", "Chaoyang")])

    def test_takes_few_queries_for_three_thousand_areas(self, north: directory.Entry) -> None:
        with CaptureQueriesContext(connection) as queries:
            assert services.build_tree(three_thousand()) == 3_021

        assert len(queries) < 15


def three_thousand() -> list[tuple[str, str | None, int, str, str]]:
    """Return a province of 20 prefectures with 10 counties of 14 communities each."""
    rows: list[tuple[str, str | None, int, str, str]] = [("110000", None, 1, "北", "North")]
    for prefecture in range(1, 21):
        city = f"11{prefecture:02}00"
        rows.append((city, "110000", 2, city, city))
        for number in range(1, 11):
            county = f"{city[:4]}{number:02}"
            rows.append((county, city, 3, county, county))
            rows += [
                (f"{county}{community:03}", county, 4, "社区", "Community")
                for community in range(1, 15)
            ]
    return rows
