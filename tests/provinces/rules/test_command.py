"""`manage.py rules test`: suites of expressions, on either engine."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from provinces.rules import engines
from provinces.tenancy import scope
from tests import cast
from tests.provinces.presence.samples import real

ENGINES = pytest.mark.parametrize("engine", list(engines.Name))
SUITE = {
    "cases": [
        {
            "name": "at least 10",
            "certLogicExpression": {">=": [{"var": "minutes"}, 10]},
            "assertions": [
                {"data": {"minutes": 10}, "expected": True},
                {"data": {"minutes": 9}, "expected": False},
                {"data": {"minutes": 9}, "expected": True, "directive": "skip"},
            ],
        }
    ]
}


def suite(folder: Path, content: Any = SUITE) -> Path:
    path = folder / "suite.json"
    path.write_text(json.dumps(content))
    return path


def run(path: Path, engine: str, *, as_json: bool = True) -> tuple[str, int]:
    """Run the command; return what it printed and its exit status."""
    out = io.StringIO()
    try:
        call_command("rules", "test", path, engine=engine, json=as_json, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(str(end.code))
    return out.getvalue(), 0


@ENGINES
@pytest.mark.django_db
class TestReport:
    def test_counts_what_passed_and_was_skipped(self, tmp_path: Path, engine: str) -> None:
        told, status = run(suite(tmp_path), engine)

        assert json.loads(told) == {"passed": 2, "failed": 0, "skipped": 1, "failures": []}
        assert status == 0

    def test_names_what_failed_and_what_came_instead(self, tmp_path: Path, engine: str) -> None:
        wrong = json.loads(json.dumps(SUITE).replace('"minutes": 10', '"minutes": 11', 1))
        wrong["cases"][0]["assertions"][0]["expected"] = False

        told, status = run(suite(tmp_path, wrong), engine)

        failure = {
            "file": "suite.json",
            "test": "at least 10",
            "assertion": 1,
            "expected": False,
            "got": "true",
        }
        assert json.loads(told)["failures"] == [failure]
        assert status == 1

    def test_takes_an_error_for_a_failure(self, tmp_path: Path, engine: str) -> None:
        wrong = json.loads(json.dumps(SUITE).replace('"minutes": 10', '"minutes": "ten"', 1))

        told, status = run(suite(tmp_path, wrong), engine)

        assert json.loads(told)["failures"][0]["got"].startswith("error: ")
        assert status == 1

    def test_is_put_in_words_for_people(self, tmp_path: Path, engine: str) -> None:
        told, _ = run(suite(tmp_path), engine, as_json=False)

        assert told == "2 passed, 0 failed, 1 skipped\n"

    def test_of_the_official_suite_has_no_failure(self, engine: str) -> None:
        folder = real("certlogic/testSuite")[0].parent

        told, status = run(folder, engine)

        found = json.loads(told)
        assert (found["passed"], found["failed"], status) == (218, 0, 0)


class TestRefusal:
    def test_of_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="neither a file nor a folder"):
            run(tmp_path / "nothing.json", "python")

    def test_of_what_is_no_suite(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="is no CertLogic test suite"):
            run(suite(tmp_path, {"rules": []}), "python")

    def test_of_sql_where_no_province_is(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("provinces.tenancy.directory.hosted", list)

        with pytest.raises(CommandError, match="hosts no province"):
            run(suite(tmp_path), "sql")


class TestInSql:
    def test_leaves_nothing_in_the_province(self, in_login_mode: None, tmp_path: Path) -> None:
        told, _ = run(suite(tmp_path), "sql")

        assert json.loads(told)["passed"] == 2
        with scope.province(cast.NORTH), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                " WHERE proname LIKE 'certlogic%%' AND nspname !~ '^pg_temp'"
            )
            assert cursor.fetchone() == (0,)
