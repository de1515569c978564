"""The document of a province: the manual's is whole, and every fault is named by its path."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.founding import document

FAR = [[[113.0, 30.0], [113.1, 30.0], [113.1, 30.1], [113.0, 30.0]]]
EAST = "divisions.features.2"
OFFICIAL = "offices.0.officials.0"


def put(value: Any, path: str, new: Any) -> None:
    """Change what is at a path; `...` takes it away."""
    *way, last = (int(part) if part.isdecimal() else part for part in path.split("."))
    for part in way:
        value = value[part]
    if new is ...:
        del value[last]
    else:
        value[last] = new


def faults_of(value: Any) -> dict[str, str]:
    with pytest.raises(document.Refused) as refusal:
        document.read(value)
    return {each.path: each.message for each in refusal.value.faults}


class TestRead:
    def test_reads_the_one_that_the_manual_shows(self, shown: dict[str, Any]) -> None:
        plan = document.read(shown)

        assert (plan.slug, plan.province.code) == ("yunxi", "990000")
        assert [row.code for row in plan.areas] == ["990000", "990100", "990101", "990102"]
        whole, east, west = (plan.territories[code] for code in ("990000", "990101", "990102"))
        assert not east & west
        assert (east | west) == whole
        assert len({each.unit for each in plan.officials}) == 2
        assert {each.area for each in plan.officials} == {"990000"}

    @pytest.mark.parametrize(
        ("path", "new", "at", "said"),
        [
            ("slug", "Yun Xi", "slug", "lower case"),
            ("slug", ..., "slug", "missing"),
            ("format", "concord-province/9", "format", "concord-province/1"),
            ("datum", ..., "datum", "missing"),
            ("controller.contact", "", "controller.contact", "not blank"),
            ("controller.name_en", "x" * 121, "controller.name_en", "120"),
            ("controller.password", "secret", "controller.password", "no such field"),
            ("divisions.features", [], "divisions.features", "the province"),
            ("divisions.features.0.geometry", None, "divisions.features.0.geometry", "outline"),
            (f"{EAST}.properties.level", "land", f"{EAST}.properties.level", "prefecture"),
            (f"{EAST}.properties.parent", "880000", "divisions.features", "unknown"),
            (f"{EAST}.properties.code", "990102", "divisions.features", "comes twice"),
            (f"{EAST}.geometry.type", "Point", f"{EAST}.geometry", "Polygon"),
            (f"{EAST}.geometry.coordinates.0.0.0", 500, f"{EAST}.geometry", "off the globe"),
            (f"{EAST}.geometry.coordinates", FAR, f"{EAST}.geometry", "outside of the province"),
            ("divisions.features.3.geometry.coordinates.0.1.0", 112.29,
             "divisions.features.3.geometry", "in another division"),
            (f"{OFFICIAL}.role", "king", f"{OFFICIAL}.role", "administrator"),
            (f"{OFFICIAL}.role", "reviewer", "offices.0.officials", "administrator of the whole"),
            (f"{OFFICIAL}.area", "990101", "offices.0.officials", "administrator of the whole"),
            (f"{OFFICIAL}.area", "770000", f"{OFFICIAL}.area", "no division here"),
            (f"{OFFICIAL}.password", "secret", f"{OFFICIAL}.password", "no such field"),
            (f"{OFFICIAL}.full_name", "周宁 Zhou  NING", "offices.1.officials.0.full_name",
             "twice"),
            ("offices.1.unit", "云溪省卫生健康委员会  yunxi Health Commission", "offices.1.unit",
             "once more"),
            ("offices.1", ..., "offices", "two offices, not 1"),
        ],
    )  # fmt: skip
    def test_names_what_is_wrong(
        self, path: str, new: Any, at: str, said: str, shown: dict[str, Any]
    ) -> None:
        put(shown, path, new)

        faults = faults_of(shown)

        assert said in faults[at]

    def test_names_all_that_is_wrong_at_once(self, shown: dict[str, Any]) -> None:
        put(shown, "slug", "")
        put(shown, "controller.contact", ...)
        put(shown, f"{OFFICIAL}.role", "king")

        assert set(faults_of(shown)) == {"slug", "controller.contact", f"{OFFICIAL}.role"}

    @pytest.mark.parametrize("value", [None, [], "yunxi", 7, {}])
    def test_refuses_what_is_no_document(self, value: Any) -> None:
        assert faults_of(value)

    def test_converts_what_is_in_another_datum(self, shown: dict[str, Any]) -> None:
        own = document.read(shown).territories["990000"]
        put(shown, "datum", "gcj02")

        assert document.read(shown).territories["990000"] != own
