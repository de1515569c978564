"""The part of `manage.py federation` that is about trust: members, their keys, and suspended peers.

A new version of the membership is drafted to a file, signed by one province after another, and
taken by each.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from federation.peers import desk, restorations
from federation.peers import services as peers
from federation.peers.listing import BadListing
from federation.peers.queries import NotAMember
from federation.peers.reasons import BadMembership
from federation.peers.services import StillCounts
from federation.sync import services as sync
from provinces.ledger import queries as own
from provinces.tenancy import credentials, directory, scope
from provinces.tenancy.keys import KeyRole

# What an operator may get wrong; each says what and where.
REFUSALS = (
    BadListing,
    BadMembership,
    NotAMember,
    StillCounts,
    ValueError,
    OSError,
    credentials.CredentialMissing,
    own.NoSuchTile,
    directory.NoSuchProvince,
)
Options = dict[str, Any]


def add_arguments(actions: _SubParsersAction[Any]) -> None:
    """Add the subcommands."""
    added = {name: actions.add_parser(name) for name in ACTIONS}
    for name, parser in added.items():
        parser.add_argument("--json", action="store_true", help="one object on the last line")
        if name != "found":
            parser.add_argument("--province", required=True, help="who acts")
    added["found"].add_argument("name")
    added["found"].add_argument("provinces", nargs="+")
    added["compose"].add_argument("name")
    added["card"].add_argument("--url", default="", help="where peers find the province")
    _add_files(added)
    for name in ("suspend", "resume", "follow"):
        added[name].add_argument("peer")
    for name in ("suspend", "resume", "follow", "restoration"):
        added[name].add_argument("--because", required=True)
    for log in restorations.LOGS:
        text = f"how many entries of the {log} are kept"
        added["restoration"].add_argument(f"--{log}", type=int, help=text)


def _add_files(added: dict[str, ArgumentParser]) -> None:
    statements = ("restoration", "sign-restoration", "restore")
    for name in ("compose", "draft", "rotate", "sign", "take", *statements):
        added[name].add_argument("--file", type=Path, required=True, help="the document")
    for name in ("compose", "draft"):
        added[name].add_argument("--card", type=Path, action="append", default=[])
    added["draft"].add_argument("--leaving", action="append", default=[])
    added["draft"].add_argument("--revoke", action="append", default=[], help="a key as listed")
    for name in ("rotate", "retire-keys"):
        added[name].add_argument("role", choices=[str(role) for role in KeyRole])
    added["retire-keys"].add_argument("--dry-run", action="store_true", help="only tell what ends")
    added["rotate"].add_argument("--compromised", action="store_true")
    added["take"].add_argument(
        "--through", type=Path, action="append", default=[], help="a version on the way to it"
    )
    added["take"].add_argument("--anchor", default="", help="the digest that officials were told")


def ordered(options: Options, *, now: datetime) -> dict[str, Any]:
    """Do what was ordered and return what is told of it; raises one of REFUSALS."""
    if options["action"] == "found":
        return _found(options, now)
    with scope.province(options["province"]):
        return ACTIONS[options["action"]](options, now)


def _found(options: Options, now: datetime) -> dict[str, Any]:
    return desk.found(federation=options["name"], provinces=options["provinces"], now=now)


def _compose(options: Options, now: datetime) -> dict[str, Any]:
    data = desk.compose(federation=options["name"], cards=_cards(options), now=now)
    return _written(options["file"], data)


def _cards(options: Options) -> list[dict[str, Any]]:
    """Read cards; raises BadListing naming the file that is none."""
    cards = []
    for path in options["card"]:
        try:
            card = json.loads(path.read_bytes())
        except ValueError as problem:
            raise BadListing(f"{path} is not JSON: {problem}") from None
        if not isinstance(card, dict) or card.keys() != {"slug", "member"}:
            raise BadListing(f"{path} is no card: it has not just a slug and a member")
        cards.append(card)
    return cards


def _membership(_options: Options, now: datetime) -> dict[str, Any]:
    return desk.membership(now=now)


def _keys(_options: Options, now: datetime) -> dict[str, Any]:
    return {"keys": desk.keys(now=now)}


def _peers(_options: Options, _now: datetime) -> dict[str, Any]:
    return {"peers": desk.peers()}


def _card(options: Options, now: datetime) -> dict[str, Any]:
    return desk.card(now=now, url=options["url"])


def _draft(options: Options, now: datetime) -> dict[str, Any]:
    leaving, revoked = options["leaving"], options["revoke"]
    data = desk.draft(now=now, cards=_cards(options), leaving=leaving, revoked=revoked)
    return _written(options["file"], data)


def _rotate(options: Options, now: datetime) -> dict[str, Any]:
    is_compromised = options["compromised"]
    data = desk.rotate(role=options["role"], now=now, is_compromised=is_compromised)
    return _written(options["file"], data)


def _retire_keys(options: Options, now: datetime) -> dict[str, Any]:
    return desk.retire_keys(role=options["role"], now=now, is_dry=options["dry_run"])


def _sign(options: Options, now: datetime) -> dict[str, Any]:
    data = desk.sign(data=options["file"].read_bytes(), now=now)
    return _written(options["file"], data)


def _take(options: Options, now: datetime) -> dict[str, Any]:
    data = options["file"].read_bytes()
    through = [path.read_bytes() for path in options["through"]]
    return desk.take(data=data, now=now, through=through, anchor=options["anchor"])


def _suspend(options: Options, now: datetime) -> dict[str, Any]:
    return desk.suspend(peer=options["peer"], because=options["because"], now=now)


def _resume(options: Options, now: datetime) -> dict[str, Any]:
    return desk.resume(peer=options["peer"], because=options["because"], now=now)


def _follow(options: Options, now: datetime) -> dict[str, Any]:
    peer, because = options["peer"], options["because"]
    sync.follow_again(peer, by=desk.OPERATOR, because=because, now=now)
    return {"peer": peer}


def _follow_from(options: Options, now: datetime) -> dict[str, Any]:
    statement = restorations.opened(options["file"].read_bytes())
    logs = sync.restore(statement, by=desk.OPERATOR, now=now)
    return {**_said(statement), "logs_restored": logs}


def _restoration(options: Options, now: datetime) -> dict[str, Any]:
    """Draft the statement that the province's own logs go on from these places."""
    logs = {
        log: restorations.Kept(size, own.root_of(log, size))
        for log in restorations.LOGS
        if (size := options[log]) is not None
    }
    statement = peers.draft_restoration(logs, because=options["because"], now=now)
    return _stated(options["file"], statement)


def _sign_restoration(options: Options, now: datetime) -> dict[str, Any]:
    statement = restorations.opened(options["file"].read_bytes())
    statement = peers.sign_restoration(statement, now=now, by=desk.OPERATOR)
    return _stated(options["file"], statement)


def _stated(path: Path, statement: restorations.Restoration) -> dict[str, Any]:
    path.write_bytes(statement.to_bytes())
    return _said(statement)


def _said(statement: restorations.Restoration) -> dict[str, Any]:
    return {
        "peer": statement.peer,
        "because": statement.because,
        "keeps": {log: kept.size for log, kept in statement.logs.items()},
        "digest": statement.digest,
        "signatures": len(statement.signatures),
    }


def _written(path: Path, data: bytes) -> dict[str, Any]:
    path.write_bytes(data)
    return desk.read(data)


ACTIONS: dict[str, Callable[[Options, datetime], dict[str, Any]]] = {
    "found": _found,
    "compose": _compose,
    "membership": _membership,
    "keys": _keys,
    "peers": _peers,
    "card": _card,
    "draft": _draft,
    "rotate": _rotate,
    "retire-keys": _retire_keys,
    "sign": _sign,
    "take": _take,
    "suspend": _suspend,
    "resume": _resume,
    "follow": _follow,
    "restoration": _restoration,
    "sign-restoration": _sign_restoration,
    "restore": _follow_from,
}
