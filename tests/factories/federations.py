"""Federations of the provinces of the tests' database, and of others that are hosted nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from core.signing import keys as signing
from core.signing import p256
from core.signing.keys import SigningKey
from core.signing.p256 import PassKey
from core.signing.sealing import SealingKey
from federation.peers import documents, queries, services
from federation.peers.listing import ListedKey, Member
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from tests import cast

FOUNDED = cast.NOW - timedelta(days=30)
HOSTED = (cast.NORTH, cast.SOUTH)


def founded() -> None:
    """Found a federation of the north and the south, a month ago."""
    services.found("Test", slugs=HOSTED, now=FOUNDED)


def ledger_key(slug: str) -> SigningKey:
    """Return the key with which a hosted province signs its logs."""
    with scope.province(slug):
        return keys.signing_key(KeyRole.LEDGER)


def joined(slug: str, ledger: SigningKey) -> None:
    """Have a province join that is hosted elsewhere; of its keys a test has that of the ledger."""
    name = keys.name_of(slug)
    other = {role: signing.generate(name).verifier.text for role in KeyRole}
    other[KeyRole.PASSES] = PassKey(name, p256.fresh_secret()).verifier.text
    other[KeyRole.LEDGER] = ledger.verifier.text
    other[KeyRole.SEALING] = documents.sealing_text(SealingKey.generate().public)
    member = Member(
        slug=slug,
        name_zh=slug,
        name_en=slug.title(),
        division_code="130000",
        url=f"https://{slug}.example/federation/",
        joined_at=FOUNDED,
        keys={role: (ListedKey(text, FOUNDED),) for role, text in other.items()},
    )
    amended({slug: lambda _none: member})


def amended(
    changes: dict[str, Callable[[Member | None], Member]], *, taken_by: tuple[str, ...] = HOSTED
) -> None:
    """Change members' entries in the membership, signed by the hosted provinces."""
    cards = {slug: change(queries.member(slug)) for slug, change in changes.items()}
    document = services.draft(services.Changes(cards=cards), now=FOUNDED)
    for slug in HOSTED:
        with scope.province(slug):
            document = services.sign(document, now=FOUNDED)
    for slug in taken_by:
        with scope.province(slug):
            services.take(document, now=FOUNDED)
