"""`manage.py rules test FILE-OR-FOLDER`: run test suites of CertLogic expressions.

rules test ../shared/data/certlogic/testSuite --engine python
rules test suite.json --engine sql --json

A suite is a JSON file in the format of the official one; a folder is run with all it holds. Exit
status 1 where an assertion fails, or where something is no suite.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.certlogic import suites
from core.certlogic.suites import Failure, Report
from provinces.rules import engines
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
# So many failures are told one by one.
TOLD = 20


class Command(BaseCommand):
    """Run the cases of expressions."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="test")
        test = actions.add_parser("test", help="run test suites")
        test.add_argument("path", type=Path, metavar="FILE-OR-FOLDER")
        test.add_argument("--engine", choices=list(engines.Name), default=engines.Name.PYTHON)
        test.add_argument("--json", action="store_true", help="print the report as one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        report = _run(options["path"], engines.Name(options["engine"]))
        self._tell(report, as_json=options["json"])
        if report.failed:
            raise SystemExit(1)

    def _tell(self, report: Report, *, as_json: bool) -> None:
        counts = {"passed": report.passed, "failed": report.failed, "skipped": report.skipped}
        if as_json:
            self.stdout.write(json.dumps({**counts, "failures": list(map(_told, report.failures))}))
            return
        for failure in report.failures[:TOLD]:
            told = _told(failure)
            self.stdout.write(
                f"{told['file']}: {told['test']}, assertion {told['assertion']}:"
                f" expected {json.dumps(told['expected'], ensure_ascii=False)}, got {told['got']}"
            )
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))


def _run(path: Path, name: engines.Name) -> Report:
    if not path.exists():
        raise CommandError(f"{path} is neither a file nor a folder")
    try:
        with _somewhere(name), engines.running(name) as engine:
            return suites.run(path, engine)
    except suites.NotASuite as problem:
        raise CommandError(str(problem)) from None


def _somewhere(name: engines.Name) -> AbstractContextManager[Any]:
    """Be in any province where an engine needs one: nothing of it is read."""
    if name is engines.Name.PYTHON:
        return nullcontext()
    slug = next((entry.slug for entry in directory.hosted()), None)
    if slug is None:
        raise CommandError("--engine sql: this node hosts no province yet; see province --help")
    return scope.province(slug)


def _told(failure: Failure) -> dict[str, Any]:
    at = failure.assertion
    return {
        "file": at.file,
        "test": at.test,
        "assertion": at.place,
        "expected": at.expected,
        "got": failure.got,
    }
