"""The official suite of CertLogic 1.3.3, on both engines, and its suite of validation."""

from __future__ import annotations

import json

from core.certlogic import suites
from core.certlogic.parsing import parse
from core.certlogic.syntax import Faulty, Json
from tests.core.certlogic.engines import Database, official


def check(report: suites.Report) -> None:
    assert report.failures == ()
    assert (report.passed, report.failed, report.skipped) == (218, 0, 14)


class TestOfficialSuite:
    def test_passes_in_python(self) -> None:
        check(suites.run(official("testSuite"), suites.in_python))

    def test_passes_in_sql(self, database: Database) -> None:
        check(suites.run(official("testSuite"), database.engine))


class TestOfficialValidationSuite:
    def test_finds_the_same_issues_in_the_same_words(self) -> None:
        files = sorted(official("validation-testSuite").glob("*.json"))
        cases = [case for file in files for case in json.loads(file.read_text())["cases"]]

        found = [issues(case["certLogicExpression"]) for case in cases]

        assert len(cases) == 23
        assert found == [case["issues"] for case in cases]


def issues(document: Json) -> list[dict[str, Json]]:
    """Return the faults of a document as the suite has them."""
    try:
        parse(document)
    except Faulty as faulty:
        return [{"expr": fault.part, "message": fault.reason} for fault in faulty.faults]
    return []
