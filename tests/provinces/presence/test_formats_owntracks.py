"""OwnTracks messages become fixes, and whatever else phones post is refused message by message."""

import io
import json

import pytest

from provinces.presence.formats import owntracks
from provinces.presence.formats.fix import Fix, Reason, Refused
from tests.provinces.presence.samples import NOON, Trickle, real, reasons

HERE = {"_type": "location", "lat": 39.9, "lon": 116.4, "tst": NOON}


def read(*messages: object, joined: str = "\n") -> list[Fix | Refused]:
    text = joined.join(json.dumps(message) for message in messages)
    return list(owntracks.read(io.BytesIO(text.encode())))


class TestRead:
    def test_takes_what_a_location_says(self) -> None:
        message = HERE | {"acc": 15, "vel": 36, "created_at": NOON + 3600, "tid": "xx"}

        assert read(message) == [Fix(1, 39.9, 116.4, NOON, 15.0, 10.0)]

    def test_leaves_open_what_it_does_not_say(self) -> None:
        assert read(HERE) == [Fix(1, 39.9, 116.4, NOON)]

    def test_takes_a_negative_speed_for_an_unknown_one(self) -> None:
        assert read(HERE | {"vel": -1}) == [Fix(1, 39.9, 116.4, NOON)]

    @pytest.mark.parametrize("most", [1, 7, 1 << 20])
    @pytest.mark.parametrize(
        "content",
        ["{0}", "[{0},{0}]", "[\n {0},\n\n {0}\n]\n", "{0}\n{0}\r\n", "{0}{0}", "\ufeff[{0}]"],
    )
    def test_reads_an_object_an_array_and_lines(self, content: str, most: int) -> None:
        text = content.replace("{0}", json.dumps(HERE, indent=1))

        records = list(owntracks.read(Trickle(text.encode(), most)))

        assert records == [
            Fix(count, 39.9, 116.4, NOON) for count in range(1, 1 + content.count("{0}"))
        ]

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"_type": "waypoint"}, Reason.NOT_A_LOCATION),
            ({"_type": "transition"}, Reason.NOT_A_LOCATION),
            ({"_type": ["location"]}, Reason.NOT_A_LOCATION),
            ({"lat": None}, Reason.NO_POSITION),
            ({"lon": ""}, Reason.NO_POSITION),
            ({"tst": None}, Reason.NO_TIME),
            ({"tst": "soon"}, Reason.UNREADABLE),
            ({"tst": 10**400}, Reason.UNREADABLE),
            ({"tst": True}, Reason.UNREADABLE),
            ({"lat": [39.9]}, Reason.UNREADABLE),
            ({"lat": "3_9"}, Reason.UNREADABLE),
            ({"acc": {}}, Reason.UNREADABLE),
        ],
    )
    def test_refuses_one_message_with_its_reason(
        self, change: dict[str, object], reason: Reason
    ) -> None:
        assert reasons(read(HERE, HERE | change, HERE)) == [None, reason, None]

    @pytest.mark.parametrize("message", [None, 1, "location", [], {}, [[1]]])
    def test_refuses_what_is_no_message(self, message: object) -> None:
        records = read(HERE, message, HERE)

        assert set(reasons(records[1:-1])) <= {Reason.NOT_A_LOCATION}
        assert isinstance(records[-1], Fix)

    def test_takes_milliseconds_for_what_they_are(self) -> None:
        assert read(HERE | {"tst": NOON * 1000 + 999}) == [Fix(1, 39.9, 116.4, NOON)]


class TestRealPayloads:
    def test_are_read_or_refused_one_by_one(self) -> None:
        found = {
            path.stem: reasons(owntracks.read(io.BytesIO(path.read_bytes())))
            for path in real("location_payloads/owntracks")
        }

        other = [Reason.NOT_A_LOCATION]
        assert found == {
            "card_message_with_tid": other,
            "cmd_report_location": other,
            "cmd_set_waypoints": other,
            "configuration_message": other,
            "invalid_location_message_missing_tid_and_topic": [None],
            "location_beacon_trigger": [None],
            "location_empty": [Reason.NO_POSITION],
            "location_multiple_messages": [None, None],
            "location_with_created_at": [None],
            "unknown_message": other,
            "valid_location_message": [None],
            "waypoint_message": other,
        }

    def test_say_when_the_position_was_taken_and_not_when_it_was_sent(self) -> None:
        path = next(p for p in real("location_payloads/owntracks") if "created_at" in p.name)

        records = list(owntracks.read(io.BytesIO(path.read_bytes())))

        assert records == [Fix(1, 51.0, 0.0, 1709037003, 5.0, 0.0)]
