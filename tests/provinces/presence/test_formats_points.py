"""Plain points, as programs send them."""

from __future__ import annotations

import pytest

from provinces.presence.formats import points
from provinces.presence.formats.fix import Fix, Reason
from tests.provinces.presence import samples

POINT = {"time": samples.NOON, "lat": 39.9, "lon": 116.4}


class TestRead:
    def test_takes_all_that_a_point_says(self) -> None:
        point = {**POINT, "accuracy": 20, "speed": 1.5, "until": samples.NOON + 60}

        assert list(points.read([point])) == [
            Fix(1, 39.9, 116.4, samples.NOON, 20.0, 1.5, samples.NOON + 60)
        ]

    @pytest.mark.parametrize(
        ("point", "reason"),
        [
            (7, Reason.UNREADABLE),
            (None, Reason.UNREADABLE),
            ([39.9, 116.4], Reason.UNREADABLE),
            ({**POINT, "lat": "north"}, Reason.UNREADABLE),
            ({**POINT, "lat": [39.9]}, Reason.UNREADABLE),
            ({**POINT, "time": "2026-11-15"}, Reason.UNREADABLE),
            ({**POINT, "lon": None}, Reason.NO_POSITION),
            ({"time": samples.NOON}, Reason.NO_POSITION),
            ({**POINT, "time": ""}, Reason.NO_TIME),
        ],
    )
    def test_refuses_what_is_none(self, point: object, reason: Reason) -> None:
        assert samples.reasons(points.read([point, POINT])) == [reason, None]
