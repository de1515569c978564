"""Real boundaries and lists, where they lie beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
PROVINCES = DATA / "boundaries" / "china6_amap" / "provinces.geojson"
SAMPLE = DATA / "risk_zones" / "zone_spells_apr_jun_2022.csv"
LISTS = DATA / "risk_zones" / "zone_spells_beijing_tianjin_hebei.csv.gz"

needed = pytest.mark.skipif(not DATA.exists(), reason=f"the real data is not at {DATA}")


def boundary(code: str) -> dict[str, Any]:
    """Return the outline of a province by division code."""
    features = json.loads(PROVINCES.read_text())["features"]
    return next(each["geometry"] for each in features if each["properties"]["adcode"] == code)
