"""`manage.py recompute PROVINCE`: the nightly road, by hand."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.status import queries, runs, services
from provinces.status.models import Run
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Recompute a province's exposures, facts and decisions, and publish."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--as-of", help="a moment, e.g. 2026-11-15T00:00:00+08:00")
        parser.add_argument("--full", action="store_true", help="everybody, not only the stale")
        parser.add_argument("--check", action="store_true", help="compare with a rebuild")
        parser.add_argument("--shards", type=int, help="how many pieces the citizens are cut into")
        parser.add_argument("--json", action="store_true", help="one object on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        plan = runs.Plan(
            as_of=_moment(options["as_of"]) or now,
            kind=Run.Kind.FULL if options["full"] else Run.Kind.MANUAL,
            shards=_positive(options["shards"]),
        )
        try:
            with scope.province(options["province"]):
                done = services.recompute(
                    plan, now=now, check=options["check"], progress=self._progress
                )
        except directory.NoSuchProvince as unknown:
            raise CommandError(f"no province {unknown} on this node") from None
        except (runs.AlreadyRunning, runs.GoesBack, runs.GoesAhead) as refusal:
            raise CommandError(str(refusal)) from None
        self._report(done, as_json=options["json"])
        if done.check not in (None, "equal"):
            sys.exit(1)

    def _progress(self, run: Run) -> None:
        if self.stderr.isatty():
            at = queries.progress(run)
            self.stderr.write(f"\r{at.done}/{at.total} shards", ending="")

    def _report(self, done: services.Recomputed, *, as_json: bool) -> None:
        told = {**asdict(done), "as_of": done.as_of.isoformat()}
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        told["by_status"] = ", ".join(f"{count:,} {key}" for key, count in done.by_status.items())
        for key, value in told.items():
            if value is not None:
                self.stdout.write(f"{key:>10}  {value}")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of: {text!r} is not an ISO 8601 moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_current_timezone())


def _positive(count: int | None) -> int | None:
    if count is not None and count < 1:
        raise CommandError("--shards: at least one")
    return count
