"""`manage.py zones PROVINCE FILE`: zones from a GeoJSON map, or official lists by division code.

zones beijing map.geojson --datum gcj02                        checked, nothing is stored
zones beijing map.geojson --datum wgs84 --declare-by lin       declared, awaiting a signature
zones beijing map.geojson --datum wgs84 --declare-by lin --sign-by wu      in effect
zones beijing list.csv.gz --divisions                          a list, checked; nothing is stored
zones beijing list.csv.gz --divisions --declare-by lin         imported, awaiting a signature
zones beijing list.csv.gz --divisions --declare-by lin --sign-by wu   counts; never a zone in effect

`manage.py divisions` signs, refuses and shortens what lists say.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from core.cells.datum import Datum, UnknownDatum
from core.cells.snapping import InvalidGeometry
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.ledger.services import SealingLags
from provinces.tenancy import directory, scope
from provinces.zones import files, services
from provinces.zones.drafts import Draft, checked
from provinces.zones.refusals import Refusals

REASONS: dict[type[Exception], str] = {
    services.InvalidDraft: "the draft is incomplete or wrong",
    InvalidGeometry: "the geometry is none",
    services.OutsideTerritory: "outside the province's territory",
    services.OutsideArea: "beyond the area it is declared in",
    services.NotAllowed: "the official has no such power there",
    services.AboveTheCap: "above the cap: a higher office signs",
    services.SameOfficial: "signed by the official who declared it",
    services.SameOffice: "signed by the office that declared it",
}
REFUSALS = (
    OSError,
    SealingLags,
    UnknownDatum,
    files.UnreadableFile,
    services.NoTerritory,
    services.NotAllowed,
    services.SameOffice,
    services.SameOfficial,
)


@dataclass(slots=True)
class Declared:
    """What became of a map: `read = checked + refused`."""

    read: int = 0
    checked: int = 0
    declared: int = 0
    in_effect: int = 0
    refused: Refusals = field(default_factory=Refusals)


USAGE = __doc__  # in the class the name means the class's own


class Command(BaseCommand):
    """Take in zones from a file."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("file", type=Path)
        parser.add_argument("--datum", help="the datum of a map's coordinates: wgs84 or gcj02")
        parser.add_argument(
            "--declare-by", metavar="USER", help="who declares the zones, or imports the list"
        )
        parser.add_argument("--sign-by", metavar="USER", help="who countersigns them")
        parser.add_argument("--divisions", action="store_true", help="the file is an official list")
        parser.add_argument("--source", default="", help="what the list is; its name unless given")
        parser.add_argument("--json", action="store_true", help="print the report as one object")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                work = self.divisions if options["divisions"] else self.map
                report = work(options, timezone.now())
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except REFUSALS as problem:
            raise CommandError(str(problem)) from None
        self._print(report, as_json=options["json"])
        if report["refused"]:
            raise SystemExit(1)

    def divisions(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        by, signed_by = _hands(options)
        source = options["source"] or options["file"].name
        spells = files.spells(options["file"])
        if by is None:
            found = services.preview_divisions(spells, now=now)
            return {"read": found.read, "checked": found.news, **_rest(found)}
        with transaction.atomic():
            found = services.import_divisions(spells, source=source, by=by, now=now)
            stored = services.Stored(0, 0)
            if found.awaiting and signed_by:
                stored = services.sign_list(found.awaiting, by=signed_by, now=now)
        return {
            "read": found.read,
            "added": stored.added,
            "prolonged": stored.prolonged,
            "awaiting": found.news - stored.added - stored.prolonged,
            **_rest(found),
        }

    def map(self, options: dict[str, Any], now: datetime) -> dict[str, Any]:
        if options["datum"] is None:
            raise CommandError(f"a map names its datum: --datum {' or '.join(Datum)}")
        datum = Datum(options["datum"])
        by, signed_by = _hands(options)
        areas = {area.code: area for area in Area.objects.all()}
        done = Declared()
        for feature in files.features(options["file"]):
            done.read += 1
            try:
                with transaction.atomic():
                    _take(done, files.draft_of(feature, areas, datum), by, signed_by, now)
            except tuple(REASONS) as problem:
                reason = next(why for kind, why in REASONS.items() if isinstance(problem, kind))
                done.refused.add(feature.line, reason, str(problem))
        return {
            "read": done.read,
            "checked": done.checked,
            "declared": done.declared,
            "in_effect": done.in_effect,
            "refused": len(done.refused),
            "refusals": done.refused.listed(),
        }

    def _print(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        counts = {name: count for name, count in report.items() if name != "refusals"}
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        for refusal in report["refusals"]:
            self.stdout.write(
                f"  {refusal['count']} × {refusal['reason']};"
                f" first at {refusal['first_line']}: {refusal['detail']}"
            )


def _take(
    done: Declared, draft: Draft, by: User | None, signed_by: User | None, now: datetime
) -> None:
    """Check a draft, declare it and sign it, as far as there are officials; all or nothing."""
    if by is None:
        checked(draft)
        services.preview(draft.geometry, draft.datum, area=draft.area)
    else:
        version = services.declare(draft, by=by, now=now)
        if signed_by is not None:
            services.countersign(version, by=signed_by, now=now)
    done.checked += 1
    done.declared += by is not None
    done.in_effect += signed_by is not None


def _rest(found: services.Imported) -> dict[str, Any]:
    return {
        "duplicates": found.duplicates,
        "refused": len(found.refused),
        "refusals": found.refused.listed(),
    }


def _hands(options: dict[str, Any]) -> tuple[User | None, User | None]:
    """Return who declares or imports, and who signs."""
    by, signed_by = _user(options["declare_by"]), _user(options["sign_by"])
    if signed_by and not by:
        raise CommandError("--sign-by needs --declare-by: somebody declares what is signed")
    return by, signed_by


def _user(name: str | None) -> User | None:
    if name is None:
        return None
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist:
        raise CommandError(f"nobody is called {name} in this province") from None
