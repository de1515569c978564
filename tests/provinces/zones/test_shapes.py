"""Shapes as officials bring them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provinces.zones import shapes
from tests.factories import zones

BOX = zones.box(116.40, 39.90, 116.41, 39.91)
OTHER = zones.box(116.42, 39.90, 116.43, 39.91)
RING = "116.40,39.90,0 116.41,39.90,0 116.41,39.91,0 116.40,39.91,0 116.40,39.90,0"
KML = f"""<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>小区</name>
<Polygon><outerBoundaryIs><LinearRing><coordinates>
{RING}
</coordinates></LinearRing></outerBoundaryIs>%s</Polygon></Placemark></Document></kml>"""


def feature(geometry: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": geometry}


class TestRead:
    @pytest.mark.parametrize(
        "said",
        [
            BOX,
            feature(BOX),
            {"type": "FeatureCollection", "features": [feature(BOX)]},
            {"type": "GeometryCollection", "geometries": [BOX]},
        ],
        ids=["geometry", "feature", "map", "collection"],
    )
    def test_finds_an_area_in_json(self, said: Any) -> None:
        assert shapes.read(json.dumps(said)) == BOX

    def test_puts_the_areas_of_a_map_together(self) -> None:
        said = {"type": "FeatureCollection", "features": [feature(BOX), feature(OTHER)]}

        found = shapes.read(json.dumps(said))

        parts = [BOX["coordinates"], OTHER["coordinates"]]
        assert found == {"type": "MultiPolygon", "coordinates": parts}

    def test_leaves_out_what_is_no_area(self) -> None:
        point = feature({"type": "Point", "coordinates": [116.4, 39.9]})
        said = {"type": "FeatureCollection", "features": [point, feature(BOX), None]}

        assert shapes.read(json.dumps(said)) == BOX

    def test_takes_a_circle(self) -> None:
        assert shapes.read(json.dumps(zones.circle())) == zones.circle()

    def test_finds_an_area_in_kml(self) -> None:
        assert shapes.read((KML % "").encode()) == BOX

    def test_finds_the_holes_in_kml(self) -> None:
        hole = f"<innerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing>"

        found = shapes.read(KML % f"{hole}</innerBoundaryIs>")

        assert len(found["coordinates"]) == 2

    @pytest.mark.parametrize("datum", ["", "SRID=4326;"])
    def test_finds_an_area_in_well_known_text(self, datum: str) -> None:
        ring = "116.4 39.9, 116.41 39.9, 116.41 39.91, 116.4 39.91, 116.4 39.9"

        assert shapes.read(f"{datum}POLYGON (({ring}))") == BOX

    @pytest.mark.parametrize(
        "said",
        [
            "",
            "  ",
            b"\xff\xfe",
            "{",
            "{}",
            '{"type": "Point", "coordinates": [1, 2]}',
            '{"type": "Polygon"}',
            '{"a":' * 50 + "1" + "}" * 50,
            "POINT (1 2)",
            "somewhere",
            "<kml>",
            "<kml></kml>",
            KML.replace("<kml", "<!DOCTYPE x [<!ENTITY a 'b'>]><kml") % "",
            KML.replace("116.40,", "west,") % "",
            "x" * (shapes.MOST_BYTES + 1),
        ],
    )
    def test_refuses_what_holds_no_area(self, said: str | bytes) -> None:
        with pytest.raises(shapes.UnreadableShape):
            shapes.read(said)
