"""`manage.py membership …`: who is in the federation, with which keys; founded, signed and taken.

A membership document travels between provinces as a file:

    card ─► compose | draft ─► sign, by each ─► join the copies ─► take, by each
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from federation.peers import desk, services
from federation.peers.listing import BadListing
from federation.peers.queries import NotAMember
from federation.peers.reasons import BadMembership
from federation.peers.services import suspending
from provinces.tenancy import directory, scope
from provinces.tenancy.credentials import CredentialMissing
from provinces.tenancy.keys import KeyRole

USAGE = __doc__  # in the class the name means the class's own

Options = dict[str, Any]

REFUSALS = (
    BadMembership,
    BadListing,
    NotAMember,
    CredentialMissing,
    directory.NoSuchProvince,
    services.AlreadySuspended,
    services.NotSuspended,
    suspending.NoReason,
)


class Command(BaseCommand):
    """Order what `federation.peers.desk` does, with files in and files out."""

    help = USAGE

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        for name, (told, _) in ACTIONS.items():
            each = actions.add_parser(name, help=told)
            for argument, (takers, kind) in ARGUMENTS.items():
                if name in takers:
                    each.add_argument(argument, **kind)

    def handle(self, *_args: Any, **options: Any) -> None:
        _, action = ACTIONS[options["action"]]
        try:
            if options.get("province"):
                with scope.province(options["province"]):
                    said = action(options)
            else:
                said = action(options)
        except REFUSALS as refusal:
            raise CommandError(f"{type(refusal).__name__}: {refusal}") from None
        if isinstance(said, bytes):
            self._keep(said, options)
        else:
            self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _keep(self, document: bytes, options: Options) -> None:
        """Write a document where it is to go; without a place, to the output."""
        if options["output"] is None:
            self.stdout.write(document.decode())
            return
        options["output"].write_bytes(document)
        self.stdout.write(f"written to {options['output']}")


ARGUMENTS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "name": (("found", "compose"), {"help": "what the federation is called"}),
    "provinces": (("found",), {"nargs": "+", "help": "provinces of this node"}),
    "province": (
        ("show", "keys", "peers", "card", "draft", "sign", "take", "suspend", "resume", "rotate"),
        {},
    ),
    "peer": (("suspend", "resume"), {}),
    "role": (("rotate",), {"choices": [str(role) for role in KeyRole]}),
    "files": (("compose", "join"), {"nargs": "+", "type": Path}),
    "file": (("sign", "take"), {"type": Path}),
    "--because": (("suspend", "resume"), {"required": True}),
    "--compromised": (("rotate",), {"action": "store_true"}),
    "--anchor": (("take",), {"default": "", "help": "the first document's digest, as told"}),
    "--url": (("card",), {"default": "", "help": "where this province's door is"}),
    "--card": (("draft",), {"action": "append", "type": Path, "default": []}),
    "--leaving": (("draft",), {"action": "append", "default": [], "metavar": "MEMBER"}),
    "--revoke": (("draft",), {"action": "append", "default": [], "metavar": "KEY"}),
    "--output": (
        ("compose", "draft", "rotate", "sign", "join"),
        {"type": Path, "help": "a file, instead of the output"},
    ),
}


def _found(options: Options) -> Any:
    return desk.found(
        federation=options["name"], provinces=options["provinces"], now=timezone.now()
    )


def _compose(options: Options) -> bytes:
    return desk.compose(
        federation=options["name"], cards=_cards(options["files"]), now=timezone.now()
    )


def _draft(options: Options) -> bytes:
    return desk.draft(
        now=timezone.now(),
        cards=_cards(options["card"]),
        leaving=options["leaving"],
        revoked=options["revoke"],
    )


def _cards(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Read cards; raises CommandError naming the file that is none."""
    cards = []
    for file in files:
        try:
            card = json.loads(_read(file))
        except ValueError as problem:
            raise CommandError(f"{file} is not JSON: {problem}") from None
        if not isinstance(card, dict) or card.keys() != {"slug", "member"}:
            raise CommandError(f"{file} is not a card: it has no slug and member")
        cards.append(card)
    return cards


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}") from None


ACTIONS: dict[str, tuple[str, Callable[[Options], Any]]] = {
    "show": ("what is held, and what expires", lambda _: desk.membership(now=timezone.now())),
    "keys": ("every key listed", lambda _: desk.keys(now=timezone.now())),
    "peers": ("the others, as this province deals with them", lambda _: desk.peers()),
    "card": (
        "how this province would be listed",
        lambda options: desk.card(now=timezone.now(), url=options["url"]),
    ),
    "found": ("found a federation of provinces hosted here", _found),
    "compose": ("the first document, of cards", _compose),
    "draft": ("the next version", _draft),
    "sign": (
        "add this province's signature",
        lambda options: desk.sign(data=_read(options["file"]), now=timezone.now()),
    ),
    "join": (
        "one document of several signed copies",
        lambda options: desk.joined(_read(file) for file in options["files"]),
    ),
    "take": (
        "hold a document from now on",
        lambda options: desk.take(
            data=_read(options["file"]), anchor=options["anchor"], now=timezone.now()
        ),
    ),
    "suspend": (
        "stop imports from a peer",
        lambda options: desk.suspend(
            peer=options["peer"], because=options["because"], now=timezone.now()
        ),
    ),
    "resume": (
        "import from a peer again",
        lambda options: desk.resume(
            peer=options["peer"], because=options["because"], now=timezone.now()
        ),
    ),
    "rotate": (
        "make a new key, and draft the version that lists it",
        lambda options: desk.rotate(
            role=options["role"], is_compromised=options["compromised"], now=timezone.now()
        ),
    ),
}
