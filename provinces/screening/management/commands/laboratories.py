"""`manage.py laboratories PROVINCE …`: who may report results, and with which key.

laboratories beijing list
laboratories beijing register chaoyang-cdc --name "…" --contact-name "…" --contact "…" --site bj-1
laboratories beijing rotate chaoyang-cdc          a fresh key; the one before counts a day more
laboratories beijing revoke chaoyang-cdc --because "…"
laboratories beijing recall chaoyang-cdc --since 2026-11-15T08:00+08:00 --because "stolen key"

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

from provinces.screening import queries, services
from provinces.screening.models import Laboratory
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
BY = "operator"
Told = dict[str, Any]


class Command(BaseCommand):
    """Register laboratories, renew their keys, revoke them."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--json", action="store_true", help="print one object")
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        actions.add_parser("list", help="list laboratories")
        registered = actions.add_parser("register", help="register one, and print its first key")
        registered.add_argument("reference", metavar="REFERENCE")
        registered.add_argument("--name", required=True, help="as results are to say it")
        registered.add_argument("--contact-name", required=True, help="who answers for reports")
        registered.add_argument("--contact", required=True, help="their telephone or address")
        registered.add_argument("--site", action="append", default=[], metavar="CODE")
        rotated = actions.add_parser("rotate", help="print a fresh key")
        revoked = actions.add_parser("revoke", help="let one report no more")
        recalled = actions.add_parser("recall", help="take back what one has reported")
        recalled.add_argument("--since", required=True, type=datetime.fromisoformat)
        for reasoned in (revoked, recalled):
            reasoned.add_argument("--because", required=True, metavar="REASON")
        for known in (rotated, revoked, recalled):
            known.add_argument("reference", metavar="REFERENCE")

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
            for line in _lines(told):
                self.stdout.write(line)


def _list(_options: Told, now: datetime) -> Told:
    return {"laboratories": [_told(each, now) for each in queries.laboratories()]}


def _register(options: Told, now: datetime) -> Told:
    registration = services.Registration(
        reference=options["reference"],
        name=options["name"],
        contact_name=options["contact_name"],
        contact=options["contact"],
        sites=tuple(options["site"]),
    )
    made = services.register(registration, by=BY, now=now)
    return {"laboratory": made.reference, "key": services.issue_key(made, by=BY, now=now)}


def _rotate(options: Told, now: datetime) -> Told:
    found = _named(options["reference"])
    return {"laboratory": found.reference, "key": services.issue_key(found, by=BY, now=now)}


def _revoke(options: Told, now: datetime) -> Told:
    found = _named(options["reference"])
    services.revoke(found, because=options["because"], by=BY, now=now)
    return {"laboratory": found.reference, "revoked": now.isoformat()}


def _recall(options: Told, now: datetime) -> Told:
    found, since = _named(options["reference"]), options["since"]
    if since.tzinfo is None:
        raise CommandError("say in which zone --since is, as in 2026-11-15T08:00+08:00")
    gone = services.recall(found, since=since, because=options["because"], by=BY, now=now)
    return {"laboratory": found.reference, "voided": gone}


ACTIONS: dict[str, Callable[[Told, datetime], Told]] = {
    "list": _list,
    "register": _register,
    "rotate": _rotate,
    "revoke": _revoke,
    "recall": _recall,
}


def _named(reference: str) -> Laboratory:
    found = Laboratory.objects.filter(reference=reference).first()
    if found is None:
        raise CommandError(f"no laboratory {reference} is registered")
    return found


def _told(laboratory: Any, now: datetime) -> Told:
    until = laboratory.key_until
    return {
        "reference": laboratory.reference,
        "name": laboratory.name,
        "answers": f"{laboratory.contact_name}, {laboratory.contact}",
        "sites": [site.code for site in laboratory.sites.all()],
        "key_until": until.isoformat() if until and until > now else None,
        "revoked": laboratory.revoked_at.isoformat() if laboratory.revoked_at else None,
    }


def _lines(told: Told) -> list[str]:
    if "laboratories" not in told:
        return [f"{name}: {value}" for name, value in told.items()]
    rows = told["laboratories"]
    return [
        f"{each['reference']}  {each['name']}  ({each['answers']})"
        f"  sites: {', '.join(each['sites']) or 'none'}"
        f"  {'revoked' if each['revoked'] else 'key until ' + (each['key_until'] or 'expired')}"
        for each in rows
    ] or ["no laboratory is registered"]
