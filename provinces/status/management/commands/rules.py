"""`manage.py rules test|check|diff|zone`: what a rule set, an expression, or a zone comes to.

rules test provinces/rules/rulesets --engine sql          rule sets' own cases
rules test ../shared/data/certlogic/testSuite --json      suites of CertLogic expressions
rules check draft.json                                    what the validator refuses, and why
rules diff beijing draft.json                             whose status it would change, in numbers
rules diff beijing draft.json --as-of "$(date -Is -d '2 days')"    as of when it would be in force
rules zone beijing map.geojson --datum wgs84              whom a map's zones would concern, and how

A file is a rule set where it says so by its "schema", else a suite in the format of the official
one; a folder is run with all it holds. What `diff` and `zone` try is written nowhere, and counts
below 10 are not told. It is compared with the statuses that read now, so it is tried as of now or a
moment to come, not of one before the last run. Exit status 1 where anything fails, is refused, or
is neither.
"""

from __future__ import annotations

import json
from argparse import ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.cells.datum import Datum
from core.cells.snapping import InvalidGeometry
from core.certlogic import suites
from core.certlogic.suites import Engine, Failure, Report
from provinces.jurisdictions.models import Area
from provinces.rules import compiling, engines, gate, local, reading, trying, validating
from provinces.rules.document import SCHEMA
from provinces.rules.labels import NotADocument, label_of
from provinces.rules.validating import Refusal
from provinces.status import whatif
from provinces.status.whatif import telling
from provinces.tenancy import directory, scope
from provinces.zones import files
from provinces.zones import services as zones
from provinces.zones.files import Feature

USAGE = __doc__  # in the class the name means the class's own
# So many failures are told one by one.
TOLD = 20
UNREADABLE = (suites.NotASuite, reading.Malformed, compiling.NotUnderstood)
# Why a zone of a map is none.
NO_ZONE = (zones.InvalidDraft, InvalidGeometry, zones.OutsideTerritory, zones.OutsideArea)


class Command(BaseCommand):
    """Run the cases of rule sets and expressions; validate rule sets; try drafts."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(
            dest="action", required=True, metavar="test|check|diff|zone"
        )
        test = actions.add_parser("test", help="run rule sets' own cases, and test suites")
        test.add_argument("path", type=Path, metavar="FILE-OR-FOLDER")
        test.add_argument("--engine", choices=_words(engines.Name), default="python")
        check = actions.add_parser("check", help="tell what the validator refuses")
        check.add_argument("path", type=Path, metavar="FILE")
        diff = actions.add_parser("diff", help="tell whose status a draft would change")
        zone = actions.add_parser("zone", help="tell whom a map's zones would concern, and how")
        for action, metavar in ((diff, "DRAFT"), (zone, "MAP")):
            action.add_argument("province")
            action.add_argument("path", type=Path, metavar=metavar)
            action.add_argument("--as-of", type=_moment, metavar="MOMENT", help="if not now")
        zone.add_argument("--datum", choices=_words(Datum), required=True)
        for action in (test, check, diff, zone):
            action.add_argument("--json", action="store_true", help="print one object")
        for action in (test, check):
            usual = local.ELSEWHERE.key
            action.add_argument(
                "--time-zone", type=_zone, default=usual, help=f"whose midnights count ({usual})"
            )

    def handle(self, *_args: Any, **options: Any) -> None:
        options["as_of"] = options.get("as_of") or timezone.now()
        if not options["path"].exists():
            raise CommandError(f"{options['path']} is neither a file nor a folder")
        acts = {"test": self._test, "check": self._check, "diff": self._diff, "zone": self._map}
        if not acts[options["action"]](options):
            raise SystemExit(1)

    def _test(self, options: dict[str, Any]) -> bool:
        name = engines.Name(options["engine"])
        report = _run(options["path"], name, options["time_zone"])
        counts = {"passed": report.passed, "failed": report.failed, "skipped": report.skipped}
        if options["json"]:
            told = [_told(failure) for failure in report.failures]
            self._print_object({**counts, "failures": told})
        else:
            self._print_lines(map(_line, report.failures[:TOLD]))
            self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        return not report.failed

    def _check(self, options: dict[str, Any]) -> bool:
        refusals = validating.check(_read(options["path"]), zone=options["time_zone"])
        return self._tell_refusals(refusals, options)

    def _tell_refusals(self, refusals: Sequence[Refusal], options: dict[str, Any]) -> bool:
        if options["json"]:
            told = [
                {"ground": refusal.ground, "path": refusal.path, "message": refusal.message}
                for refusal in refusals
            ]
            self._print_object({"refusals": told})
        else:
            self._print_lines(map(str, refusals))
            self.stdout.write(f"{len(refusals)} refused")
        return not refusals

    def _diff(self, options: dict[str, Any]) -> bool:
        document = _read(options["path"])
        with _province(options["province"]):
            try:
                label_of(document)
                gate.require(document)
            except gate.Refused as refused:
                return self._tell_refusals(refused.refusals, options)
            except NotADocument as problem:
                raise CommandError(f"{options['path']} is no rule set: {problem}") from None
            with _comparable():
                shown = whatif.rules(document, as_of=options["as_of"]).shown()
        if options["json"]:
            self._print_object(shown)
        else:
            self._print_lines(telling.lines(shown))
        return True

    def _map(self, options: dict[str, Any]) -> bool:
        with _province(options["province"]):
            try:
                areas = {area.code: area for area in Area.objects.all()}
                features = files.features(options["path"])
                with _comparable():
                    tried = [_try(feature, areas, options) for feature in features]
            except (files.UnreadableFile, zones.NoTerritory) as problem:
                raise CommandError(f"{options['path']}: {problem}") from None
        if options["json"]:
            self._print_object({"zones": tried})
        else:
            for one in tried:
                self._print_lines(telling.lines_of_zone(one))
        return not any("refused" in one for one in tried)

    def _print_object(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False))

    def _print_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _words(names: type[StrEnum]) -> list[str]:
    return [str(name) for name in names]


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder of zones is an OSError
        raise ArgumentTypeError(f"there is no time zone {name!r}") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not an ISO 8601 moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_current_timezone())


@contextmanager
def _province(slug: str) -> Iterator[None]:
    try:
        with scope.province(slug):
            yield
    except directory.NoSuchProvince as problem:
        raise CommandError(f"no province {problem} on this node") from None


@contextmanager
def _comparable() -> Iterator[None]:
    try:
        yield
    except whatif.BeforeTheLastRun as problem:
        raise CommandError(f"--as-of: {problem}") from None


def _run(path: Path, name: engines.Name, zone: ZoneInfo) -> Report:
    report = Report(0, (), 0)
    try:
        with _somewhere(name), engines.running(name) as engine:
            for file in suites.files(path):
                report += _run_file(file, name, engine, zone)
    except UNREADABLE as problem:
        raise CommandError(str(problem)) from None
    return report


def _run_file(file: Path, name: engines.Name, engine: Engine, zone: ZoneInfo) -> Report:
    document = _read(file)
    if not trying.is_ruleset(document):
        return _run_suite(file, engine)
    try:
        return trying.run_cases(document, name, zone=zone, file=file.name)
    except (reading.Malformed, compiling.NotUnderstood) as problem:
        raise CommandError(f"{file} is no rule set:\n{problem}") from None


def _run_suite(file: Path, engine: Engine) -> Report:
    try:
        return suites.run_file(file, engine)
    except suites.NotASuite as problem:
        is_neither = f'nor a rule set, whose "schema" is {SCHEMA}'
        raise CommandError(f"{problem}; {is_neither}") from None


def _read(file: Path) -> Any:
    """Return the JSON in a file, in which no field stands twice."""
    if file.is_dir():
        raise CommandError(f"{file} is a folder: name a file in it")
    try:
        return json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except (ValueError, OSError) as problem:
        raise CommandError(f"{file} cannot be read as JSON: {problem}") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the field {twice!r} stands twice in one object")
    return found


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


def _line(failure: Failure) -> str:
    told = _told(failure)
    return (
        f"{told['file']}: {told['test']}, assertion {told['assertion']}:"
        f" expected {json.dumps(told['expected'], ensure_ascii=False)}, got {told['got']}"
    )


def _try(feature: Feature, areas: Mapping[str, Area], options: dict[str, Any]) -> dict[str, Any]:
    """Return what a zone of a map would come to, or why it is none."""
    named = {"line": feature.line, "name_zh": feature.properties.get("name_zh", "")}
    try:
        draft = files.draft_of(feature, areas, options["datum"])
        return {**named, **whatif.zone(draft, as_of=options["as_of"]).shown()}
    except NO_ZONE as problem:
        return {**named, "refused": str(problem)}
