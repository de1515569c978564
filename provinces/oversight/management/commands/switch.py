"""`manage.py switch PROVINCE …`: a part of the service off at once, for those on call.

switch beijing list
switch beijing desk_look_up off --by incident.officer --reason attack --minutes 60
switch beijing desk_look_up on --by incident.officer        proposes it; another office signs
switch beijing desk_look_up prolong --by incident.officer --minutes 120

It goes the way of the page: whoever is named by `--by` holds the power over the province, stands
in the ledger, and switches off for a day at most.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.accounts.models import User
from provinces.oversight.models import Switch, SwitchChange
from provinces.oversight.models.switches import Reason
from provinces.oversight.switching import services
from provinces.oversight.switching.parts import NEVER, Part
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
LIST = "list"
Told = dict[str, Any]


class Command(BaseCommand):
    """Switch a part off, or propose to prolong that or to end it."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("part", choices=[LIST, *map(str, Part)], metavar="PART|list")
        parser.add_argument("action", nargs="?", choices=["off", "on", "prolong"])
        parser.add_argument("--by", default="", help="the official who answers for it")
        parser.add_argument("--reason", choices=Reason.values)
        parser.add_argument("--minutes", type=int, default=60)
        parser.add_argument("--json", action="store_true", help="print one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with scope.province(options["province"]):
                told = _list(now) if options["part"] == LIST else _act(options, now)
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except (ValueError, LookupError, PermissionDenied) as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for name, value in told.items():
                self.stdout.write(f"{name}: {value}")


def _list(now: datetime) -> Told:
    off = {each.part: each for each in Switch.objects.off(now)}
    return {
        str(part): f"off until {off[part].until.isoformat()}: {off[part].reason}"
        if part in off
        else ("never off" if part in NEVER else "on")
        for part in Part
    }


def _act(options: Told, now: datetime) -> Told:
    if not options["action"]:
        raise CommandError("say what to do: off, on, or prolong")
    by = User.objects.filter(username=options["by"]).first()
    if by is None:
        raise CommandError("--by names the official who answers for it, as they sign in")
    part, lasting = Part(options["part"]), timedelta(minutes=options["minutes"])
    if options["action"] == "off":
        if not options["reason"]:
            raise CommandError("--reason says why")
        made = services.switch_off(
            part, reason=Reason(options["reason"]), lasting=lasting, by=by, now=now
        )
        return {"part": made.part, "off_until": made.until.isoformat(), "by": by.username}
    switch = Switch.objects.off(now).filter(part=part).first()
    if switch is None:
        raise services.NotOff(f"{part} is on")
    kind = SwitchChange.Kind.END if options["action"] == "on" else SwitchChange.Kind.PROLONG
    change = services.propose(
        switch,
        kind,
        lasting=lasting if kind is SwitchChange.Kind.PROLONG else None,
        by=by,
        now=now,
    )
    return {"part": switch.part, "proposed": str(change.kind), "awaits": "another office"}
