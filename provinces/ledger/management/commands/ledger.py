"""`manage.py ledger PROVINCE …`: seal what is queued, tell how far it is, prove an entry.

ledger beijing seal                     seal now whatever is queued
ledger beijing status                   how long each log is, its root, and how far behind
ledger beijing verify                   read everything again; exit status 1 for any finding
ledger beijing prove 17                 the proof of entry 17 of the audit log, to a file's content
ledger beijing prove 4 --log feed       of entry 4 of the feed
"""

from __future__ import annotations

import json
from argparse import SUPPRESS, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.ledger import queries, sealing, verifying
from provinces.ledger.models import Cosignature, Entry, FeedEntry, Log, Unsealed
from provinces.tenancy import directory, scope
from provinces.tenancy.credentials import CredentialMissing

USAGE = __doc__  # in the class the name means the class's own
Told = dict[str, Any]


class Command(BaseCommand):
    """Look after a province's ledger."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--json", action="store_true", help="print one object")
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        for name, said in (
            ("seal", "seal whatever is queued"),
            ("status", "tell how long the logs are, and how far behind"),
            ("verify", "read the whole ledger again"),
        ):
            _speak_json(actions.add_parser(name, help=said))
        proved = _speak_json(actions.add_parser("prove", help="print the proof of an entry"))
        proved.add_argument("entry", type=int)
        proved.add_argument("--log", choices=Log.values, default=Log.AUDIT.value)

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                told: Told = getattr(self, options["action"])(options)
        except directory.NoSuchProvince:
            raise CommandError(f"{options['province']} is not on this node") from None
        except (CredentialMissing, queries.NotSealed) as refusal:
            raise CommandError(str(refusal)) from None
        if options["json"] or options["action"] == "prove":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            self._say(told)
        if told.get("findings"):
            raise CommandError(f"{len(told['findings'])} findings")

    def seal(self, _options: Told) -> Told:
        return {"sealed": sealing.seal(now=timezone.now())}

    def status(self, _options: Told) -> Told:
        return {
            "logs": {str(log): _state(log) for log in Log},
            "lag_seconds": round(queries.lag().total_seconds()),
            "closed_for_officials": queries.is_closed(),
        }

    def verify(self, _options: Told) -> Told:
        return {"findings": [str(found) for found in verifying.verify_own(timezone.now())]}

    def prove(self, options: Told) -> Told:
        model = FeedEntry if options["log"] == Log.FEED else Entry
        entry = model._default_manager.filter(pk=options["entry"]).first()
        if entry is None:
            raise CommandError(f"the {options['log']} has no entry {options['entry']}")
        return queries.proof_of(entry)

    def _say(self, told: Told, indent: str = "") -> None:
        for key, value in told.items():
            if isinstance(value, dict):
                self.stdout.write(f"{indent}{key}")
                self._say(value, indent + "  ")
            elif isinstance(value, list):
                self.stdout.write(f"{indent}{key}: {len(value) or 'none'}")
                for each in value:
                    self.stdout.write(f"{indent}  {each}")
            else:
                self.stdout.write(f"{indent}{key.replace('_', ' ')}: {value}")


def _speak_json(parser: CommandParser) -> CommandParser:
    # After the action, too; it must not undo what was said before it.
    parser.add_argument("--json", action="store_true", default=SUPPRESS, help="print one object")
    return parser


def _state(log: Log) -> Told:
    head = queries.head(log)
    return {
        "size": head.size if head else 0,
        "root": bytes(head.root).hex() if head else None,
        "signed_at": head.signed_at.isoformat() if head else None,
        "cosigned_by": _witnesses(log, head.size) if head else [],
        "queued": Unsealed.objects.filter(log=log).count(),
    }


def _witnesses(log: Log, size: int) -> list[str]:
    found = Cosignature.objects.filter(log=log, size=size).order_by("witness")
    return list(found.values_list("witness", flat=True))
