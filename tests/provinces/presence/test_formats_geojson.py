"""GeoJSON points become fixes, out of a collection of any length or line by line."""

import io
import json

import pytest

from provinces.presence.formats import geojson
from provinces.presence.formats.fix import Fix, Reason, Refused
from tests.provinces.presence.samples import NOON, Trickle, reasons

AT = "2022-05-01T12:00:00Z"
POINT = {"type": "Point", "coordinates": [116.4, 39.9, 50]}
HERE = {"type": "Feature", "geometry": POINT, "properties": {"time": AT}}


def read(text: str) -> list[Fix | Refused]:
    return list(geojson.read(io.BytesIO(text.encode())))


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "name": "x", "features": features, "bbox": []})


class TestRead:
    @pytest.mark.parametrize("most", [1, 1 << 20])
    @pytest.mark.parametrize(
        "text",
        [
            collection(HERE, HERE),
            json.dumps(json.loads(collection(HERE, HERE)), indent=2),
            f"{json.dumps(HERE)}\n{json.dumps(HERE)}\n",
            f"\x1e{json.dumps(HERE)}\n\x1e{json.dumps(HERE)}\n",
            f"{collection(HERE)}\n{collection(HERE)}",
            json.dumps([HERE, HERE]),
        ],
    )
    def test_reads_collections_and_lines(self, text: str, most: int) -> None:
        found = list(geojson.read(Trickle(text.encode(), most)))

        assert found == [Fix(1, 39.9, 116.4, NOON), Fix(2, 39.9, 116.4, NOON)]

    def test_reads_a_collection_of_any_length(self) -> None:
        assert reasons(read(collection(*[HERE] * 5_000))) == [None] * 5_000

    def test_takes_accuracy_speed_and_end_where_there_are_any(self) -> None:
        said = {"timestamp": NOON, "accuracy": 12, "speed": 1.5, "ended": NOON + 60}

        assert read(json.dumps(HERE | {"properties": said})) == [
            Fix(1, 39.9, 116.4, NOON, 12.0, 1.5, NOON + 60)
        ]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"type": "Point"}, Reason.NOT_A_LOCATION),
            ({"geometry": None}, Reason.NO_POSITION),
            ({"geometry": "here"}, Reason.NOT_A_LOCATION),
            ({"geometry": {"type": "LineString", "coordinates": [[1, 2]]}}, Reason.NOT_A_LOCATION),
            ({"geometry": {"type": "Point"}}, Reason.UNREADABLE),
            ({"geometry": {"type": "Point", "coordinates": []}}, Reason.NO_POSITION),
            ({"geometry": {"type": "Point", "coordinates": [[1], 2]}}, Reason.UNREADABLE),
            ({"properties": None}, Reason.NO_TIME),
            ({"properties": {}}, Reason.NO_TIME),
            ({"properties": ["time"]}, Reason.UNREADABLE),
            ({"properties": {"time": "2022-05-01"}}, Reason.UNREADABLE),
            ({"properties": {"time": AT, "accuracy": "good"}}, Reason.UNREADABLE),
        ],
    )
    def test_refuses_one_feature_with_its_reason(
        self, change: dict[str, object], reason: Reason
    ) -> None:
        assert reasons(read(collection(HERE, HERE | change, HERE))) == [None, reason, None]

    def test_reads_the_sound_features_of_a_damaged_collection(self) -> None:
        text = collection(HERE, HERE, HERE).replace("[116.4, 39.9, 50]", "[116.4 39.9]", 1)

        assert reasons(read(text)) == [Reason.UNREADABLE, None, None]
        assert reasons(read(text[:-40])) == [Reason.UNREADABLE, None, Reason.UNREADABLE]
