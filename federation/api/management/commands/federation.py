"""`manage.py federation`: our peers, what we hold of them, is it true, and whom we trust.

status | sync | verify                    [--province P]   for one province, or for all here
found NAME PROVINCE...                                     a federation of provinces hosted here
membership | keys | peers                  --province P
compose NAME                               --province P    one of nodes of their own, by their cards
card | draft | rotate | sign | take        --province P    a new membership, signed file by file
retire-keys ROLE [--dry-run]               --province P    forget keys that were replaced
suspend | resume PEER --because TEXT       --province P
follow PEER --because TEXT                 --province P    after a fork, on the history known
restoration --feed N [--audit N] --because TEXT            our logs go on from there: a statement
sign-restoration | restore --file FILE     --province P    signed by each; followed by each
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from federation.api.management import trust
from federation.sync import reporting
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own

Report = dict[str, Any]
REPORTS: dict[str, Callable[..., Report]] = {
    "status": reporting.status,
    "sync": reporting.synced,
    "verify": reporting.verified,
}


class Command(BaseCommand):
    """Show, pull and verify, for one province of this node or for all; and see to trust."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name in REPORTS:
            report = actions.add_parser(name)
            report.add_argument("--province", help="one province, instead of all on this node")
            report.add_argument("--json", action="store_true", help="one object on the last line")
        trust.add_arguments(actions)

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] in trust.ACTIONS:
            self._trust(options)
            return
        report = REPORTS[options["action"]]
        reports = {slug: _in(slug, report) for slug in _provinces(options["province"])}
        if options["json"]:
            self.stdout.write(json.dumps(reports))
        else:
            for slug, told in reports.items():
                self.stdout.write(f"{slug}  {'well' if told['is_well'] else 'NOT WELL'}")
                self._print({name: value for name, value in told.items() if name != "is_well"})
        if not all(told["is_well"] for told in reports.values()):
            sys.exit(1)

    def _trust(self, options: Report) -> None:
        try:
            told = trust.ordered(options, now=timezone.now())
        except trust.REFUSALS as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"]:
            self.stdout.write(json.dumps(told))
        else:
            self._print(told)

    def _print(self, told: Report) -> None:
        for name, value in told.items():
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    self.stdout.write(f"  {name}: {_line(each)}")


def _line(value: Any) -> str:
    if isinstance(value, dict):
        told = [f"{name} {inner}" for name, inner in value.items() if inner not in ("", None)]
        return "  ".join(told)
    return str(value)


def _in(slug: str, report: Callable[..., Report]) -> Report:
    with scope.province(slug):
        return report(now=timezone.now())


def _provinces(wanted: str | None) -> list[str]:
    try:
        hosted = [entry.slug for entry in directory.hosted()]
    except directory.NotPrepared as problem:
        raise CommandError(str(problem)) from None
    if wanted is None:
        return hosted
    if wanted not in hosted:
        raise CommandError(f"no province {wanted} on this node")
    return [wanted]
