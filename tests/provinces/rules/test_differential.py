"""Rule sets at random decide the same of everybody in SQL and in Python, day by day."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import judging, reading, validating
from provinces.rules.phases import EndedBy
from provinces.tenancy import directory
from tests.provinces.rules import drafts, engines

FEW = range(3)
MANY = [*FEW, *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(3, 60))]


@pytest.mark.parametrize("seed", MANY)
class TestEngines:
    def test_agree_about_everybody_every_day(self, north: directory.Entry, seed: int) -> None:
        assert engines.over_weeks(seed, people=25) == []

    def test_agree_on_which_tests_count(self, north: directory.Entry, seed: int) -> None:
        assert engines.over_tests(seed, people=150) == []


class TestDrafts:
    """What is compared is worth comparing: rule sets that may be published, and hold people."""

    @pytest.mark.parametrize("seed", range(20))
    def test_lack_only_cases(self, seed: int) -> None:
        refusals = validating.check(drafts.ruleset(Random(seed)))  # noqa: S311

        assert {refusal.path.split(".")[0] for refusal in refusals} <= {"cases"}

    def test_come_to_every_phase_and_every_end(self) -> None:
        chance, found = Random(1), Counter[Any]()  # noqa: S311
        zone = ZoneInfo("Asia/Shanghai")
        begins = datetime(2026, 11, 1, tzinfo=zone)
        for _ in range(12):
            prepared = judging.prepare(reading.read(drafts.ruleset(chance)), zone)
            for facts, at in islice(engines.lives(chance, begins, people=25), 0, None, 7):
                for explained in judging.explain(prepared, facts, at):
                    found.update([explained.held.phase] if explained.held else [])
                    found.update(part.ended_by for part in explained.parts if explained.is_met)

        assert set(found) == {0, 1, 2, 3, *EndedBy}
