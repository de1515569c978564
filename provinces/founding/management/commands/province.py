"""`manage.py province prepare|found|links|add|owner|list`: the provinces that a node hosts.

province found yunxi.json --check          says what is wrong with the document, and writes nothing
province found yunxi.json                  sets the province up, and prints its officials' links
province links yunxi.json                  new links for whoever has not joined; the others are void

docs/operations.md has the document, field by field, and the way to a first code.
"""

from __future__ import annotations

import json
import sys
import time
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from provinces.founding import document
from provinces.founding import services as founding
from provinces.jurisdictions.services import HasOfficials, Sent
from provinces.tenancy import credentials, directory, grants, services
from provinces.tenancy.addresses import NotTheOwner

REFUSALS = (
    credentials.CredentialMissing,
    directory.NotPrepared,
    grants.LoginOfAnother,
    services.AlreadyHosted,
    services.IncompletePlace,
    services.SchemaLost,
    document.Refused,
    founding.Differs,
    HasOfficials,
    NotTheOwner,
)

ADDRESS = "http://localhost:8000"
FROM_A_DOCUMENT = {
    "found": "set a province up from a document: areas, territory, controller, first officials",
    "links": "new links for the first officials who have not joined",
}
SAID = {
    True: "{slug} is set up, with {areas} areas. Its first officials open their accounts by these:",
    False: "{slug} is as the document has it.",
}
HAND_OVER = """They are shown this once, and count for {hours} hours. Hand link and code to each by
two different ways; whoever has both opens the account, and chooses its password."""
USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Prepare the node, add a province, or list those hosted."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

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
        for verb, what in FROM_A_DOCUMENT.items():
            parser = verbs.add_parser(verb, help=what)
            parser.add_argument("file", type=Path)
            parser.add_argument("--address", default=ADDRESS, help="where its pages are served")
            parser.add_argument("--json", action="store_true", help="one object on the last line")
        verbs.choices["found"].add_argument(
            "--check", action="store_true", help="say what is wrong, and write nothing"
        )

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

    def found(self, options: dict[str, Any]) -> None:
        plan = _read(options["file"])
        if options["check"]:
            self.stdout.write(f"{plan.slug}: {len(plan.areas)} areas, nothing is wrong")
            return
        self._tell(plan, founding.found(plan, now=timezone.now()), options)

    def links(self, options: dict[str, Any]) -> None:
        plan = _read(options["file"])
        self._tell(plan, founding.renew_links(plan, now=timezone.now()), options)

    def _tell(self, plan: document.Plan, done: founding.Founded, options: dict[str, Any]) -> None:
        told = [_as_told(each, plan.slug, options["address"]) for each in done.sent]
        if options["json"]:
            self.stdout.write(
                json.dumps({"province": plan.slug, "new": done.is_new, "officials": told})
            )
            return
        self.stdout.write(SAID[done.is_new].format(slug=plan.slug, areas=len(plan.areas)))
        for each in told:
            self.stdout.write(
                "\n{full_name}, {role}, {unit}\n  {link}\n  code {code}".format(**each)
            )
        if told:
            self.stdout.write(f"\n{HAND_OVER.format(hours=settings.ACCOUNTS_INVITATION_HOURS)}")

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


def _read(path: Path) -> document.Plan:
    """Return the province of a document; raises CommandError, and Refused with what is wrong."""
    try:
        value = json.loads(path.read_bytes())
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from None
    except (UnicodeDecodeError, RecursionError, json.JSONDecodeError) as problem:
        raise CommandError(f"{path} is no JSON in UTF-8: {problem}") from None
    return document.read(value)


def _as_told(sent: Sent, slug: str, address: str) -> dict[str, str]:
    inside = reverse("portal:invitation", args=[sent.secret])
    return {
        "full_name": sent.first.full_name,
        "role": sent.first.role,
        "unit": sent.first.unit,
        "link": f"{address.rstrip('/')}/p/{slug}{inside}",
        "code": sent.code,
        "until": sent.expires_at.isoformat(),
    }


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
    except directory.NoSuchProvince as problem:
        raise CommandError(f"no province {problem} on this node") from None
    except REFUSALS as refusal:
        raise CommandError(str(refusal)) from None
