"""`manage.py facts`: every fact that a rule may name, as a page or as data.

facts > docs/facts.md
facts --json
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from provinces.facts import vocabulary

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Print the vocabulary of rules."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the facts as one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"facts": vocabulary.listed()}, ensure_ascii=False))
        else:
            self.stdout.write(vocabulary.page(), ending="")
