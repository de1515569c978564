"""The bench measures: every part of it runs, on a province small enough for a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import validating

PROJECT = Path(__file__).resolve().parents[2]
RULESETS = sorted((PROJECT / "bench" / "rulesets").glob("*.json"))
SMALL = ["--citizens", "3000", "--zones", "50", "--sheets", "5000", "--no-postgis"]


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda path: path.stem)
def test_what_is_measured_with_could_be_published(ruleset: Path) -> None:
    validating.validate(json.loads(ruleset.read_text()), zone=ZoneInfo("Asia/Shanghai"))


@pytest.mark.battery
def test_every_part_measures(tmp_path: Path) -> None:
    report = tmp_path / "benchmarks.md"
    done = subprocess.run(
        [sys.executable, "-m", "bench", *SMALL, "--report", str(report)],
        cwd=PROJECT,
        env={**os.environ, "BENCH_VAR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert report.read_text().count("\n## ") > 12, "a part measured nothing"
