"""`manage.py facts`: the page in the docs is what it prints."""

from __future__ import annotations

import io
import json
from pathlib import Path

from django.core.management import call_command

from provinces.facts.schema import FACTS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "facts.md"


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("facts", *arguments, stdout=out)
    return out.getvalue()


class TestFacts:
    def test_prints_the_page_that_is_in_the_docs(self) -> None:
        assert PAGE.read_text() == printed(), "run manage.py facts > docs/facts.md"

    def test_has_a_row_for_every_fact(self) -> None:
        rows = [line for line in printed().splitlines() if line.startswith("| `")]

        assert [row.split("`")[1] for row in rows] == [fact.name for fact in FACTS]

    def test_prints_the_facts_as_one_object(self) -> None:
        listed = json.loads(printed("--json"))["facts"]

        assert [fact["name"] for fact in listed] == [fact.name for fact in FACTS]
        assert listed[1] == {
            "name": "exposures.high.minutes",
            "type": "minutes",
            "unit": "minutes",
            "in_conditions": True,
            "meaning": {
                "zh-hans": "当日在该高风险区停留的分钟数",
                "en": "Minutes stayed in that high-risk zone on that day",
            },
            "rests_on": "zone_exposure",
            "kept_days": 14,
        }
