"""`manage.py vaccinations PROVINCE FILE…`: what a register of vaccinations tells is taken in.

vaccinations beijing doses.json --register national

A file is a FHIR R4 Bundle of Immunizations with their patients' documents. The same may be taken
in again: what is known is a duplicate, and whoever has enrolled since is found.
"""

from __future__ import annotations

import json
import re
from argparse import RawDescriptionHelpFormatter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.screening import services
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
REGISTER = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")


class Command(BaseCommand):
    """Take in a register's doses."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--register", required=True, help="who sends it, as the ledger says it")
        parser.add_argument("--json", action="store_true", help="print one object a file")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not REGISTER.fullmatch(options["register"]):
            raise CommandError("--register is 2 to 24 small letters, digits and hyphens")
        refused = 0
        try:
            with scope.province(options["province"]):
                for path in options["files"]:
                    refused += self._take(path, options)
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        if refused:
            raise CommandError(f"{refused} entries are wrong; the others were taken in")

    def _take(self, path: Path, options: dict[str, Any]) -> int:
        try:
            taken = services.take_doses(
                path.read_bytes(), register=options["register"], now=timezone.now()
            )
        except (OSError, services.NotABundle) as problem:
            raise CommandError(f"{path}: {problem}") from None
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(path), **asdict(taken)}, ensure_ascii=False))
            return len({issue.entry for issue in taken.refused})
        self.stdout.write(
            f"{path}: {taken.read} read, {taken.kept} kept, {taken.struck} struck,"
            f" {taken.duplicates} known, {taken.strangers} of nobody enrolled here"
        )
        for issue in (*taken.refused, *taken.passed):
            self.stdout.write(f"  Bundle.entry[{issue.entry}] {issue.path}: {issue.said}")
        return len({issue.entry for issue in taken.refused})
