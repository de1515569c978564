"""`manage.py ingest PROVINCE FILE`: one citizen's presences from a file.

ingest beijing track.plt --format geolife --datum wgs84 --citizen new --replay-at 2026-11-15
ingest beijing export.csv --format csv --datum gcj02 --citizen 4kq7wz2hn8m3vt5p --user 010

Records that cannot be kept are refused one by one, and the others taken in, in one transaction:
read = kept + duplicates + refused. A record is kept if it said something new; `presences` are the
rows added or bettered, and `stays` those that came or grew, so the same file again gives 0 of
both. Exit status 1 if the province, the file, its format or datum or the citizen is unknown, or
if nothing in the file is kept, neither now nor from an earlier time; then nobody is enrolled.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from core.cells.datum import Datum, UnknownDatum
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.presence import minimising, services
from provinces.presence.formats.batch import Batch
from provinces.presence.formats.delimited import SeveralUsers
from provinces.presence.formats.fix import WORDING, Reason
from provinces.presence.formats.reading import Format, NoUsersInFormat, read
from provinces.tenancy import directory, scope

NEW = "new"
# What can be done about a refusal on the command line.
ADVICE = {Reason.TOO_OLD: " With --replay-at DATE all days are moved to ones we keep."}
USAGE = __doc__  # in the class the name means the class's own


@dataclass(frozen=True, slots=True)
class Source:
    """A file of presences, and how it is to be read."""

    path: Path
    form: Format
    user: str | None
    replay_at: date | None

    def batches(self) -> Iterator[Batch]:
        """Yield what is in the file; replayed if it is asked for, which reads it twice."""
        if self.replay_at is None:
            yield from self._read()
            return
        zone = scope.current().zone
        dated = (minimising.earliest(batch) for batch in self._read())
        first_at = min((moment for moment in dated if moment is not None), default=None)
        for batch in self._read():
            yield minimising.shift(batch, self.replay_at, zone, first_at=first_at)

    def _read(self) -> Iterator[Batch]:
        with self.path.open("rb") as stream:
            yield from read(stream, self.form, user=self.user)


class Command(BaseCommand):
    """Take in one citizen's presences from a file."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", help=", ".join(Format))
        parser.add_argument("--datum", help="of the file's coordinates: wgs84 or gcj02")
        parser.add_argument("--citizen", metavar="ID|new", help="a reference, or new to enrol one")
        parser.add_argument("--user", help="take only this user's lines of a table")
        parser.add_argument(
            "--replay-at", metavar="DATE", help="move all days alike, so that the first is this one"
        )
        parser.add_argument("--json", action="store_true", help="print the report as one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        source, datum = _source(options), _datum(options["datum"])
        try:
            with scope.province(options["province"]):
                citizen, report = _ingest(source, datum, options["citizen"], timezone.now())
        except directory.NoSuchProvince as unknown:
            raise CommandError(f"no province {unknown} on this node") from None
        except NoUsersInFormat as form:
            raise CommandError(f"--user: {form} does not tell users apart, only csv does") from None
        except SeveralUsers as line:
            raise CommandError(
                f"--user: the table holds several users' lines, another one's from line {line} on;"
                " say whose to take"
            ) from None
        except services.NoSuchDay as missing:
            raise CommandError(f"the province's days have not been made: {missing}") from None
        except OSError as problem:
            raise CommandError(f"cannot read the file: {problem}") from None
        self._tell(citizen, report, as_json=options["json"])
        if not _is_kept(report):
            raise SystemExit(1)

    def _tell(self, citizen: Citizen | None, report: services.Report, *, as_json: bool) -> None:
        told = {
            "citizen": citizen.reference if citizen else None,
            "read": report.read,
            "kept": report.kept,
            "duplicates": report.duplicates,
            "refused": report.refusals(),
            "presences": report.presences,
            "stays": report.stays,
        }
        if as_json:
            self.stdout.write(json.dumps(told))
            return
        told["refused"] = report.refused.total()
        for name, value in told.items():
            if value is not None:
                self.stdout.write(f"{name:>10}  {value}")
        for reason, count in report.refused.most_common():
            first = f"first at {report.first_line[reason]}"
            advice = ADVICE.get(Reason(reason), "")
            self.stdout.write(f"{count:>12} × {WORDING[Reason(reason)]} ({first}){advice}")


@transaction.atomic
def _ingest(
    source: Source, datum: Datum, name: str | None, now: datetime
) -> tuple[Citizen | None, services.Report]:
    """Take a file in for a citizen, enrolled for it where that is asked; all or nothing."""
    citizen = _citizen(name, now)
    report = services.ingest(citizen, source.batches(), datum=datum, now=now)
    if name == NEW and not _is_kept(report):
        transaction.set_rollback(True)
        return None, report
    return citizen, report


def _is_kept(report: services.Report) -> bool:
    return bool(report.kept or report.duplicates)


def _source(options: dict[str, Any]) -> Source:
    try:
        form = Format(options["format"])
    except ValueError:
        raise CommandError(f"--format: name one of {', '.join(Format)}") from None
    return Source(options["file"], form, options["user"], _date(options["replay_at"]))


def _datum(name: str | None) -> Datum:
    if name is None:
        raise CommandError(f"a file names its datum: --datum {' or '.join(Datum)}")
    try:
        return Datum(name)
    except UnknownDatum as problem:
        raise CommandError(f"--datum: {problem}") from None


def _date(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--replay-at: {text!r} is not a date such as 2026-11-15") from None


def _citizen(name: str | None, now: datetime) -> Citizen:
    if not name:
        raise CommandError("--citizen: name one by reference, or new to enrol one")
    if name == NEW:
        return _enrolled(now)
    found = Citizen.objects.filter(reference=name).first()
    if found is None and name.isascii() and name.isdecimal():
        found = Citizen.objects.filter(pk=int(name)).first()
    if found is None:
        raise CommandError(f"no citizen {name} in this province")
    return found


def _enrolled(now: datetime) -> Citizen:
    area = Area.objects.order_by("level", "path").first()
    if area is None:
        raise CommandError("--citizen new: the province has no area yet to enrol somebody in")
    return citizens.enrol(area=area, person=None, by=None, now=now)
