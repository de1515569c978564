"""Twelve published rule sets: each clause is expressed, bounded, or refused in so many words."""

from __future__ import annotations

import copy
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import engines, judging, reading, trying, validating
from provinces.tenancy import directory
from tests.provinces.rules import proving_ground as page

ZONE = ZoneInfo("Asia/Shanghai")
DOCUMENTS = sorted(path.stem for path in page.DOCUMENTS.glob("*.json"))
ENGINES = pytest.mark.parametrize("engine", list(engines.Name))

# The clauses of each source, as they are numbered there.
CLAUSES = {
    "Sichuan, 2021": [*map(str, range(1, 19)), "location", "recognition"],
    "Chengdu, November 2021": ["quirk"],
    "Henan, August 2021": [*map(str, range(1, 9)), "others", "appeal"],
    "Shanghai, 2022": [
        *("1", "2", "3", "4", "4b", "4c", "5", "6", "7", "8", "9", "10", "11"),
        *("test_clock", "other_province_tests", "entry", "offline_code"),
    ],
    "Guangdong, 2022": [*map(str, range(1, 8)), "note_2020"],
    "Beijing, 2022": [
        *("states", "1", "2", "3", "4", "5"),
        *("popup_clearing", "proxy_max", "location_precision"),
    ],
    "Tianjin, after Beijing's first rules of 2020": ["green", "yellow", "red"],
    "Anhui, 2022": [*map(str, range(1, 8)), "y2020", "offline_code"],
    "Hangzhou, 2020 and 2022": ["1", "2", "3"],
    "Hubei, 2020": ["1", "2", "3"],
    "The ninth national plan, June 2022": [
        *("zones", "spillover_high", "spillover_medium", "spillover_low", "close_contact"),
    ],
    "The twenty measures, 11 November 2022": [
        *("zones", "close_contact", "secondary_contact", "spillover_high", "overseas"),
        "high_risk_job_exit",
    ],
    "Transport, 10 September to 31 October 2022": ["test_hours", "landing_test"],
    "England and Wales, 2020": ["england", "wales", "venue"],
}


def judged(document: dict[str, Any], case: str) -> str:
    """Return the status that a document's case comes to."""
    ruleset = reading.read(document)
    found = next(each for each in ruleset.cases if each.name == case)
    return judging.judge(judging.prepare(ruleset, ZONE), found.facts, found.as_of).status


@pytest.mark.parametrize("name", DOCUMENTS)
class TestDocuments:
    def test_are_taken_by_the_validator(self, name: str) -> None:
        assert list(map(str, validating.check(page.named(name), zone=ZONE))) == []

    @ENGINES
    def test_pass_their_own_cases(self, north: directory.Entry, name: str, engine: str) -> None:
        report = trying.run_cases(page.named(name), engine, zone=ZONE)

        assert [(failure.assertion.test, failure.got) for failure in report.failures] == []
        assert report.passed == len(page.named(name)["cases"])


def test_every_source_is_on_the_page() -> None:
    assert list(page.sections()) == list(CLAUSES)


@pytest.mark.parametrize("source", CLAUSES)
class TestPage:
    def test_says_of_every_clause_what_became_of_it(self, source: str) -> None:
        rows = page.sections()[source].rows

        assert list(rows) == CLAUSES[source]
        for n, here in rows.items():
            told = re.match(r"\*\*(\w+)\*\*", here)
            assert told, n
            assert told[1] in page.VERDICTS, n

    def test_names_every_ground_and_no_other(self, source: str) -> None:
        section = page.sections()[source]
        grounds = {ground["key"] for one in section.documents for ground in one["grounds"]}
        besides = {"entry", "contact_parameters"} & {
            key for one in section.documents for key in one
        }

        assert section.documents
        assert section.keys == grounds | besides


@pytest.mark.parametrize("clause", page.refused())
class TestRefused:
    def test_are_told_so_in_the_words_on_the_page(self, clause: str) -> None:
        one = page.refused()[clause]
        document = page.with_ground(page.named(one["in"]), one["ground"])

        refusals = validating.check(document, zone=ZONE)

        assert list(map(str, refusals)) == page.told_of_refusals()[clause]
        assert refusals

    def test_are_not_in_the_rule_set(self, clause: str) -> None:
        one = page.refused()[clause]
        grounds = page.named(one["in"])["grounds"]

        said = [(ground["rests_on"], ground["when"], ground["phases"]) for ground in grounds]

        refused = one["ground"]
        assert (refused["rests_on"], refused["when"], refused["phases"]) not in said


def test_the_page_quotes_nothing_else() -> None:
    assert set(page.told_of_refusals()) == set(page.refused())


class TestClock:
    LATE_RESULT = "near a zone, with a sample taken before leaving: its late result is of no help"
    CLOSE_SAMPLES = "two samples 23 hours apart, whose results came 30 hours apart"

    @pytest.mark.parametrize("case", [LATE_RESULT, CLOSE_SAMPLES])
    def test_makes_a_difference(self, case: str) -> None:
        by_sample = page.named("sichuan")
        by_result = copy.deepcopy(by_sample)
        for ground in by_result["grounds"]:
            for clearing in ground["phases"][0].get("clears", []):
                if "tests" in clearing:
                    clearing["tests"]["clock"] = "result"

        assert judged(by_sample, case) == "yellow"
        assert judged(by_result, case) == "green"


class TestCounting:
    @pytest.mark.parametrize(
        ("counting", "status"), [("exact", "green"), ("inclusive", "green"), ("exclusive", "popup")]
    )
    def test_makes_a_difference_on_the_last_day(self, counting: str, status: str) -> None:
        beijing = copy.deepcopy(page.named("beijing"))
        for ground in beijing["grounds"]:
            ground["anchor"]["counting"] = counting

        assert judged(beijing, "entered on the 1st, in the last minute of the 22nd") == status


def test_a_switch_of_rules_is_another_version() -> None:
    before, after = page.named("shanghai_2022_06"), page.named("shanghai_2022_09_18")

    changed = {
        one["key"]
        for one, other in zip(before["grounds"], after["grounds"], strict=True)
        if (one["when"], one["phases"]) != (other["when"], other["phases"])
    }

    assert (before["name"], changed) == (after["name"], {"secondary_contact"})
    assert before["version"] != after["version"]
