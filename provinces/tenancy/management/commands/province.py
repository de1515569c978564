"""`manage.py province prepare|add|list`: the node's directory from the command line."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from provinces.tenancy import directory, services


class Command(BaseCommand):
    """Prepare the node, add a province, or list those hosted."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("prepare", help="bring every schema up to the code's migrations")
        verbs.add_parser("list", help="list the provinces on this node")
        add = verbs.add_parser("add", help="create a province by cloning the template")
        add.add_argument("slug")
        add.add_argument("--name-zh", required=True)
        add.add_argument("--name-en", required=True)
        add.add_argument("--division-code", default="")
        add.add_argument("--host", default="")
        add.add_argument("--port", type=int)
        add.add_argument("--database", default="")

    def handle(self, *_args: Any, **options: Any) -> None:
        getattr(self, options["verb"])(options)

    def prepare(self, _options: dict[str, Any]) -> None:
        services.prepare_node()
        self.stdout.write("the node is prepared")

    def list(self, _options: dict[str, Any]) -> None:
        for entry in directory.hosted():
            where = entry.server or "this node's server"
            self.stdout.write(f"{entry.slug:20} {entry.name_en:20} {entry.name_zh}  {where}")

    def add(self, options: dict[str, Any]) -> None:
        began = time.monotonic()
        try:
            entry = services.add(
                options["slug"],
                name_zh=options["name_zh"],
                name_en=options["name_en"],
                division_code=options["division_code"],
                place=services.Place(options["host"], options["port"], options["database"]),
            )
        except services.AlreadyHosted as refusal:
            raise CommandError(str(refusal)) from None
        done = {"province": entry.slug, "seconds": round(time.monotonic() - began, 2)}
        self.stdout.write(json.dumps(done))
