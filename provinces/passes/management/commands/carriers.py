"""`manage.py carriers PROVINCE …`: who may ask whether somebody may travel.

carriers beijing list
carriers beijing register bj-rail --name "Beijing Railway" --contact "duty@rail.example"
carriers beijing renew bj-rail          a fresh key in place of the one before
carriers beijing revoke bj-rail

A key is shown once, when it is made, and only its hash is kept.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.passes import services
from provinces.passes.models import Carrier
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
BY = "operator"
Told = dict[str, Any]


class Command(BaseCommand):
    """Register carriers, renew their keys, revoke them."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--json", action="store_true", help="print one object")
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        actions.add_parser("list", help="list carriers")
        registered = actions.add_parser("register", help="register one, and print its key")
        renewed = actions.add_parser("renew", help="print a fresh key")
        revoked = actions.add_parser("revoke", help="let one ask no more")
        for known in (registered, renewed, revoked):
            known.add_argument("reference", metavar="REFERENCE")
        registered.add_argument("--name", required=True)
        registered.add_argument("--contact", required=True, help="who answers for what it asks")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                told = ACTIONS[options["action"]](options, timezone.now())
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except (ValueError, LookupError) as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for name, value in told.items():
                self.stdout.write(f"{name}: {value}")


def _list(_options: Told, _now: datetime) -> Told:
    return {each.reference: _line(each) for each in Carrier.objects.order_by("reference")}


def _register(options: Told, now: datetime) -> Told:
    names = {"name": options["name"], "contact": options["contact"]}
    key = services.register_carrier(options["reference"], **names, by=BY, now=now)
    return {"carrier": options["reference"], "key": key}


def _renew(options: Told, now: datetime) -> Told:
    key = services.renew_carrier(options["reference"], by=BY, now=now)
    return {"carrier": options["reference"], "key": key}


def _revoke(options: Told, now: datetime) -> Told:
    services.revoke_carrier(options["reference"], by=BY, now=now)
    return {"carrier": options["reference"], "revoked": now.isoformat()}


ACTIONS: dict[str, Callable[[Told, datetime], Told]] = {
    "list": _list,
    "register": _register,
    "renew": _renew,
    "revoke": _revoke,
}


def _line(carrier: Carrier) -> str:
    stands = f"key until {carrier.key_expires_at.isoformat()}"
    return f"{carrier.name} ({carrier.contact}), {'revoked' if carrier.revoked_at else stands}"
