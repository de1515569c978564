"""`manage.py province prepare|add|owner|list`: the node's directory from the command line."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from provinces.tenancy import credentials, directory, grants, services
from provinces.tenancy.addresses import NotTheOwner

REFUSALS = (
    credentials.CredentialMissing,
    directory.NotPrepared,
    grants.LoginOfAnother,
    services.AlreadyHosted,
    services.IncompletePlace,
    services.SchemaLost,
    NotTheOwner,
)

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Prepare the node, add a province, or list those hosted."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("prepare", help="bring every schema up to the code's migrations")
        verbs.add_parser("list", help="list the provinces on this node")
        owner = verbs.add_parser(
            "owner", help="keep the owner of another server; its password is read from stdin"
        )
        owner.add_argument("server", metavar="HOST:PORT/DATABASE")
        owner.add_argument("--user", required=True)
        _describe(verbs.add_parser("add", help="create a province by cloning the template"))

    def handle(self, *_args: Any, **options: Any) -> None:
        with _explained():
            getattr(self, options["verb"])(options)

    def prepare(self, _options: dict[str, Any]) -> None:
        services.prepare_node()
        self.stdout.write("the node is prepared")

    def list(self, _options: dict[str, Any]) -> None:
        for entry in directory.hosted():
            where = entry.server or "this node's server"
            self.stdout.write(f"{entry.slug:20} {entry.name_en:20} {entry.name_zh}  {where}")

    def owner(self, options: dict[str, Any]) -> None:
        password = sys.stdin.readline().rstrip("\n")
        credentials.remember_owner(options["server"], user=options["user"], password=password)

    def add(self, options: dict[str, Any]) -> None:
        began = time.monotonic()
        entry = services.add(
            options["slug"],
            name_zh=options["name_zh"],
            name_en=options["name_en"],
            division_code=options["division_code"],
            place=services.Place(options["host"], options["port"], options["database"]),
        )
        done = {"province": entry.slug, "seconds": round(time.monotonic() - began, 2)}
        self.stdout.write(json.dumps(done))


def _describe(parser: CommandParser) -> None:
    parser.add_argument("slug")
    parser.add_argument("--name-zh", required=True)
    parser.add_argument("--name-en", required=True)
    parser.add_argument("--division-code", default="")
    parser.add_argument("--host", default="", help="another server than the node's own")
    parser.add_argument("--port", type=int)
    parser.add_argument("--database", default="")


@contextmanager
def _explained() -> Iterator[None]:
    """Turn a refusal into a message and exit status 1."""
    try:
        yield
    except ValidationError as refusal:
        raise CommandError("; ".join(refusal.messages)) from None
    except REFUSALS as refusal:
        raise CommandError(str(refusal)) from None
