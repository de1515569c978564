"""`manage.py divisions PROVINCE`: official lists of divisions that await a second signature.

divisions beijing                                    lists that await a signature
divisions beijing --sign 12 --by wu                  its days count
divisions beijing --refuse 12 --by wu --because …    turned down
divisions beijing --listed 110101                    what lists say of a division
divisions beijing --shorten 34 --last-on 2026-11-20 --by lin --because …
divisions beijing --withdraw 34 --by lin --because …

`manage.py zones PROVINCE FILE --divisions --declare-by USER` imports one.
"""

from __future__ import annotations

from argparse import RawDescriptionHelpFormatter
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.accounts.models import User
from provinces.tenancy import directory, scope
from provinces.zones import queries, services
from provinces.zones.models import DivisionList, DivisionRisk

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Sign, refuse and shorten what official lists say of divisions."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--sign", type=int, metavar="LIST")
        act.add_argument("--refuse", type=int, metavar="LIST")
        act.add_argument("--shorten", type=int, metavar="SPELL")
        act.add_argument("--withdraw", type=int, metavar="SPELL")
        act.add_argument("--listed", metavar="CODE", help="show what lists say of a division")
        parser.add_argument("--last-on", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--by", metavar="USER", help="who does so")
        parser.add_argument("--because", default="", help="why")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                self._act(options, timezone.now())
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except (services.NotAllowed, ValueError) as problem:
            raise CommandError(str(problem)) from None

    def _act(self, options: dict[str, Any], now: datetime) -> None:
        if options["sign"] is not None:
            stored = services.sign_list(_list(options["sign"]), by=_user(options), now=now)
            self.stdout.write(f"{stored.added} added, {stored.prolonged} prolonged")
        elif options["refuse"] is not None:
            reason = options["because"]
            services.refuse_list(
                _list(options["refuse"]), by=_user(options), reason=reason, now=now
            )
            self.stdout.write("refused")
        elif options["shorten"] is not None:
            if options["last_on"] is None:
                raise CommandError("--shorten needs --last-on: the last day that counts")
            self._shorten(options["shorten"], options["last_on"], options, now)
        elif options["withdraw"] is not None:
            self._shorten(options["withdraw"], None, options, now)
        else:
            self._show(options["listed"])

    def _shorten(
        self, number: int, last_on: date | None, options: dict[str, Any], now: datetime
    ) -> None:
        spell = DivisionRisk.objects.filter(pk=number).first()
        if spell is None:
            raise CommandError(f"no list says anything numbered {number}")
        services.shorten_spell(
            spell, last_on=last_on, by=_user(options), because=options["because"], now=now
        )
        self.stdout.write("withdrawn" if last_on is None else f"ends on {last_on}")

    def _show(self, code: str | None) -> None:
        if code is not None:
            for spell in queries.listed(code):
                self.stdout.write(
                    f"{spell.pk}: {spell.place}, {spell.get_level_display()},"
                    f" {spell.first_on} to {spell.last_on}, {spell.source}"
                )
            return
        for each in queries.lists_awaiting():
            self.stdout.write(
                f"{each.pk}: {each.source}, {len(each.spells)} spells, imported by"
                f" {each.imported_by} of {each.imported_unit}"
            )


def _list(number: int) -> DivisionList:
    try:
        return DivisionList.objects.get(pk=number)
    except DivisionList.DoesNotExist:
        raise CommandError(f"there is no list {number}") from None


def _user(options: dict[str, Any]) -> User:
    if options["by"] is None:
        raise CommandError("--by says who does so")
    try:
        return User.objects.get(username=options["by"])
    except User.DoesNotExist:
        raise CommandError(f"nobody is called {options['by']} in this province") from None
