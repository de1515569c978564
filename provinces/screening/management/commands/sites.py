"""`manage.py sites PROVINCE …`: where samples are taken, opened and closed for good.

sites beijing list
sites beijing open bj-1 --area 110105 --name-zh … --name-en … --address-zh … --address-en …
                        --opens 08:00 --shuts 20:00 --minutes 15 --capacity 6 --weekday 1 2 3 4 5
sites beijing close bj-1 --because "…"            appointments to come are cancelled
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.jurisdictions.models import Area
from provinces.screening import services
from provinces.screening.models import Site
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
BY = "operator"
Told = dict[str, Any]
TEXTS = ("name_zh", "name_en", "address_zh", "address_en")


class Command(BaseCommand):
    """Open and close test sites."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--json", action="store_true", help="print one object")
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        actions.add_parser("list", help="list sites")
        opened = actions.add_parser("open", help="open a site")
        opened.add_argument("code", metavar="CODE")
        opened.add_argument("--area", required=True, metavar="CODE", help="the division it is in")
        for name in TEXTS:
            opened.add_argument(f"--{name.replace('_', '-')}", required=True)
        opened.add_argument("--opens", type=time.fromisoformat, default=time(8))
        opened.add_argument("--shuts", type=time.fromisoformat, default=time(20))
        opened.add_argument("--minutes", type=int, default=15, help="how long a slot is")
        opened.add_argument("--capacity", type=int, default=6, help="how many in a slot")
        opened.add_argument("--weekday", type=int, nargs="+", default=list(range(1, 8)))
        closed = actions.add_parser("close", help="close a site for good")
        closed.add_argument("code", metavar="CODE")
        closed.add_argument("--because", required=True, metavar="REASON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                told = ACTIONS[options["action"]](options, timezone.now())
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for site in told["sites"]:
            self.stdout.write("  ".join(str(value) for value in site.values()))


def _list(_options: Told, now: datetime) -> Told:
    found = Site.objects.in_use(now).select_related("area").order_by("code")
    return {"sites": [_told(site) for site in found]}


def _open(options: Told, now: datetime) -> Told:
    area = Area.objects.filter(code=options["area"]).first()
    if area is None:
        raise CommandError(f"no area has the code {options['area']}")
    opening = services.Opening(
        code=options["code"],
        opens=options["opens"],
        shuts=options["shuts"],
        slot_minutes=options["minutes"],
        capacity=options["capacity"],
        weekdays=tuple(options["weekday"]),
        **{name: options[name] for name in TEXTS},
    )
    return {"sites": [_told(services.open_site(opening, area=area, by=BY, now=now))]}


def _close(options: Told, now: datetime) -> Told:
    site = Site.objects.select_related("area").filter(code=options["code"]).first()
    if site is None:
        raise CommandError(f"no site has the code {options['code']}")
    cancelled = services.close_site(site, because=options["because"], by=BY, now=now)
    return {"sites": [{**_told(site), "cancelled": cancelled}]}


ACTIONS: dict[str, Callable[[Told, datetime], Told]] = {
    "list": _list,
    "open": _open,
    "close": _close,
}


def _told(site: Site) -> Told:
    return {
        "code": site.code,
        "area": site.area.code,
        "name": f"{site.name_zh} {site.name_en}",
        "hours": f"{site.opens:%H:%M}-{site.shuts:%H:%M}",
        "slots": f"{site.capacity} every {site.slot_minutes} minutes",
    }
