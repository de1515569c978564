"""A comparison as it is read on a terminal."""

from __future__ import annotations

from provinces.status.whatif import telling
from provinces.status.whatif.comparison import Flip, Part

from .test_comparison import comparison

TABLE = """\
as of 2026-11-15T04:00:00+00:00
5,000 people judged

all:
  green → red          1,545
  red → green  fewer than 10

by area:
  110101 东城区 Dong  green → red       withheld
                      red → green  fewer than 10
  110102 西城区 Xi    green → red  fewer than 10
  110105 朝阳区 Chao  green → red  fewer than 10

by age:
  18-59  green → red          1,545
         red → green  fewer than 10

within 5 km of the border with another province:
  green → red  20
"""


class TestLines:
    def test_are_a_table_without_small_numbers(self) -> None:
        all_flips = (Flip("green", "red", 1545), Flip("red", "green", 3))
        areas = (
            Part("110101", (Flip("green", "red", 1530), all_flips[1]), "东城区", "Dong"),
            Part("110102", (Flip("green", "red", 8),), "西城区", "Xi"),
            Part("110105", (Flip("green", "red", 7),), "朝阳区", "Chao"),
        )
        found = comparison(flips=all_flips, by_area=areas, by_age=(Part("18-59", all_flips),))

        assert "\n".join(telling.lines(found.shown())) + "\n" == TABLE

    def test_say_so_where_nobody_flips(self) -> None:
        nothing = comparison(judged=3, flips=(), by_area=(), by_age=(), at_border=())

        assert list(telling.lines(nothing.shown()))[1:] == [
            "fewer than 10 people judged",
            "nobody's status would be another one",
        ]
