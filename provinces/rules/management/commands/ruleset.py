"""`manage.py ruleset PROVINCE …`: draft, review, sign and read a province's rule sets.

ruleset beijing list                                           published versions, and drafts
ruleset beijing show first 2026-1                              the document of one
ruleset beijing diff first/2026-1 first/2026-2                 what differs
ruleset beijing draft new.json --user lin                      begin a draft, or with --draft edit
ruleset beijing submit 7 --user lin                            with 48 hours of notice
ruleset beijing submit 7 --user lin --emergency "outbreak in …"
ruleset beijing sign 7 --edition 2 --user wu                   what was read at that edition
ruleset beijing send-back 7 --because "…" --user wu
ruleset beijing drop 7 --user lin                              one's own draft
ruleset beijing withdraw first 2026-2 --because "…" --user wu  before it comes into force

Every order goes the way the console's do: powers, two offices, the gate, the ledger.
"""

from __future__ import annotations

import json
from argparse import RawDescriptionHelpFormatter
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from provinces.accounts.models import User
from provinces.ledger.services import SealingLags
from provinces.rules import diffing, gate, queries, services
from provinces.rules.models import Draft, Ruleset
from provinces.tenancy import directory, scope

USAGE = __doc__  # in the class the name means the class's own
Told = dict[str, Any]


class Command(BaseCommand):
    """Look after rule sets."""

    help = USAGE

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        return super().create_parser(*args, formatter_class=RawDescriptionHelpFormatter, **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("province")
        parser.add_argument("--json", action="store_true", help="print one object")
        actions = parser.add_subparsers(dest="action", required=True, metavar="action")
        _with_version(actions.add_parser("show", help="print a version's document"))
        actions.add_parser("list", help="list versions and drafts")
        compared = actions.add_parser("diff", help="tell what differs between two versions")
        compared.add_argument("old", metavar="NAME/VERSION")
        compared.add_argument("new", metavar="NAME/VERSION")
        drafted = actions.add_parser("draft", help="begin a draft, or edit one's own")
        drafted.add_argument("file", type=Path)
        drafted.add_argument("--draft", type=int, metavar="NUMBER", help="the draft to edit")
        submitted = _with_draft(actions.add_parser("submit", help="submit a draft for review"))
        submitted.add_argument("--from", dest="wished_from", type=_moment, metavar="MOMENT")
        submitted.add_argument("--emergency", default="", metavar="REASON")
        signed = _with_draft(actions.add_parser("sign", help="sign a draft of another office"))
        signed.add_argument("--edition", type=int, required=True, help="the one that was read")
        back = _with_draft(actions.add_parser("send-back", help="send a draft back"))
        dropped = _with_draft(actions.add_parser("drop", help="withdraw one's own draft"))
        taken_back = _with_version(actions.add_parser("withdraw", help="withdraw one in notice"))
        for with_reason in (back, taken_back):
            with_reason.add_argument("--because", required=True, metavar="REASON")
        for official in (drafted, submitted, signed, back, dropped, taken_back):
            official.add_argument("--user", required=True, help="the official who does it")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with scope.province(options["province"]):
                told = ACTIONS[options["action"]](options, timezone.now())
        except directory.NoSuchProvince as problem:
            raise CommandError(f"no province {problem} on this node") from None
        except gate.Refused as problem:
            raise CommandError(f"it does not pass:\n{problem}") from None
        except (PermissionDenied, SealingLags, ValueError, OSError) as problem:
            raise CommandError(str(problem)) from None
        self._print(told, as_json=options["json"])

    def _print(self, told: Told, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for key, value in told.items():
            if isinstance(value, list):
                self.stdout.write(f"{key}: {len(value) or 'none'}")
                for item in value:
                    self.stdout.write(f"  {_line(item)}")
            elif isinstance(value, dict):
                self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))
            else:
                self.stdout.write(f"{key}: {value}")


def _with_draft(parser: CommandParser) -> CommandParser:
    parser.add_argument("draft", type=int, metavar="DRAFT")
    return parser


def _with_version(parser: CommandParser) -> CommandParser:
    parser.add_argument("name")
    parser.add_argument("version")
    return parser


def _list(_options: Told, now: datetime) -> Told:
    drafts = Draft.objects.select_related("drafted_by").order_by("pk")
    return {
        "versions": [_version(version.ruleset, now) for version in queries.versions(now)],
        "drafts": [_draft(draft) for draft in drafts],
    }


def _show(options: Told, _now: datetime) -> Told:
    return {"document": _named(options["name"], options["version"]).document}


def _diff(options: Told, _now: datetime) -> Told:
    old, new = (_named(*_pair(options[side])).document for side in ("old", "new"))
    found = diffing.differences(old, new)
    return {
        part: [_plain(asdict(each)) for each in getattr(found, part)]
        for part in found.__dataclass_fields__
    }


def _draft_file(options: Told, now: datetime) -> Told:
    by = _user(options)
    try:
        document = json.loads(options["file"].read_text())
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise CommandError(f"{options['file']} is no JSON: {problem}") from None
    if options["draft"] is None:
        return _draft(services.draft(document, by=by, now=now))
    return _draft(services.edit(_sought(options), document, by=by, now=now))


def _submit(options: Told, now: datetime) -> Told:
    by, terms = _user(options), services.Terms(options["wished_from"], options["emergency"])
    return _draft(services.submit(_sought(options), terms, by=by, now=now))


def _sign(options: Told, now: datetime) -> Told:
    by, edition = _user(options), options["edition"]
    return _version(services.sign(_sought(options), edition=edition, by=by, now=now), now)


def _send_back(options: Told, now: datetime) -> Told:
    by, because = _user(options), options["because"]
    return _draft(services.send_back(_sought(options), by=by, because=because, now=now))


def _drop(options: Told, now: datetime) -> Told:
    by = _user(options)
    return _draft(services.drop(_sought(options), by=by, now=now))


def _withdraw(options: Told, now: datetime) -> Told:
    by, ruleset = _user(options), _named(options["name"], options["version"])
    services.withdraw(ruleset, by=by, because=options["because"], now=now)
    return _version(ruleset, now)


ACTIONS: dict[str, Callable[[Told, datetime], Told]] = {
    "list": _list,
    "show": _show,
    "diff": _diff,
    "draft": _draft_file,
    "submit": _submit,
    "sign": _sign,
    "send-back": _send_back,
    "drop": _drop,
    "withdraw": _withdraw,
}


def _version(ruleset: Ruleset, now: datetime) -> Told:
    standing = next(one.standing for one in queries.versions(now) if one.ruleset == ruleset)
    return {
        "version": f"{ruleset.name}/{ruleset.version}",
        "stage": str(standing.stage),
        "in_force_from": ruleset.in_force_from.isoformat(),
        "ends": standing.ends.isoformat(),
        "digest": ruleset.digest,
    }


def _draft(draft: Draft) -> Told:
    return {
        "draft": draft.pk,
        "version": f"{draft.name}/{draft.version}",
        "state": str(draft.state),
        "edition": draft.edition,
        "by": draft.drafted_by.username,
    }


def _line(item: Told) -> str:
    return ", ".join(f"{key} {value}" for key, value in item.items() if value not in ("", [], ()))


def _plain(part: Any) -> Any:
    """Return a difference as JSON: a field that is not there is left out."""
    if isinstance(part, dict):
        return {key: _plain(value) for key, value in part.items() if value is not diffing.ABSENT}
    return [_plain(each) for each in part] if isinstance(part, list | tuple) else part


def _pair(label: str) -> tuple[str, str]:
    name, slash, version = label.partition("/")
    if not slash:
        raise CommandError(f"{label}: a version is named NAME/VERSION")
    return name, version


def _named(name: str, version: str) -> Ruleset:
    found = queries.named(name, version)
    if found is None:
        raise CommandError(f"{name} {version} is not published in this province")
    return found


def _sought(options: Told) -> Draft:
    found = Draft.objects.filter(pk=options["draft"]).first()
    if found is None:
        raise CommandError(f"there is no draft {options['draft']}")
    return found


def _user(options: Told) -> User:
    found = User.objects.filter(username=options["user"]).first()
    if found is None:
        raise CommandError(f"nobody is called {options['user']} in this province")
    return found


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
