"""Every real OwnTracks message and GPX file: what is kept of it, and why the rest is refused."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cells.datum import Datum
from provinces.presence.formats.fix import WORDING, Reason
from provinces.presence.formats.reading import Format, read
from provinces.presence.minimising import minimise
from tests.provinces.presence.samples import real

# Long after the last of them; they are of several years.
NOW, OLDEST = datetime(2026, 11, 22, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)
OTHER, NO_TIME = Reason.NOT_A_LOCATION, Reason.NO_TIME

Told = tuple[int, int, dict[Reason, int]]
# By file: records kept, the same minute and cell again, refused by reason.
GPX: dict[str, Told] = {
    "gpxpy__around-visnjan-with-car": (24, 80, {}),
    "gpxpy__cerknicko-jezero": (97, 199, {OTHER: 7}),
    "gpxpy__cerknicko-jezero-with-elevations-zero": (97, 199, {OTHER: 7}),
    "gpxpy__custom_schema_locations": (0, 0, {}),
    "gpxpy__first_and_last_elevation": (10, 0, {}),
    "gpxpy__gpx1.0_with_all_fields": (2, 0, {OTHER: 2, NO_TIME: 4}),
    "gpxpy__gpx1.1_with_extensions": (0, 0, {OTHER: 1}),
    "gpxpy__gpx_with_garmin_extension": (0, 0, {OTHER: 1}),
    "gpxpy__route": (0, 0, {NO_TIME: 55}),
    "gpxpy__track-with-extremes": (0, 0, {NO_TIME: 25}),
    "gpxpy__track-with-small-floats": (0, 0, {NO_TIME: 3}),
    "gpxpy__track_with_speed": (2, 1, {}),
    "gpxpy__unicode2": (0, 0, {}),
    "gpxpy__unicode_with_bom_noencoding": (0, 0, {OTHER: 1}),
    "gpxpy__validation_gpx11": (2, 0, {OTHER: 2, NO_TIME: 4}),
}
OWNTRACKS: dict[str, Told] = {
    "card_message_with_tid": (0, 0, {OTHER: 1}),
    "cmd_report_location": (0, 0, {OTHER: 1}),
    "cmd_set_waypoints": (0, 0, {OTHER: 1}),
    "configuration_message": (0, 0, {OTHER: 1}),
    "invalid_location_message_missing_tid_and_topic": (0, 0, {Reason.ABSURD_POSITION: 1}),
    "location_beacon_trigger": (1, 0, {}),
    "location_empty": (0, 0, {Reason.NO_POSITION: 1}),
    "location_multiple_messages": (1, 0, {Reason.TOO_COARSE: 1}),
    "location_with_created_at": (1, 0, {}),
    "unknown_message": (0, 0, {OTHER: 1}),
    "valid_location_message": (0, 0, {Reason.ABSURD_POSITION: 1}),
    "waypoint_message": (0, 0, {OTHER: 1}),
}


def told(path: Path, form: Format) -> Told:
    """Return what becomes of a file's records."""
    kept, again, refused = 0, 0, Counter[Reason]()
    for batch in read(io.BytesIO(path.read_bytes()), form):
        found = minimise(batch, datum=Datum.WGS84, now=NOW, oldest=OLDEST)
        kept, again = kept + len(found.cell), again + found.duplicates
        refused.update(record.reason for record in found.refused)
    return kept, again, dict(refused)


@pytest.mark.parametrize(
    ("folder", "form", "expected"),
    [("gpx", Format.GPX, GPX), ("owntracks", Format.OWNTRACKS, OWNTRACKS)],
    ids=["gpx", "owntracks"],
)
class TestFiles:
    def test_are_kept_or_refused_record_by_record(
        self, folder: str, form: Format, expected: dict[str, Told]
    ) -> None:
        found = {path.stem: told(path, form) for path in real(f"location_payloads/{folder}")}

        assert found == expected

    def test_are_refused_in_words(
        self, folder: str, form: Format, expected: dict[str, Told]
    ) -> None:
        reasons = {reason for _, _, refused in expected.values() for reason in refused}

        assert all(WORDING[reason].endswith(".") for reason in reasons)
