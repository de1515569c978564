"""`manage.py rules diff|zone`: what drafts would come to, from the command line."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from provinces.status import pipeline, runs
from provinces.zones.models import Level
from tests import cast
from tests.factories import citizens, road, zones
from tests.worlds import World

from .test_under_rules import shipped
from .towns import DAY, NOW

AS_OF = NOW.isoformat()


def run(action: str, path: Path, *given: str, as_json: bool = True) -> tuple[Any, int]:
    """Run the command; return what it printed and its exit status."""
    out = io.StringIO()
    options = [*given, "--as-of", AS_OF, *["--json"] * as_json]
    status = 0
    try:
        call_command("rules", action, cast.NORTH, str(path), *options, stdout=out)
    except SystemExit as end:
        status = int(str(end.code))
    return json.loads(out.getvalue()) if as_json else out.getvalue(), status


def written(folder: Path, content: Any) -> Path:
    path = folder / "draft.json"
    path.write_text(json.dumps(content))
    return path


@pytest.fixture(scope="class")
def town(world: World) -> None:
    """Twelve people in a zone of medium risk, under the first rule set."""
    with world.making():
        road.first_ruleset()
        zones.ground()
        road.zone(level=Level.MEDIUM)
        for _ in range(12):
            road.stay(citizens.citizen(), at=NOW - DAY)
        pipeline.drain(now=NOW)


def graver() -> dict[str, Any]:
    draft = shipped("first")
    draft["grounds"][1]["phases"] = [{"status": "red", "days": 7}]
    draft["cases"][3]["expect"]["status"] = "red"
    draft["cases"] = draft["cases"][:4]
    return draft


@pytest.mark.usefixtures("town", "north")
class TestDiff:
    def test_tells_whose_status_a_draft_would_change(self, tmp_path: Path) -> None:
        told, status = run("diff", written(tmp_path, graver()))

        assert told["judged"] == 12
        assert told["flips"] == [{"from": "yellow", "to": "red", "count": 12}]
        assert told["by_area"][0]["key"] == "110101"
        assert status == 0

    def test_is_put_in_words_for_people(self, tmp_path: Path) -> None:
        told, status = run("diff", written(tmp_path, graver()), as_json=False)

        assert "12 people judged" in told
        assert "  yellow → red  12\n" in told
        assert status == 0

    def test_is_as_of_now_unless_told_otherwise(self, tmp_path: Path) -> None:
        out = io.StringIO()

        call_command("rules", "diff", cast.NORTH, str(written(tmp_path, graver())), stdout=out)

        assert out.getvalue().startswith("as of ")

    def test_tells_first_what_the_validator_refuses(self, tmp_path: Path) -> None:
        draft = graver()
        del draft["grounds"][0]["legal_basis"]

        told, status = run("diff", written(tmp_path, draft))

        assert [refusal["ground"] for refusal in told["refusals"]] == ["stayed_in_high_risk_zone"]
        assert "flips" not in told
        assert status == 1

    def test_refuses_a_draft_whose_own_cases_fail(self, tmp_path: Path) -> None:
        draft = graver()
        draft["cases"][3]["expect"]["until"] = "2026-11-17T08:00:00+08:00"

        told, status = run("diff", written(tmp_path, draft), as_json=False)

        assert "cases.3" in told
        assert status == 1

    @pytest.mark.parametrize(
        ("content", "problem"),
        [("{", "cannot be read as JSON"), ("[]", "is no rule set: a rule set is a JSON object")],
    )
    def test_refuses_what_is_no_document(self, tmp_path: Path, content: str, problem: str) -> None:
        path = tmp_path / "draft.json"
        path.write_text(content)

        with pytest.raises(CommandError, match=problem):
            run("diff", path)

    def test_refuses_a_moment_that_is_none(self, tmp_path: Path) -> None:
        path = str(written(tmp_path, graver()))

        with pytest.raises(CommandError, match="--as-of: 'noon' is not an ISO 8601 moment"):
            call_command("rules", "diff", cast.NORTH, path, "--as-of", "noon")

    def test_refuses_a_moment_before_the_last_run(self, tmp_path: Path) -> None:
        runs.work(runs.start(runs.Plan(NOW), now=NOW))
        path = str(written(tmp_path, graver()))
        yesterday = (NOW - DAY).isoformat()

        with pytest.raises(CommandError, match="--as-of: the last run is as of 2026-11-15T12:00"):
            call_command("rules", "diff", cast.NORTH, path, "--as-of", yesterday)

    def test_refuses_a_province_that_is_not_here(self, tmp_path: Path) -> None:
        path = str(written(tmp_path, graver()))

        with pytest.raises(CommandError, match="no province nowhere on this node"):
            call_command("rules", "diff", "nowhere", path)

    def test_refuses_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="neither a file nor a folder"):
            run("diff", tmp_path / "none.json")


def feature(**properties: Any) -> dict[str, Any]:
    lat, lon = road.h3.cell_to_latlng(road.HERE)
    draft = zones.draft()
    known = {
        "area": "110101",
        "name_zh": draft.name_zh,
        "name_en": draft.name_en,
        "level": "high",
        "unit": "compound",
        "starts_at": (NOW - timedelta(days=3)).isoformat(),
        "ends_at": (NOW + timedelta(days=4)).isoformat(),
        "authority": draft.authority,
        "reason": draft.reason,
        "case_evidence": draft.case_evidence,
    }
    west, south, east, north = lon - 0.004, lat - 0.004, lon + 0.004, lat + 0.004
    shape = zones.box(west, south, east, north)
    return {"type": "Feature", "geometry": shape, "properties": {**known, **properties}}


def map_of(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


@pytest.mark.usefixtures("town", "north")
class TestZone:
    def test_tells_whom_each_zone_of_a_map_would_concern(self, tmp_path: Path) -> None:
        path = written(tmp_path, map_of(feature(), feature(level="low")))

        told, status = run("zone", path, "--datum", "wgs84")

        high, low = told["zones"]
        assert (high["line"], high["met"], high["asked"]) == (1, 12, 0)
        assert high["flips"] == [{"from": "yellow", "to": "red", "count": 12}]
        assert (low["line"], low["met"], low["flips"]) == (2, 12, [])
        assert status == 0

    def test_is_put_in_words_for_people(self, tmp_path: Path) -> None:
        path = written(tmp_path, map_of(feature()))

        told, _ = run("zone", path, "--datum", "wgs84", as_json=False)

        assert told.startswith("zone 1 福鼎家园小区\n")
        assert "; 12 people met it, 0 would be asked\n" in told

    def test_says_which_zone_is_none_and_goes_on(self, tmp_path: Path) -> None:
        path = written(tmp_path, map_of(feature(reason=""), feature()))

        told, status = run("zone", path, "--datum", "wgs84")

        wrong, right = told["zones"]
        assert wrong == {"line": 1, "name_zh": "福鼎家园小区", "refused": "reason: is missing"}
        assert right["met"] == 12
        assert status == 1

    def test_refuses_a_file_that_is_no_map(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"draft\.json: not a GeoJSON FeatureCollection"):
            run("zone", written(tmp_path, {}), "--datum", "wgs84")

    def test_refuses_a_moment_before_the_last_run(self, tmp_path: Path) -> None:
        runs.work(runs.start(runs.Plan(NOW), now=NOW))
        path = str(written(tmp_path, map_of(feature())))
        given = ["--datum", "wgs84", "--as-of", (NOW - DAY).isoformat()]

        with pytest.raises(CommandError, match="name that moment or a later one"):
            call_command("rules", "zone", cast.NORTH, path, *given)

    def test_refuses_a_datum_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"'bd09' \(choose from '?wgs84'?, '?gcj02"):
            run("zone", written(tmp_path, map_of(feature())), "--datum", "bd09")

    def test_needs_a_datum(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="--datum"):
            run("zone", written(tmp_path, map_of(feature())))
