"""`manage.py rules`: suites and rule sets' own cases, on either engine; what is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from provinces.rules import engines, queries
from provinces.tenancy import scope
from tests import cast
from tests.provinces.presence.samples import real
from tests.provinces.rules import documents

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
    """Run cases; return what was printed and the exit status."""
    return call("test", path, engine=engine, json=as_json)


def check(path: Path, *, as_json: bool = True) -> tuple[str, int]:
    """Validate a rule set; return what was printed and the exit status."""
    return call("check", path, json=as_json)


def call(*arguments: Any, **options: Any) -> tuple[str, int]:
    out = io.StringIO()
    try:
        call_command("rules", *arguments, **options, stdout=out)
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


@ENGINES
@pytest.mark.django_db
class TestRulesets:
    def test_run_their_own_cases(self, tmp_path: Path, engine: str) -> None:
        told, status = run(suite(tmp_path, documents.ruleset()), engine)

        assert json.loads(told) == {"passed": 4, "failed": 0, "skipped": 0, "failures": []}
        assert status == 0

    def test_that_ship_have_no_failure(self, engine: str) -> None:
        told, status = run(queries.RULESETS, engine)

        assert (json.loads(told)["failed"], status) == (0, 0)

    def test_may_stand_beside_suites(self, tmp_path: Path, engine: str) -> None:
        suite(tmp_path)
        (tmp_path / "within").mkdir()
        suite(tmp_path / "within", documents.ruleset())

        told, _ = run(tmp_path, engine)

        assert (json.loads(told)["passed"], json.loads(told)["skipped"]) == (6, 1)

    def test_name_the_case_that_fails(self, tmp_path: Path, engine: str) -> None:
        wrong = documents.ruleset()
        wrong["cases"][1]["expect"]["status"] = "yellow"

        told, status = run(suite(tmp_path, wrong), engine, as_json=False)

        assert told.startswith('suite.json: early, assertion 2: expected {"status": "yellow"')
        assert '"status": "red"' in told
        assert told.endswith("3 passed, 1 failed, 0 skipped\n")
        assert status == 1


class TestTimeZone:
    def test_says_whose_midnights_count(self, tmp_path: Path) -> None:
        anchor = {"fact": documents.CONTACT, "counting": "inclusive"}
        phases = [{"status": "red", "days": 14}]
        late = documents.case(
            "late",
            documents.at(10),
            documents.contact(documents.at(1, hour=2)),
            "close_contact",
            status="red",
            until=documents.at(14, hour=13),
        )
        document = documents.ruleset(documents.ground(anchor=anchor, phases=phases), cases=[late])
        path = suite(tmp_path, document)

        failed = [
            json.loads(call("test", path, "--json", *zone)[0])["failed"]
            for zone in ([], ["--time-zone", "America/Havana"])
        ]

        assert failed == [1, 0]

    def test_is_one_that_there_is(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="there is no time zone 'Mars/Olympus'"):
            call("test", suite(tmp_path), "--time-zone", "Mars/Olympus")


class TestCheck:
    def test_has_nothing_against_a_rule_set_in_order(self, tmp_path: Path) -> None:
        assert check(suite(tmp_path, documents.ruleset())) == ('{"refusals": []}\n', 0)
        assert check(suite(tmp_path, documents.ruleset()), as_json=False) == ("0 refused\n", 0)

    def test_tells_the_ground_the_path_and_the_reason(self, tmp_path: Path) -> None:
        ground = documents.ground(rests_on=["close_contact", "close_contact"])
        path = suite(tmp_path, documents.ruleset(ground))

        told, status = check(path)
        in_words, _ = check(path, as_json=False)

        message = "close_contact is there twice"
        place = {"ground": "close_contact", "path": "grounds.0.rests_on.1"}
        assert json.loads(told) == {"refusals": [{**place, "message": message}]}
        assert in_words == f"grounds.0.rests_on.1 (ground close_contact): {message}\n1 refused\n"
        assert status == 1


class TestRefusal:
    def test_of_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="neither a file nor a folder"):
            run(tmp_path / "nothing.json", "python")

    def test_of_what_is_no_suite(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="is no CertLogic test suite"):
            run(suite(tmp_path, {"rules": []}), "python")

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ({"schema": 1}, "the field 'cases' is missing"),
            ([1], "an object or a list is missing where there should be one"),
        ],
    )
    def test_of_what_is_no_suite_says_what_would_be_one(
        self, tmp_path: Path, content: Any, reason: str
    ) -> None:
        with pytest.raises(CommandError, match=rf'{reason}; nor a rule set, whose "schema" is 2'):
            run(suite(tmp_path, content), "python")

    def test_of_a_folder_where_a_file_is_meant(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="is a folder: name a file in it"):
            check(tmp_path)

    def test_of_an_engine_that_there_is_not(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"'java' \(choose from '?python'?, '?sql'?\)"):
            call("test", suite(tmp_path), "--engine", "java")

    def test_of_what_is_no_json(self, tmp_path: Path) -> None:
        path = tmp_path / "suite.json"
        path.write_text("{")

        for act in (lambda: run(path, "python"), lambda: check(path)):
            with pytest.raises(CommandError, match=r"suite\.json cannot be read as JSON"):
                act()

    def test_of_a_field_that_stands_twice(self, tmp_path: Path) -> None:
        path = tmp_path / "suite.json"
        path.write_text('{"schema": 2, "schema": 2}')

        with pytest.raises(CommandError, match="the field 'schema' stands twice"):
            check(path)

    def test_of_a_rule_set_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"(?s)is no rule set:\n.*name: this field is miss"):
            run(suite(tmp_path, {"schema": 2}), "python")

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
