"""Place names are cut to the building; what is a building stays."""

from __future__ import annotations

import csv
import gzip
import re

import pytest

from provinces.zones.places import LONGEST, cut_to_building, reaches_below_a_building
from tests.provinces.zones import real

CUT = {
    # Stairwells, doors, floors and rooms.
    "福鼎家园3号楼2单元401室": "福鼎家园3号楼",
    "福鼎家园3号楼1-3单元": "福鼎家园3号楼",
    "福鼎家园三号楼三单元11层": "福鼎家园三号楼",
    "福鼎家园A座某单元": "福鼎家园A座",
    "福鼎里2号楼6门": "福鼎里2号楼",
    "福鼎大厦地下二层": "福鼎大厦",
    "福鼎家园9号楼地下室": "福鼎家园9号楼",
    "福鼎家园9号楼1205": "福鼎家园9号楼",
    "福鼎公寓307室": "福鼎公寓",
    # Building, stairwell and room, with hyphens only.
    "福鼎家园18-6-402号同层住户": "福鼎家园18",
    "福鼎国际9-308同层住户": "福鼎国际9",
    "福鼎家园8-8": "福鼎家园8",
    "福鼎家园6-8号楼": "福鼎家园6-8号楼",
    # Households and their neighbours.
    "福鼎西里46号楼3单元病例户同层、垂直上三户和垂直下一户": "福鼎西里46号楼",
    "福鼎街20号楼12层及阳性人员上、下一户": "福鼎街20号楼",
    "福鼎家园5号楼风险户": "福鼎家园5号楼",
    "福鼎庄街西四排1号及左右两户": "福鼎庄街西四排",
    "福鼎镇商业街王小明家": "福鼎镇商业街",
    # In a village a house number is a household; in a town it is a building or a compound.
    "河西村槐树街12号": "河西村槐树街",
    "河西村148号院及周边4户区域": "河西村",
    "河东庄279号": "河东庄",
    "河西村12号楼": "河西村12号楼",
    "方各庄街18号院": "方各庄街18号院",
    "黄村（地区）镇福鼎街18号院": "黄村（地区）镇福鼎街18号院",
    "槐树街12号": "槐树街12号",
    # Lists: each part is cut, and nothing is said twice.
    "福鼎小区1号楼2单元、3单元，5号楼1单元": "福鼎小区1号楼，5号楼",
    "福鼎小区（4号楼1单元、4号楼2单元、6号楼1单元）": "福鼎小区（4号楼、6号楼）",
    "福鼎小区5号楼1、2单元": "福鼎小区5号楼",
    "福鼎小区12号楼（302室）": "福鼎小区12号楼",
    # What looks like one and is none.
    "海户西里18号楼": "海户西里18号楼",
    "黑庄户（地区）乡六号井": "黑庄户（地区）乡六号井",
    "福鼎村卫生室": "福鼎村卫生室",
    "高层2号楼": "高层2号楼",
    "西直门外大街": "西直门外大街",
    "后门桥社区": "后门桥社区",
    # Spelling.
    "福鼎家园３号楼２单元": "福鼎家园3号楼",
    "福鼎家园 3号楼 ": "福鼎家园3号楼",
    "401室": "",
    "某户": "",
}


class TestCutToBuilding:
    @pytest.mark.parametrize(("name", "cut"), CUT.items())
    def test_keeps_what_is_no_smaller_than_a_building(self, name: str, cut: str) -> None:
        assert cut_to_building(name) == cut

    @pytest.mark.parametrize("name", CUT)
    def test_has_nothing_more_to_cut_from_what_it_made(self, name: str) -> None:
        assert cut_to_building(cut_to_building(name)) == cut_to_building(name)

    def test_shortens_a_long_list_between_two_of_its_parts(self) -> None:
        name = "、".join(f"福鼎小区{number}号楼" for number in range(100, 200))

        cut = cut_to_building(name)

        assert len(cut) <= LONGEST
        assert cut.endswith("号楼")

    def test_shortens_what_has_no_parts(self) -> None:
        assert cut_to_building("字" * 200) == "字" * LONGEST


class TestReachesBelowABuilding:
    @pytest.mark.parametrize(
        ("name", "reaches"),
        [("福鼎家园3号楼2单元", True), ("福鼎家园３号楼", False), ("福鼎家园；", False)],
    )
    def test_is_about_what_is_meant_and_not_how_it_is_spelt(
        self, name: str, *, reaches: bool
    ) -> None:
        assert reaches_below_a_building(name) is reaches


# Marks of stairwells, rooms and households that no name of a building has.
GIVEN_AWAY = re.compile(
    r"单元|[0-9]室|某室|地下室|病例|病家|住户|风险户|某户|[0-9一两]户|同层|阳性|[0-9]+-[0-9]+-[0-9]+"
)


@pytest.fixture(scope="module")
def places() -> set[str]:
    """Every place of the official lists."""
    with gzip.open(real.LISTS, "rt", encoding="utf-8") as text:
        return {row["subdistrict"] + row["community"] for row in csv.DictReader(text)}


@real.needed
class TestOfficialLists:
    def test_no_place_reaches_a_household(self, places: set[str]) -> None:
        before = [place for place in places if GIVEN_AWAY.search(place)]

        after = [place for place in map(cut_to_building, places) if GIVEN_AWAY.search(place)]

        assert len(before) > 10_000
        assert after == []

    def test_every_place_keeps_a_name(self, places: set[str]) -> None:
        assert all(0 < len(cut_to_building(place)) <= LONGEST for place in places)

    def test_most_names_of_buildings_stay(self, places: set[str]) -> None:
        buildings = {place for place in places if re.search(r"小区[0-9]+号楼$", place)}

        kept = [place for place in buildings if cut_to_building(place) == place]

        assert len(kept) > 0.99 * len(buildings) > 500
