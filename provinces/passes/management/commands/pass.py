# ruff: noqa: N999  the command is called pass
"""`manage.py pass issue|verify`: a pass from the command line.

pass issue beijing K7QW2M4ZP9TB3XRD                  a paper code, as text
pass issue beijing K7QW2M4ZP9TB3XRD --kind day
pass issue beijing K7QW2M4ZP9TB3XRD --kind entry --host hebei
pass verify beijing "CC1:…"                          by the lists of one province
pass verify "CC1:…" --as-of 2026-11-12T08:00+08:00   by those of its issuer, hosted on this node
pass verify beijing code.txt --place metro --json

Exit status 0 where the pass lets its bearer in, 2 where it asks or refuses, 1 where it does not
count or cannot be made.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from provinces.citizens.models import Citizen
from provinces.passes import codec, queries, services, wording
from provinces.passes.codec import ALWAYS, PLACES, cbor, claims, cose
from provinces.passes.codec.base45 import decoded
from provinces.passes.queries import Verdict, Verified
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
KINDS = ("paper", "day", "live", "entry")


class Command(BaseCommand):
    """Issue a pass, or say what one comes to."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        issued = actions.add_parser("issue", help="issue a pass to a citizen")
        issued.add_argument("province")
        issued.add_argument("citizen", metavar="CITIZEN", help="a citizen's reference")
        issued.add_argument("--kind", choices=KINDS, default="paper")
        issued.add_argument("--host", default="", help="where an entry pass is for")
        verified = actions.add_parser("verify", help="say what a pass comes to")
        verified.add_argument("given", nargs="+", metavar="[PROVINCE] TEXT|FILE")
        verified.add_argument("--place", choices=(*PLACES, *ALWAYS), default="public_place")
        verified.add_argument("--as-of", help="a moment, e.g. 2026-11-12T08:00; now unless given")
        for action in (issued, verified):
            action.add_argument("--json", action="store_true", help="one object on the last line")

    def handle(self, *_args: Any, **options: Any) -> None:
        do = _issue if options["action"] == "issue" else _verify
        try:
            with translation.override("en"):
                told, status = do(options)
        except directory.NoSuchProvince as unknown:
            raise CommandError(f"no province {unknown} on this node") from None
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for key, value in told.items():
                self.stdout.write(f"{key:>12}  {value}")
        if status:
            raise SystemExit(status)


def _issue(options: dict[str, Any]) -> tuple[dict[str, Any], int]:
    now = timezone.now()
    with scope.province(options["province"]):
        citizen = Citizen.objects.filter(reference=options["citizen"]).first()
        if citizen is None:
            raise CommandError(f"{options['citizen']} is no citizen's reference here")
        try:
            text = _issued(citizen, options["kind"], options["host"], now)
        except (services.NoPolicy, services.OwnProvince) as problem:
            raise CommandError(str(problem)) from None
        return {"kind": options["kind"], **_read(text), "text": text}, 0


def _issued(citizen: Citizen, kind: str, host: str, now: datetime) -> str:
    if kind == "entry":
        return services.issue_entry(citizen, host=host, now=now)
    if kind == "live":
        return services.issue_live(citizen.pk, now=now).text
    return {"paper": services.issue_paper, "day": services.issue_day}[kind](citizen, now=now)


def _read(text: str) -> dict[str, Any]:
    """Return what a pass that was just made says."""
    message = cose.opened(decoded(text.removeprefix(codec.PREFIX)))
    found = claims.read(cbor.decoded(message.payload))
    return {"issuer": found.issuer, "until": _moment(found.expires_at)}


def _verify(options: dict[str, Any]) -> tuple[dict[str, Any], int]:
    *province, given = options["given"]
    if len(province) > 1:
        raise CommandError("one province at most, and one pass")
    text = _text(given)
    slug = province[0] if province else _claimed_issuer(text)
    with scope.province(slug):
        at = _as_of(options["as_of"])
        found = queries.verify(text, at, place=options["place"])
        status = {Verdict.ALLOW: 0, Verdict.UNREADABLE: 1}.get(found.verdict, 2)
        return {"checked_by": slug, "as_of": _local(at), **_told(found)}, status


def _told(found: Verified) -> dict[str, Any]:
    told = {
        "verdict": str(found.verdict),
        "words": str(wording.VERDICTS[found.verdict]),
        "place": found.place,
        "failure": found.failure,
        "why": str(wording.why(found)),
        "caveats": [str(wording.CAVEATS[each]) for each in found.caveats],
    }
    if found.claims is not None:
        told["issuer"] = found.claims.issuer
        told["kind"] = found.claims.kind.name.lower()
        told["issued"] = _moment(found.claims.issued_at)
        told["until"] = _moment(found.claims.expires_at)
        told["computed"] = _moment(found.claims.computed_at)
    return told


def _text(given: str) -> str:
    """Return a pass given as text, or in a file."""
    if given.startswith(codec.PREFIX):
        return given
    with suppress(OSError, UnicodeDecodeError):
        return Path(given).read_text().strip()
    return given


def _claimed_issuer(text: str) -> str:
    """Return which province a pass says it is of, unverified, or the only one of this node."""
    with suppress(ValueError):
        return str(_read(text)["issuer"])
    raise CommandError("that is no pass; name a province to have it checked all the same")


def _as_of(text: str | None) -> datetime:
    if text is None:
        return timezone.now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of: {text!r} is not an ISO 8601 moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=scope.current().zone)


def _moment(seconds: int) -> str:
    return _local(datetime.fromtimestamp(seconds, UTC))


def _local(at: datetime) -> str:
    return at.astimezone(scope.current().zone).isoformat()
