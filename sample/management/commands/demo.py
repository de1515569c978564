"""`manage.py demo`: three sample provinces, their people and zones, and tonight's recompute."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.status.runs import AlreadyRunning
from sample import figures, resting
from sample.bars import Bars
from sample.enrolment import AnotherPopulation
from sample.plan import DAYS, PROVINCES, Population
from sample.setting_up import Done, Wish, set_up

NEXT = """What next:
  make run     serves it on http://localhost:8000, until Ctrl-C
  make stop    stops the engines: the database and the broker go on running until then
  .venv/bin/python manage.py replay --help    judges a printed citizen's decision again"""
USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Set up the sample federation, or bring it up to today."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        usual = Population()
        parser.add_argument("--citizens", type=int, help=f"as they are, or {usual.total}")
        parser.add_argument("--days", type=int, default=DAYS, help=f"{DAYS} if not given")
        parser.add_argument("--seed", type=int, help="as it is; another one makes other people")
        parser.add_argument(
            "--only", choices=[each.slug for each in PROVINCES], help="a node of one province"
        )
        parser.add_argument("--json", action="store_true", help="one object on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        wish = Wish(
            now=timezone.now(),
            sign_ins=settings.VAR_DIR / "demo.json",
            citizens=_at_least(1, options, "citizens"),
            days=_at_least(1, options, "days"),
            seed=_at_least(0, options, "seed"),
            provinces=tuple(each for each in PROVINCES if options["only"] in (None, each.slug)),
        )
        if wish.days > settings.PRESENCE_KEEP_DAYS:
            raise CommandError(f"presences are kept for {settings.PRESENCE_KEEP_DAYS} days")
        try:
            done = set_up(wish, show=Bars(self.stderr))
        except (AnotherPopulation, AlreadyRunning) as refusal:
            raise CommandError(str(refusal)) from None
        if done.figures:
            self._tell(done, wish)
        for each in done.over:
            self.stdout.write(str(each))
        if done.over:
            self.stdout.write(resting.AFRESH)
        if options["json"]:
            self.stdout.write(_as_json(done, wish))

    def _tell(self, done: Done, wish: Wish) -> None:
        self.stdout.write(
            f"\n{figures.table(done.figures)}\n\n{figures.LEGEND}; {done.seconds} s in all.\n\n"
            "Once served, sign in with these:\n"
        )
        for province in wish.provinces:
            self.stdout.write(f"  /p/{province.slug}/  {province.name_en}")
            for each in done.sign_ins:
                if each.province == province.slug:
                    self.stdout.write(f"    {each.username:<22} {each.password:<14} {each.who}")
            for key in done.keys:
                if key.province == province.slug:
                    self.stdout.write(f"    {key.laboratory:<22} {key.key}")
            for venue in done.words:
                if venue.province == province.slug:
                    self.stdout.write(f"    {venue.venue:<22} {venue.word}  {venue.who}")
        self.stdout.write(
            f"\nThese are kept in {wish.sign_ins} and beside it. The last four of each province\n"
            "are no sign-ins. One is a laboratory's key: docs/laboratories.md says how to report\n"
            "with it. Three are venues: /p/<province>/venue/ shows a venue's code to whoever says\n"
            "its four letters and its word, and citizens check in with that at check-in/.\n"
            f"\n{NEXT}"
        )


def _as_json(done: Done, wish: Wish) -> str:
    told = {
        "provinces": [asdict(each) for each in done.figures],
        "over": {each.province: each.ended_at.isoformat() for each in done.over},
        "seconds": done.seconds,
        "sign_ins": str(wish.sign_ins),
    }
    return json.dumps(told)


def _at_least(least: int, options: dict[str, Any], name: str) -> Any:
    if options[name] is not None and options[name] < least:
        raise CommandError(f"--{name} is at least {least}")
    return options[name]
