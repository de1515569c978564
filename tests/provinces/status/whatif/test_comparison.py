"""What people are shown of a comparison."""

from __future__ import annotations

import json
from typing import Any

from provinces.status.whatif.comparison import Comparison, Flip, Part
from tests import cast


def comparison(**values: Any) -> Comparison:
    given: dict[str, Any] = {
        "as_of": cast.NOW,
        "judged": 5000,
        "flips": (Flip("green", "red", 45), Flip("red", "green", 3)),
        "by_area": (
            Part("110101", (Flip("green", "red", 30), Flip("red", "green", 3)), "东城区", "Dong"),
            Part("110102", (Flip("green", "red", 8),), "西城区", "Xi"),
            Part("110105", (Flip("green", "red", 7),), "朝阳区", "Chaoyang"),
        ),
        "by_age": (Part("18-59", (Flip("green", "red", 45), Flip("red", "green", 3))),),
        "at_border": (Flip("green", "red", 20),),
    }
    return Comparison(**{**given, **values})


class TestShown:
    def test_is_plain_data(self) -> None:
        shown = json.loads(json.dumps(comparison().shown()))

        assert shown["as_of"] == "2026-11-15T04:00:00+00:00"
        assert shown["judged"] == 5000
        assert shown["flips"] == [
            {"from": "green", "to": "red", "count": 45},
            {"from": "red", "to": "green", "count": "fewer_than_10"},
        ]
        assert shown["by_area"][1] == {
            "key": "110102",
            "name_zh": "西城区",
            "name_en": "Xi",
            "flips": [{"from": "green", "to": "red", "count": "fewer_than_10"}],
        }
        assert shown["by_age"][0]["key"] == "18-59"
        assert shown["at_border"] == [{"from": "green", "to": "red", "count": 20}]

    def test_tells_how_many_there_are_of_an_age_but_for_a_few(self) -> None:
        shown = comparison(people_by_age=(("0-13", 4), ("18-59", 90), ("60+", 30))).shown()

        assert shown["people"] == 124
        assert shown["people_by_age"] == {
            "0-13": "fewer_than_10",
            "18-59": 90,
            "60+": "withheld",
        }

    def test_says_nothing_of_people_where_they_were_not_counted(self) -> None:
        assert "people" not in comparison().shown()

    def test_withholds_what_would_tell_a_small_number_of_an_area(self) -> None:
        areas = (
            Part("110101", (Flip("green", "red", 40),)),
            Part("110102", (Flip("green", "red", 5),)),
        )

        shown = comparison(by_area=areas).shown()["by_area"]

        counts = {part["key"]: part["flips"][0]["count"] for part in shown}
        assert counts == {"110101": "withheld", "110102": "fewer_than_10"}

    def test_withholds_what_would_tell_how_few_were_not_near_the_border(self) -> None:
        shown = comparison(at_border=(Flip("green", "red", 41),)).shown()

        assert shown["at_border"] == [{"from": "green", "to": "red", "count": "withheld"}]

    def test_tells_how_many_there_are_where_all_were_near_the_border(self) -> None:
        shown = comparison(at_border=(Flip("green", "red", 45),)).shown()

        assert shown["at_border"] == [{"from": "green", "to": "red", "count": 45}]

    def test_of_nobody_is_empty(self) -> None:
        nothing = comparison(judged=0, flips=(), by_area=(), by_age=(), at_border=())

        shown = nothing.shown()

        assert (shown["judged"], shown["flips"], shown["at_border"]) == (0, [], [])
