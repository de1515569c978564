"""`manage.py retention PROVINCE`: erase what is ripe, or see what would be, or verify.

retention beijing                  erase now whatever is ripe, each batch certified
retention beijing --dry-run        only tell how many rows of each class that would be
retention beijing --verify 17      verify purge certificate 17; exit status 1 if it does not hold
retention beijing --verify all     verify every one
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.retention import queries, services
from provinces.retention.models import Purge
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import NotTheOwner
from provinces.tenancy.credentials import CredentialMissing

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Purge a province, and verify what was purged."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--dry-run", action="store_true", help="erase nothing")
        parser.add_argument("--verify", metavar="CERT", help="a certificate's number, or all")
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                told = _verified(options["verify"]) if options["verify"] else _purged(options)
        except directory.NoSuchProvince:
            raise CommandError(f"{options['province']} is not on this node") from None
        except (CredentialMissing, NotTheOwner) as refusal:
            raise CommandError(str(refusal)) from None
        self._say(told, as_json=options["json"])
        if told.get("faults"):
            raise CommandError(f"{len(told['faults'])} certificates do not hold")

    def _say(self, told: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for key, value in told.items():
            self.stdout.write(f"{key}: {value or 'none'}")


def _purged(options: dict[str, Any]) -> dict[str, Any]:
    now = timezone.now()
    if options["dry_run"]:
        return {"ripe": services.ripe(now=now)}
    return {"purged": services.purge(now=now)}


def _verified(which: str) -> dict[str, Any]:
    faults = {str(purge.pk): wrong for purge in _named(which) if (wrong := queries.faults(purge))}
    return {"verified": which, "faults": faults}


def _named(which: str) -> Any:
    if which == "all":
        return Purge.objects.order_by("pk").iterator()
    found = queries.certificate(int(which)) if which.isdecimal() else None
    if found is None:
        raise CommandError(f"there is no certificate {which}")
    return [found]
